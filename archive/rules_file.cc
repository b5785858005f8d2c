#include "archive/rules_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tangthu::archive {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& file) {
  std::string text(kMaxRulesBytes + 1, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (!in.eof() && in.gcount() == 0)) {
    return fail(ErrorCode::kBadInput, "the rules can't be read",
                "check that the file may be read", file.string());
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxRulesBytes) {
    return fail(ErrorCode::kBadInput, "the rules are larger than 64 KiB",
                "check that it is the right file", file.string());
  }
  return text;
}

}  // namespace

Result<RulesText> read_rules(const std::string& name, std::string_view built_in,
                             NamedFolder folder) {
  std::error_code error;
  const char* named = std::getenv("TANGTHU_RULES");
  if (named != nullptr && *named != '\0') {
    const fs::path file = fs::path(named) / name;
    if (folder == NamedFolder::kMustHaveIt || fs::exists(file, error))
      return RulesText{TRY(read_file(file)), file.string()};
    return RulesText{std::string(built_in), "rules/" + name};
  }
  const fs::path file = fs::path("/etc/tangthu/rules") / name;
  if (fs::exists(file, error)) return RulesText{TRY(read_file(file)), file.string()};
  return RulesText{std::string(built_in), "rules/" + name};
}

}  // namespace tangthu::archive
