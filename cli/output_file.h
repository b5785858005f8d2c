// Files that commands write for their user: whole or not at all.
#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::cli {

// Replaces the file; "-" is stdout. kStorage names the file.
Result<void> write_output(const std::filesystem::path& file, ByteView bytes);

// A name in `folder` for results about `input`: the stem of its file name, with "-2",
// "-3" where it was used before in this run.
class OutputNames {
 public:
  // kUsage when the folder can't be made.
  static Result<OutputNames> in(const std::filesystem::path& folder);
  std::filesystem::path next(const std::string& input);

 private:
  explicit OutputNames(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
  std::vector<std::string> used_;
};

}  // namespace tangthu::cli
