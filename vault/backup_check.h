// The keyless check of a backup repository: each snapshot's signature, each object's
// hash, each log's tree against its checkpoint. Names exactly which snapshot and which
// file of it is damaged. Any thread; nothing is written.
#pragma once

#include <functional>
#include <optional>

#include "vault/snapshot.h"

namespace tangthu::vault {

enum class BackupFault {
  kManifest,    // of the snapshot: damaged, or not signed by the vault that it names
  kOtherVault,  // a snapshot of another vault than was asked for
  kFile,        // damaged or missing
  kCheckpoint,  // not the one that the snapshot names
  kLog,         // another log than was signed
};

struct BackupDamage {
  std::string snapshot;
  std::string file;  // of the vault; empty: the snapshot itself
  BackupFault fault;
};
// For people: the subject says which.
Error describe_damage(const BackupDamage& damage);

struct BackupCheckReport {
  std::size_t snapshots = 0;
  std::uint64_t objects = 0;
  std::uint64_t objects_read = 0;
  std::uint64_t bytes = 0;  // read
  std::vector<BackupDamage> damage;
};

struct BackupCheckOptions {
  double data_fraction = 1.0;           // of the objects of the stores, by chance
  std::optional<VerifyKey> verify_key;  // of the vault that it must be a backup of
};

// kNotFound without a repository.
Result<BackupCheckReport> check_backup(
    const std::filesystem::path& repository, const BackupCheckOptions& options,
    const std::function<void(std::uint64_t bytes, std::uint64_t of)>& progress);

// One snapshot as it may be believed: its signature is that of the header in it.
struct TrustedSnapshot {
  Snapshot snapshot;
  Bytes manifest;  // its file
  VaultHeader header;
};
// kNotFound, kCorrupt.
Result<TrustedSnapshot> read_trusted_snapshot(const std::filesystem::path& repository,
                                              const std::string& name);

}  // namespace tangthu::vault
