// The keyring: the keys of an unsealed vault, in a file of its own under the root key.
//
// They are random, not derived, so that the root key can be given new slots and the
// barrier key a new epoch without touching the others. None of them opens a document:
// label keys belong to people (vault/directory.h). Part of every backup.
// Thread rule: const use from several threads.
#pragma once

#include <map>

#include "vault/header.h"

namespace tangthu::vault {

struct Keyring {
  std::map<std::uint32_t, BarrierKey> barrier_keys;  // by epoch; the last one seals
  BlindingKey blinding_key;
  SigningKey signing_key;  // manifests, checkpoints
  PrivateKey intake_key;   // opens submissions' headers, not their content

  std::uint32_t barrier_epoch() const { return barrier_keys.rbegin()->first; }
  Keyring clone() const;
};

Keyring make_keyring();

// kAuthentication when the root key is another vault's, kCorrupt when the file is
// damaged or was not written with this very header.
Result<Keyring> read_keyring(const std::filesystem::path& vault, const RootKey& root,
                             const VaultHeader& header);
Result<void> write_keyring(const std::filesystem::path& vault, const RootKey& root,
                           const VaultHeader& header, const Keyring& keyring);

}  // namespace tangthu::vault
