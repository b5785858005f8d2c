// The file VAULT: the public facts of a vault. What has no header is no vault.
//
// Anybody may read it, and a station needs nothing more than some of it. It is bound to
// the keys: whoever unseals the vault compares its public keys with the keyring's.
#pragma once

#include <filesystem>

#include "base/clock.h"
#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

// Stored on disk: the values are frozen.
enum class Profile : std::uint8_t { kSingle = 1, kAgency = 2 };

using VaultId = Hash16;
using UserId = Hash16;

struct VaultHeader {
  Profile profile;
  VaultId id;
  UnixSeconds created;
  VerifyKey verify_key;    // of manifests and of the log's checkpoints
  PublicKey intake_key;    // submissions' headers are sealed to it
  PublicKey audit_key;     // entries of the log are sealed to it
  PublicKey recovery_key;  // label keys are wrapped to it too; all zero: there is none
  Hash16 slot_salt;
  SlowHashCost cost;

  bool has_recovery() const { return recovery_key != PublicKey{}; }
};

// kNotFound without a vault, kCorrupt when damaged or of an unknown format.
Result<VaultHeader> read_header(const std::filesystem::path& vault);
// The same of the file's bytes, wherever they come from.
Result<VaultHeader> decode_header(ByteView file);
Result<void> write_header(const std::filesystem::path& vault, const VaultHeader& header);

}  // namespace tangthu::vault
