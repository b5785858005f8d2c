#include "cli/private_file.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"

namespace tangthu::cli {
SecretText::SecretText(std::span<const std::uint8_t> bytes)
    : buffer_(std::max<std::size_t>(bytes.size(), 1)), size_(bytes.size()) {
  std::copy(bytes.begin(), bytes.end(), buffer_.span().begin());
}

std::string_view SecretText::view() const {
  return {reinterpret_cast<const char*>(buffer_.span().data()), size_};
}

Result<SecretText> read_private_file(const std::filesystem::path& file,
                                     std::size_t most_bytes) {
  const Descriptor in = open_file(file, O_RDONLY);
  LockedBuffer buffer(most_bytes + 1);
  std::size_t size = 0;
  while (size < buffer.size()) {
    const ssize_t got =
        ::read(in.get(), buffer.span().data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return fail(ErrorCode::kUsage, "the file can't be read",
                  "check the path and its permissions", file.string());
    }
    if (got == 0) return SecretText(buffer.span().first(size));
    size += static_cast<std::size_t>(got);
  }
  return fail(ErrorCode::kBadInput, "the file is larger than such a file can be",
              "check that it is the right one", file.string());
}

Result<void> write_private_file(const std::filesystem::path& file,
                                std::span<const std::string_view> parts) {
  const Descriptor out = open_file(file, O_WRONLY | O_CREAT | O_EXCL);
  if (!out.valid() && errno == EEXIST) {
    return fail(ErrorCode::kUsage, "there is such a file already",
                "choose another name; a secret is never overwritten", file.string());
  }
  const bool written =
      out.valid() && std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return write_all(out.get(), as_bytes(part));
      });
  if (written && ::fsync(out.get()) == 0) return {};
  return fail(ErrorCode::kStorage, "the output can't be written",
              "check the path, its permissions and the free space", file.string());
}

}  // namespace tangthu::cli
