#include "vault/folder_handle.h"

#include <cerrno>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tangthu::vault {

Result<FolderHandle> FolderHandle::open(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return fail(ErrorCode::kNotFound, "there is no vault here",
                "check --vault, or make one with 'tangthu init'", folder.string());
  }
  return FolderHandle(fd);
}

FolderHandle::FolderHandle(FolderHandle&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FolderHandle::~FolderHandle() {
  // Unlocked by name: a child process may share the descriptor, and with it the lock.
  if (fd_ < 0) return;
  ::flock(fd_, LOCK_UN);
  ::close(fd_);
}

Result<void> FolderHandle::lock() {
  while (::flock(fd_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    return fail(ErrorCode::kStorage, "the vault's folder can't be locked",
                "keep the vault on a file system of this machine");
  }
  return {};
}

std::filesystem::path FolderHandle::short_path() const {
  return "/proc/self/fd/" + std::to_string(fd_);
}

}  // namespace tangthu::vault
