// Backups: a repository of objects (vault/object_pool.h) and of signed snapshots
// (vault/snapshot.h) that only grows, needs no key to be checked, and gives nothing away
// that the vault's folder does not.
//
//   DIR/objects/HASH        parts of files
//   DIR/snapshots/NAME      manifests; written last, durably
//
// Not in it: the shred keys and the list of their slots, the reserve, what is half
// written. A crash leaves every earlier snapshot as it was.
// Thread rule: one backup of a repository at a time; others wait.
#pragma once

#include "vault/session.h"
#include "vault/snapshot.h"

namespace tangthu::vault {

// Append-only files are cut into parts of these sizes, so that only their ends are new.
inline constexpr std::uint64_t kLogPartBytes = std::uint64_t{4} << 20;
inline constexpr std::uint64_t kStorePartBytes = std::uint64_t{16} << 20;

struct BackupReport {
  std::string snapshot;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // of all files
  std::uint64_t new_objects = 0;
  std::uint64_t new_bytes = 0;  // of what was copied
  std::uint64_t log_entries = 0;
};

// Of what the snapshot takes; before the first file too.
using BackupProgress = std::function<void(std::uint64_t bytes, std::uint64_t of)>;

// The session's vault as it is now; open for writing, by whoever maintains it. kNotFound
// without the role, kUsage for a folder that is no repository of this vault, kStorage.
// When it returns the snapshot is on disk, each of its objects read again and compared.
Result<BackupReport> back_up(Session& session, const std::filesystem::path& repository,
                             const BackupProgress& progress);

struct PruneReport {
  std::size_t removed = 0;
  std::uint64_t bytes = 0;
};
// Leaves the newest `keep` snapshots (at least one) and what they name. kCorrupt, with
// nothing removed, when one of these can't be read.
Result<PruneReport> prune(const std::filesystem::path& repository, std::size_t keep);

// What an interrupted backup left in the vault's folder.
Result<void> remove_backup_remains(const std::filesystem::path& vault);

}  // namespace tangthu::vault
