// A vault's folder, held open: for short paths into it, and for changing what lies beside
// the store by one process at a time.
// Thread rule: one thread at a time.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace tangthu::vault {

class FolderHandle {
 public:
  // kNotFound when there is no such folder.
  static Result<FolderHandle> open(const std::filesystem::path& folder);
  FolderHandle(FolderHandle&& other) noexcept;
  FolderHandle& operator=(FolderHandle&&) = delete;
  FolderHandle(const FolderHandle&) = delete;
  FolderHandle& operator=(const FolderHandle&) = delete;
  ~FolderHandle();

  // Waits until no other process holds the lock; kStorage where locks don't work. Held
  // until the handle is closed.
  Result<void> lock();
  int fd() const { return fd_; }
  // A path of a few bytes to the same folder, valid in this process while this lives.
  std::filesystem::path short_path() const;

 private:
  explicit FolderHandle(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace tangthu::vault
