// The bytes of the file `unseal`, and how a slot seals the root key. For unseal_*.cc.
// Thread rule: pure functions.
#pragma once

#include "vault/unseal_slots.h"

namespace tangthu::vault {

// What opens a slot: from shares, a key file or a token.
using UnsealSecret = SecretOf<struct UnsealSecretRole>;

inline constexpr const char* kUnsealFile = "unseal";

Bytes encode_unseal_slots(const UnsealSlots& slots);
// kCorrupt when damaged or of a newer version.
Result<UnsealSlots> decode_unseal_slots(ByteView file);

// Fills slot.sealed_root_key; every parameter is set before.
void seal_root_key(UnsealSlot& slot, const VaultId& vault, const UnsealSecret& secret,
                   const RootKey& root_key);
// Nothing when the secret is not the slot's or the slot was changed.
std::optional<RootKey> open_root_key(const UnsealSlot& slot, const VaultId& vault,
                                     const UnsealSecret& secret);

// kUsage when a name is empty or too long.
Result<void> check_slot_name(std::string_view name);

}  // namespace tangthu::vault
