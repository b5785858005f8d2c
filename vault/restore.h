// Restoring: a snapshot of a backup into a new folder.
//
// A restored store is older than what may have been seen since. So a restore wants to
// know which log is the newest: the log that survived, or a witnessed checkpoint; and it
// wants the shred keys as they are now, which make everything that was destroyed or
// revoked since stay so. Then the vault is taken into use (Vault::adopt_restored), which
// takes the root key: the restore itself goes into the log.
//
// A restore that was interrupted leaves a folder without VAULT, which is no vault.
#pragma once

#include "vault/backup_check.h"
#include "vault/checkpoint.h"

namespace tangthu::vault {

// What came after the snapshot, and is in no surviving log, is lost.
enum class Gap { kRefused, kAccepted };

struct RestoreOptions {
  std::string snapshot;           // empty: the newest
  std::filesystem::path shred;    // a present slot of the shred keys
  std::filesystem::path log;      // a surviving log's folder; empty: none
  std::filesystem::path witness;  // a checkpoint; empty: none
  Gap gap = Gap::kRefused;
};

struct RestoreReport {
  std::string snapshot;
  UnixSeconds time = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t log_entries = 0;  // of the log that was put in place
};

// kUsage: the new folder is not empty, or no shred keys were given. kNotFound: no such
// backup or snapshot. kCorrupt: what is damaged; or the log does not contain what was
// witnessed, or nothing was witnessed and no gap is accepted.
Result<RestoreReport> restore(
    const std::filesystem::path& repository, const std::filesystem::path& vault,
    const RestoreOptions& options,
    const std::function<void(std::uint64_t bytes, std::uint64_t of)>& progress);

// The file `restored`, there until the vault is taken into use.
struct RestoredState {
  std::string snapshot;
  std::uint64_t generation = 0;  // of the store
  TreeHead log;                  // of the snapshot
  TreeHead witness;              // size 0: none
  std::uint64_t witness_generation = 0;
  Gap gap = Gap::kRefused;
};
// Nothing when the vault was not restored, or has been taken into use.
Result<std::optional<RestoredState>> read_restored(const std::filesystem::path& vault);
Result<void> clear_restored(const std::filesystem::path& vault);

}  // namespace tangthu::vault
