// Wrapping a secret to a public key: document keys to labels, label keys to users.
//
//   shared      X25519(ephemeral, recipient), small-order points refused
//   material    BLAKE2b-512("tangthu wrap v1" ‖ suite ‖ shared ‖ ephemeral public ‖
//               recipient public ‖ u32 length ‖ context)
//   key         material[0, 32); commitment: material[32, 64), stored
//   ciphertext  XChaCha20-Poly1305(key, random nonce, secret, associated data = context)
//
// Both public keys and the context are bound, which crypto_box_seal would not do. The
// stored commitment makes a ciphertext open under one key only. docs/FORMAT.md has the
// bytes; a suite number stands first, and the encapsulation is sized, so that a hybrid
// post-quantum wrap (1,120 bytes) fits in the same frame.
#pragma once

#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

inline constexpr std::uint16_t kSuite1 = 1;

// Which key a thing was wrapped to: a hash of the public key.
using KeyId = Hash16;
KeyId key_id(const PublicKey& key);

Bytes wrap_secret(const PublicKey& recipient, ByteView secret, ByteView context);

// Opens into `out`, which has the secret's size. kCorrupt when the bytes are damaged, of
// an unknown suite, or wrapped to another key or for another context.
Result<void> unwrap_secret(const PrivateKey& own, const PublicKey& own_public,
                           ByteView wrapped, ByteView context,
                           std::span<std::uint8_t> out);

// The same for bytes of any length: a fresh key is wrapped, the bytes are sealed under
// it.
Bytes seal_to(const PublicKey& recipient, ByteView plaintext, ByteView context);
Result<Bytes> open_sealed(const PrivateKey& own, const PublicKey& own_public,
                          ByteView sealed, ByteView context);

}  // namespace tangthu::vault
