#include "cli/table_file.h"

#include <fstream>

#include "base/csv.h"

namespace tangthu::cli {

Result<std::string> read_table_file(const std::filesystem::path& file) {
  std::string text;
  std::ifstream in(file, std::ios::binary);
  for (std::string part(std::size_t{1} << 16, '\0'); in && text.size() <= kMaxCsvBytes;) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    text.append(part, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad() || (!in.eof() && text.size() <= kMaxCsvBytes)) {
    return fail(ErrorCode::kBadInput, "the table can't be read",
                "check that the file is there and may be read", file.string());
  }
  text.resize(std::min(text.size(), kMaxCsvBytes + 1));
  return text;
}

}  // namespace tangthu::cli
