// Files that hold secrets: read into locked memory, written for their owner alone.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace tangthu::cli {

class SecretText {
 public:
  explicit SecretText(std::span<const std::uint8_t> bytes);
  std::string_view view() const;
  ByteView bytes() const { return buffer_.span().first(size_); }

 private:
  LockedBuffer buffer_;
  std::size_t size_;
};

// kUsage when it can't be read, kBadInput when it is larger.
Result<SecretText> read_private_file(const std::filesystem::path& file,
                                     std::size_t most_bytes);

// A new file of mode 0600, on disk when this returns. kUsage when there is such a file.
Result<void> write_private_file(const std::filesystem::path& file,
                                std::span<const std::string_view> parts);

}  // namespace tangthu::cli
