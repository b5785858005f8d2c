// What finds an entry and proves it: the files `offsets` (where each frame ends) and
// `hashes` (the stored hashes of merkle.h). Both follow from `entries` alone. They are
// written after the entries have been synced, so that an entry counted here was on disk;
// hashes go first, so that an entry counted by `offsets` has its hashes.
//
// A power cut may leave them short or with pages of zeroes; neither is ever a valid
// value. Thread rule: as for a file; writers hold the log's lock.
#pragma once

#include "vault/log_file.h"
#include "vault/merkle.h"

namespace tangthu::vault {

class LogIndex {
 public:
  static Result<void> create(const std::filesystem::path& folder);
  // kNotFound when a file is missing.
  static Result<LogIndex> open(const std::filesystem::path& folder, LogAccess access);

  // False when a file ends within its magic; kCorrupt when it has another one.
  Result<bool> has_magic() const;
  Result<void> write_magic() const;

  // How many entries `offsets` counts; zeroes at its end are not counted.
  Result<std::uint64_t> count() const;
  // Whether `hashes` is long enough for that many entries.
  Result<bool> has_hashes_of(std::uint64_t count) const;
  // Where the frame of the entry ends; that of entry `count` - 1 ends the log.
  Result<std::uint64_t> end_of(std::uint64_t index) const;
  Result<std::uint64_t> begin_of(std::uint64_t index) const;
  Result<Hash32> hash(std::uint64_t stored) const;
  HashReader reader() const;

  // Puts entries in from number `count` on: their hashes, then their ends. After a
  // failure any of them may be counted: cut().
  Result<void> add(std::uint64_t count, std::span<const Hash32> hashes,
                   std::span<const std::uint64_t> ends) const;
  // Counts no more than `count` entries.
  Result<void> cut(std::uint64_t count) const;
  Result<void> sync() const;

 private:
  LogIndex(LogFile offsets, LogFile hashes)
      : offsets_(std::move(offsets)), hashes_(std::move(hashes)) {}
  LogFile offsets_;
  LogFile hashes_;
};

}  // namespace tangthu::vault
