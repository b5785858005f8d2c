// What a user's passphrase opens.
//
// One Argon2id over user name and passphrase gives two pairs of tag and key:
//   slot   in the single profile: the root key, in the file `slots` beside the store
//   login  the user's private keys, in a record of the store (vault/directory.h)
// A tag finds its entry, so that neither file nor record says whose it is, and an unknown
// name costs exactly what a wrong passphrase costs.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "vault/header.h"

namespace tangthu::vault {

using LoginKey = SecretOf<struct LoginKeyRole>;

struct PassphraseKeys {
  Hash16 slot_tag;
  SlotKey slot_key;
  Hash16 login_tag;
  LoginKey login_key;
};

// `user_name` is normalised. Takes the time that the header's cost says.
PassphraseKeys derive_passphrase(const VaultHeader& header, std::string_view user_name,
                                 const Passphrase& passphrase);

// At least kSlowHashCost, and as many passes as take `wanted` on this machine, up to the
// most that a header may say. Runs one pass to measure it. For new vaults.
SlowHashCost measured_cost(std::chrono::milliseconds wanted);

// Passphrase slots: the file `slots`. kAuthentication when the keys open none.
Result<RootKey> open_slot(const std::filesystem::path& vault, const VaultId& id,
                          const PassphraseKeys& keys);
// The file is replaced whole. A slot with this tag is replaced.
Result<void> add_slot(const std::filesystem::path& vault, const VaultId& id,
                      const PassphraseKeys& keys, const RootKey& root);

// Removes every slot but those with these tags: of passphrases that are no longer valid.
Result<void> keep_slots(const std::filesystem::path& vault, std::span<const Hash16> tags);

// The answer to a wrong name and to a wrong passphrase.
Failure wrong_login();

}  // namespace tangthu::vault
