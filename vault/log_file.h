// The files of the audit log: reads and writes at a place, whole or not at all, and the
// lock that processes share. Subjects of errors are file names.
//
// Any thread may use a LogFile; who may write when is the caller's rule (audit_log.h).
#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace tangthu::vault {

enum class LogAccess { kRead, kAppend };

class LogFile {
 public:
  // kNotFound when it is missing, kStorage when it can't be opened.
  static Result<LogFile> open(const std::filesystem::path& file, LogAccess access);

  const std::string& name() const { return name_; }
  Result<std::uint64_t> size() const;
  // kCorrupt when the file ends before.
  Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const;
  // As many bytes as there are, up to out.size().
  Result<std::size_t> read_some(std::uint64_t offset, std::span<std::uint8_t> out) const;
  // kStorage; then any part of the bytes may be in the file.
  Result<void> write_at(std::uint64_t offset, ByteView bytes) const;
  Result<void> truncate(std::uint64_t size) const;
  // On disk when it returns (fdatasync: the bytes and the size).
  Result<void> sync() const;

 private:
  LogFile(Descriptor fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  Descriptor fd_;
  std::string name_;

  friend class LogLock;
};

// Holds the lock file exclusively: against other processes and against other owners of
// the same file in this one. Waits for its turn.
class LogLock {
 public:
  static Result<LogLock> take(const LogFile& lock_file);
  LogLock(LogLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  LogLock& operator=(LogLock&&) = delete;
  LogLock(const LogLock&) = delete;
  LogLock& operator=(const LogLock&) = delete;
  ~LogLock();

 private:
  explicit LogLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace tangthu::vault
