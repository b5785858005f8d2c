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
  Descriptor opened = open_file(file, mode | O_NOFOLLOW);
  std::string name = file.filename().string();
  if (opened.valid()) return LogFile(std::move(opened), std::move(name));
  if (errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file of the audit log is missing",
                "check --vault, or restore the log from a backup", std::move(name));
  }
  return unreadable(std::move(name));
}

Result<std::uint64_t> LogFile::size() const {
  struct stat info {};
  if (::fstat(fd_.get(), &info) != 0) return unreadable(name_);
  return static_cast<std::uint64_t>(info.st_size);
}

Result<std::size_t> LogFile::read_some(std::uint64_t offset,
                                       std::span<std::uint8_t> out) const {
  const auto done = tangthu::read_at(fd_.get(), offset, out);
  if (!done) return unreadable(name_);
  return *done;
}

Result<void> LogFile::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (TRY(read_some(offset, out)) == out.size()) return {};
  return fail(ErrorCode::kCorrupt, "a file of the audit log is cut short",
              "restore the log from a backup", name_);
}

Result<void> LogFile::write_at(std::uint64_t offset, ByteView bytes) const {
  if (!write_all_at(fd_.get(), offset, bytes)) return unwritable(name_);
  return {};
}

Result<void> LogFile::truncate(std::uint64_t size) const {
  if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return unwritable(name_);
  return {};
}

Result<void> LogFile::sync() const {
  if (::fdatasync(fd_.get()) != 0) return unwritable(name_);
  return {};
}

Result<LogLock> LogLock::take(const LogFile& lock_file) {
  while (::flock(lock_file.fd_.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return unwritable(lock_file.name_);
  }
  return LogLock(lock_file.fd_.get());
}

LogLock::~LogLock() {
  if (fd_ >= 0) ::flock(fd_, LOCK_UN);
}

}  // namespace tangthu::vault
