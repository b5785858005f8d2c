#include "proof/arguments.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace tangthu::proof {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{256} * 1024;

}  // namespace

std::string Arguments::option(const std::string& name) const {
  const auto end = options.upper_bound(name);
  if (options.count(name) == 0) return {};
  return std::prev(end)->second;
}

Result<Arguments> read_arguments(int argc, char** argv,
                                 const std::vector<std::string>& option_names) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("--")) {
      out.words.push_back(word);
      continue;
    }
    const bool known =
        std::find(option_names.begin(), option_names.end(), word) != option_names.end();
    if (!known || i + 1 == argc) {
      return fail(ErrorCode::kUsage, "an option is unknown or lacks its value",
                  "call the program without arguments to see its options", word);
    }
    out.options.emplace(word, argv[++i]);
  }
  return out;
}

Result<std::string> read_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(kMaxTextBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad() || !in.eof() || text.size() > kMaxTextBytes) {
    return fail(ErrorCode::kBadInput, "the file can't be read or is too large",
                "check its name; such a file has at most 256 KiB", file);
  }
  return text;
}

int report(const std::string& program, const Error& error) {
  std::cerr << program << ": " << error.text();
  if (!error.subject().empty()) std::cerr << " (" << error.subject() << ")";
  std::cerr << "; " << error.remedy() << "\n";
  return static_cast<int>(error.code());
}

}  // namespace tangthu::proof
