// Text that people give in files or by a pipe.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace tangthu::cli {

// A file, or stdin for "-". kBadInput when it can't be read or is larger.
Result<std::string> read_text_file(const std::filesystem::path& file,
                                   std::size_t most_bytes);

}  // namespace tangthu::cli
