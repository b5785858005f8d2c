#include "cli/output_file.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace tangthu::cli {
namespace {

Failure write_failed(const std::filesystem::path& file) {
  return fail(ErrorCode::kStorage, "the output can't be written",
              "check the path, its permissions and the free space", file.string());
}

}  // namespace

Result<void> write_output(const std::filesystem::path& file, ByteView bytes) {
  const auto* data = reinterpret_cast<const char*>(bytes.data());
  const auto size = static_cast<std::streamsize>(bytes.size());
  if (file == "-") {
    std::cout.write(data, size).flush();
    if (!std::cout) return write_failed(file);
    return {};
  }
  const std::filesystem::path beside = file.string() + ".part";
  std::error_code error;
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    std::filesystem::permissions(
        beside, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
        error);
    out.write(data, size);
    out.close();
    if (!out) {
      std::filesystem::remove(beside, error);
      return write_failed(file);
    }
  }
  std::filesystem::rename(beside, file, error);
  if (error) return write_failed(file);
  return {};
}

Result<OutputNames> OutputNames::in(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || !std::filesystem::is_directory(folder)) {
    return fail(ErrorCode::kUsage, "the output folder can't be made",
                "check the path and its permissions", folder.string());
  }
  return OutputNames(folder);
}

std::filesystem::path OutputNames::next(const std::string& input) {
  const std::string stem = std::filesystem::path(input).stem().string();
  std::string name = stem;
  for (int copy = 2; std::find(used_.begin(), used_.end(), name) != used_.end(); ++copy) {
    name = stem + "-" + std::to_string(copy);
  }
  used_.push_back(name);
  return folder_ / name;
}

}  // namespace tangthu::cli
