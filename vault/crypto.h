// The primitives of suite 1, and the only wall to libsodium's cryptography.
//
//   hash    BLAKE2b (RFC 7693), keyed or not      kdf   HKDF-SHA-512 (RFC 5869)
//   aead    XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with random nonces,
//           ChaCha20-Poly1305-IETF (RFC 8439) with counted ones
//   dh      X25519 (RFC 7748), small-order points refused
//   sign    Ed25519 (RFC 8032)                    slow hash   Argon2id (RFC 9106)
//
// Nothing here has a mode or an option. Sizes in bytes. All functions are thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/secret.h"

namespace tangthu::vault {

inline constexpr std::size_t kKeySize = 32;
inline constexpr std::size_t kTagSize = 16;
inline constexpr std::size_t kXNonceSize = 24;
inline constexpr std::size_t kNonceSize = 12;

using Hash32 = std::array<std::uint8_t, 32>;
using Hash16 = std::array<std::uint8_t, 16>;
using PublicKey = std::array<std::uint8_t, 32>;
using VerifyKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// The roles of secrets. Reading one takes reveal(); see base/secret.h.
using RootKey = SecretOf<struct RootKeyRole>;
using BarrierKey = SecretOf<struct BarrierKeyRole>;
using BlindingKey = SecretOf<struct BlindingKeyRole>;
using ShredWrapKey = SecretOf<struct ShredWrapKeyRole>;
using DocumentKey = SecretOf<struct DocumentKeyRole>;
using SealingKey = SecretOf<struct SealingKeyRole>;      // one ciphertext only
using SlotKey = SecretOf<struct SlotKeyRole>;            // from a passphrase
using PrivateKey = SecretOf<struct PrivateKeyRole>;      // X25519
using SigningKey = SecretOf<struct SigningKeyRole, 64>;  // Ed25519
using SharedSecret = SecretOf<struct SharedSecretRole>;  // X25519 output

// BLAKE2b over the concatenation of `parts`. Callers length-prefix what could be shifted.
Hash32 blake2b_32(std::initializer_list<ByteView> parts);
Hash16 blake2b_16(std::initializer_list<ByteView> parts);
// The same with a key.
Hash16 keyed_hash_16(std::span<const std::uint8_t, kKeySize> key,
                     std::initializer_list<ByteView> parts);
// 32 bytes to where the caller keeps secrets; `out` may be the key itself.
void keyed_hash_32_into(std::span<const std::uint8_t, kKeySize> key,
                        std::initializer_list<ByteView> parts,
                        std::span<std::uint8_t, 32> out);
// BLAKE2b-256 of nothing with a key, a salt and a personalisation (BLAKE2's parameter
// block, as libsodium's crypto_kdf does): one compression, half the time of the above.
void keyed_derive_32_into(std::span<const std::uint8_t, kKeySize> key,
                          std::span<const std::uint8_t, 16> salt,
                          std::span<const std::uint8_t, 16> personal,
                          std::span<std::uint8_t, 32> out);
// SHA-256 (FIPS 180-4) over the concatenation: where a standard asks for it (RFC 6962),
// and for much data, as processors have instructions for it.
Hash32 sha256(std::initializer_list<ByteView> parts);
// The same of what comes piece by piece. Thread rule: one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(ByteView part);
  Hash32 finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};
// 64 bytes into locked memory.
SecretOf<struct WrapMaterialRole, 64> blake2b_64(std::initializer_list<ByteView> parts);

// HKDF-SHA-512, extract then expand; out.size() ≤ 255 · 64.
void hkdf_sha512(ByteView key_material, ByteView salt, ByteView info,
                 std::span<std::uint8_t> out);

// nonce (24) ‖ ciphertext ‖ tag (16), under a fresh random nonce.
Bytes xseal(std::span<const std::uint8_t, kKeySize> key, ByteView plaintext,
            ByteView associated);
// Nothing when the bytes are not what xseal made with the same key and data.
// The plaintext goes where `out` says; out must hold sealed.size() − 40 bytes.
bool xopen_into(std::span<const std::uint8_t, kKeySize> key, ByteView sealed,
                ByteView associated, std::span<std::uint8_t> out);
std::optional<Bytes> xopen(std::span<const std::uint8_t, kKeySize> key, ByteView sealed,
                           ByteView associated);
inline constexpr std::size_t kXOverhead = kXNonceSize + kTagSize;

// ChaCha20-Poly1305-IETF: out = ciphertext ‖ tag. The caller owns nonce uniqueness.
void seal_chunk(std::span<const std::uint8_t, kKeySize> key,
                std::span<const std::uint8_t, kNonceSize> nonce, ByteView plaintext,
                std::span<std::uint8_t> out);
bool open_chunk(std::span<const std::uint8_t, kKeySize> key,
                std::span<const std::uint8_t, kNonceSize> nonce, ByteView sealed,
                std::span<std::uint8_t> out);

struct KeyPair {
  PublicKey public_key;
  PrivateKey private_key;
};
KeyPair make_key_pair();
PublicKey public_key_of(const PrivateKey& key);
// False for a small-order point.
bool x25519(const PrivateKey& own, const PublicKey& other, SharedSecret& out);

SigningKey signing_key_from_seed(std::span<const std::uint8_t, 32> seed);
VerifyKey verify_key_of(const SigningKey& key);
Signature sign(const SigningKey& key, ByteView message);
bool signature_holds(const VerifyKey& key, ByteView message, const Signature& signature);

// Argon2id's cost; stored beside what it protects.
struct SlowHashCost {
  std::uint32_t passes;
  std::uint32_t memory_kib;
};
// RFC 9106's second recommended choice lies at 3 passes, 64 MiB; ours is above it.
inline constexpr SlowHashCost kSlowHashCost{3, 128 * 1024};
// What a file may ask for: below it protects nothing, above it stalls the machine.
inline constexpr SlowHashCost kLeastSlowHashCost{1, 8 * 1024};
inline constexpr SlowHashCost kMostSlowHashCost{16, 2 * 1024 * 1024};

// Throws std::bad_alloc when the memory is not to be had.
void argon2id(ByteView passphrase, std::span<const std::uint8_t, 16> salt,
              const SlowHashCost& cost, std::span<std::uint8_t> out);

bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace tangthu::vault
