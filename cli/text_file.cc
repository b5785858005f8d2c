#include "cli/text_file.h"

#include <fstream>
#include <iostream>

namespace tangthu::cli {

Result<std::string> read_text_file(const std::filesystem::path& file,
                                   std::size_t most_bytes) {
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : opened;
  std::string out;
  std::string part(std::size_t{1} << 16, '\0');
  while (in && out.size() <= most_bytes) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    out.append(part, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof() || out.size() > most_bytes) {
    return fail(ErrorCode::kBadInput, "the file can't be read, or is too large",
                "check its path and its size", file.string());
  }
  return out;
}

}  // namespace tangthu::cli
