// Tables that people give to commands.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace tangthu::cli {

// At most kMaxCsvBytes (base/csv.h), and one more where it is larger. kBadInput.
Result<std::string> read_table_file(const std::filesystem::path& file);

}  // namespace tangthu::cli
