// The file VAULT: the public facts of a vault. What has no header is no vault.
//
// Anybody may read it, and a station needs nothing more than some of it. It is bound to
// the keys: whoever unseals the vault compares all of it with what the keyring says,
// since it decides how many officers must sign and to whom keys are wrapped.
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

// What the file VAULT holds; the keyring has its hash.
Bytes encode_header(const VaultHeader& header);
// kNotFound without a vault, kCorrupt when damaged or of an unknown format.
Result<VaultHeader> read_header(const std::filesystem::path& vault);
// The same of the file's bytes, wherever they come from.
Result<VaultHeader> decode_header(ByteView file);
Result<void> write_header(const std::filesystem::path& vault, const VaultHeader& header);

}  // namespace tangthu::vault
