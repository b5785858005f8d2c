#include "vault/reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"

namespace tangthu::vault {
namespace {

constexpr const char* kFile = "reserve";

}  // namespace

Result<void> keep_reserve(const std::filesystem::path& vault) {
  const Descriptor file = open_file(vault / kFile, O_RDWR | O_CREAT);
  struct stat info {};
  const bool whole = ::fstat(file.get(), &info) == 0 &&
                     static_cast<std::uint64_t>(info.st_blocks) * 512 >= kReserveBytes;
  const bool kept =
      whole || (file.valid() && ::posix_fallocate(file.get(), 0, kReserveBytes) == 0);
  // A part of it would be of no use, and may be what somebody else needs.
  const bool cleared = !file.valid() || kept || ::ftruncate(file.get(), 0) == 0;
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
