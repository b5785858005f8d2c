// What lies beside the store: the vault's header, the slots that hold the root key, and
// the shred keys.
//
//   VAULT  public facts: format, id, profile, verify key, cost of the slow hash
//   slots  the root key and a user's private key, once for each passphrase
//   shred  the shred keys by epoch, sealed under the root key; never part of a backup
//
// A passphrase slot (the single profile) is found and opened by one Argon2id over user
// name and passphrase: its first 16 bytes are the slot's tag, the rest its key. Without
// the passphrase a slot does not even say whose it is, and an unknown name costs exactly
// what a wrong passphrase costs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

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
  VerifyKey verify_key;  // of the station that signs manifests
  Hash16 slot_salt;
  SlowHashCost cost;
};

Result<VaultHeader> read_header(const std::filesystem::path& vault);
Result<void> write_header(const std::filesystem::path& vault, const VaultHeader& header);

// What a passphrase opens.
struct SlotContent {
  RootKey root_key;
  UserId user;
  PrivateKey private_key;
};

// kAuthentication when name and passphrase open no slot; takes the same time for both.
Result<SlotContent> open_slot(const std::filesystem::path& vault,
                              const VaultHeader& header, std::string_view user_name,
                              const Passphrase& passphrase);
// Adds a slot; the file is replaced whole.
Result<void> add_slot(const std::filesystem::path& vault, const VaultHeader& header,
                      std::string_view user_name, const Passphrase& passphrase,
                      const SlotContent& content);

// Every derived key has a written label.
BarrierKey derive_barrier_key(const RootKey& root, const VaultId& vault);
BlindingKey derive_blinding_key(const RootKey& root, const VaultId& vault);
SigningKey derive_signing_key(const RootKey& root, const VaultId& vault);

struct ShredKeys {
  std::map<std::uint32_t, ShredKey> by_epoch;
  std::uint32_t current() const { return by_epoch.rbegin()->first; }
};
Result<ShredKeys> read_shred_keys(const std::filesystem::path& vault, const RootKey& root,
                                  const VaultId& id);
Result<void> write_shred_keys(const std::filesystem::path& vault, const RootKey& root,
                              const VaultId& id, const ShredKeys& keys);

}  // namespace tangthu::vault
