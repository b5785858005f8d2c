#include "vault/log_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tangthu::vault {
namespace {

Failure unreadable(std::string name) {
  return fail(ErrorCode::kStorage, "a file of the audit log can't be read",
              "check the disk and the permissions of the log's folder", std::move(name));
}

Failure unwritable(std::string name) {
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
    return fail(ErrorCode::kStorage, "the audit log can't grow: the disk is full",
                "free some space; nothing that was recorded before is lost",
                std::move(name));
  }
  return fail(ErrorCode::kStorage, "a file of the audit log can't be written",
              "check the disk and the permissions of the log's folder", std::move(name));
}

}  // namespace

Result<LogFile> LogFile::open(const std::filesystem::path& file, LogAccess access) {
  const int mode = access == LogAccess::kRead ? O_RDONLY : O_RDWR;
  const int fd = ::open(file.c_str(), mode | O_CLOEXEC | O_NOFOLLOW);
  std::string name = file.filename().string();
  if (fd >= 0) return LogFile(fd, std::move(name));
  if (errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file of the audit log is missing",
                "check --vault, or restore the log from a backup", std::move(name));
  }
  return unreadable(std::move(name));
}

LogFile::LogFile(LogFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)) {}

LogFile& LogFile::operator=(LogFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(name_, other.name_);
  return *this;
}

LogFile::~LogFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::uint64_t> LogFile::size() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return unreadable(name_);
  return static_cast<std::uint64_t>(info.st_size);
}

Result<std::size_t> LogFile::read_some(std::uint64_t offset,
                                       std::span<std::uint8_t> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t part = ::pread(fd_, out.data() + done, out.size() - done,
                                 static_cast<off_t>(offset + done));
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return unreadable(name_);
    if (part == 0) break;
    done += static_cast<std::size_t>(part);
  }
  return done;
}

Result<void> LogFile::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (TRY(read_some(offset, out)) == out.size()) return {};
  return fail(ErrorCode::kCorrupt, "a file of the audit log is cut short",
              "restore the log from a backup", name_);
}

Result<void> LogFile::write_at(std::uint64_t offset, ByteView bytes) const {
  while (!bytes.empty()) {
    const ssize_t done =
        ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return unwritable(name_);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

Result<void> LogFile::truncate(std::uint64_t size) const {
  if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) return unwritable(name_);
  return {};
}

Result<void> LogFile::sync() const {
  if (::fdatasync(fd_) != 0) return unwritable(name_);
  return {};
}

Result<LogLock> LogLock::take(const LogFile& lock_file) {
  while (::flock(lock_file.fd_, LOCK_EX) != 0) {
    if (errno != EINTR) return unwritable(lock_file.name_);
  }
  return LogLock(lock_file.fd_);
}

LogLock::~LogLock() {
  if (fd_ >= 0) ::flock(fd_, LOCK_UN);
}

}  // namespace tangthu::vault
