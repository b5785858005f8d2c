#include "vault/reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tangthu::vault {
namespace {

constexpr const char* kFile = "reserve";

}  // namespace

Result<void> keep_reserve(const std::filesystem::path& vault) {
  const int fd = ::open((vault / kFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct stat info {};
  const bool whole = fd >= 0 && ::fstat(fd, &info) == 0 &&
                     static_cast<std::uint64_t>(info.st_blocks) * 512 >= kReserveBytes;
  const bool kept = whole || (fd >= 0 && ::posix_fallocate(fd, 0, kReserveBytes) == 0);
  // A part of it would be of no use, and may be what somebody else needs.
  const bool cleared = fd < 0 || kept || ::ftruncate(fd, 0) == 0;
  if (fd >= 0) ::close(fd);
  if (kept && cleared) return {};
  return fail(ErrorCode::kStorage, "the disk is full",
              "free some space; nothing that was accepted before is lost");
}

bool release_reserve(const std::filesystem::path& vault) {
  struct stat info {};
  const std::filesystem::path file = vault / kFile;
  if (::stat(file.c_str(), &info) != 0 || info.st_blocks == 0) return false;
  return ::truncate(file.c_str(), 0) == 0;
}

}  // namespace tangthu::vault
