#include "vault/crypto.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <sodium.h>

#include "base/id.h"

namespace tangthu::vault {
namespace {

void blake2b(std::span<std::uint8_t> out, ByteView key,
             std::initializer_list<ByteView> parts) {
  initialise_sodium();
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.empty() ? nullptr : key.data(), key.size(),
                          out.size());
  for (const ByteView part : parts) {
    if (part.empty()) continue;  // a null pointer is not for C functions
    crypto_generichash_update(&state, part.data(), part.size());
  }
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);
}

class HmacSha512 {
 public:
  explicit HmacSha512(ByteView key) {
    static constexpr std::uint8_t kNone = 0;  // stands for the address of an empty key
    crypto_auth_hmacsha512_init(&state_, key.empty() ? &kNone : key.data(), key.size());
  }
  ~HmacSha512() { sodium_memzero(&state_, sizeof state_); }
  HmacSha512(const HmacSha512&) = delete;
  HmacSha512& operator=(const HmacSha512&) = delete;

  void update(ByteView part) {
    if (part.empty()) return;
    crypto_auth_hmacsha512_update(&state_, part.data(), part.size());
  }
  void finish(std::span<std::uint8_t, 64> out) {
    crypto_auth_hmacsha512_final(&state_, out.data());
  }

 private:
  crypto_auth_hmacsha512_state state_{};
};

}  // namespace

Hash32 blake2b_32(std::initializer_list<ByteView> parts) {
  Hash32 out;
  blake2b(out, {}, parts);
  return out;
}

Hash16 blake2b_16(std::initializer_list<ByteView> parts) {
  Hash16 out;
  blake2b(out, {}, parts);
  return out;
}

Hash16 keyed_hash_16(std::span<const std::uint8_t, kKeySize> key,
                     std::initializer_list<ByteView> parts) {
  Hash16 out;
  blake2b(out, key, parts);
  return out;
}

void keyed_hash_32_into(std::span<const std::uint8_t, kKeySize> key,
                        std::initializer_list<ByteView> parts,
                        std::span<std::uint8_t, 32> out) {
  blake2b(out, key, parts);
}

void keyed_derive_32_into(std::span<const std::uint8_t, kKeySize> key,
                          std::span<const std::uint8_t, 16> salt,
                          std::span<const std::uint8_t, 16> personal,
                          std::span<std::uint8_t, 32> out) {
  initialise_sodium();
  crypto_generichash_blake2b_salt_personal(out.data(), out.size(), nullptr, 0, key.data(),
                                           key.size(), salt.data(), personal.data());
}

SecretOf<struct WrapMaterialRole, 64> blake2b_64(std::initializer_list<ByteView> parts) {
  SecretOf<struct WrapMaterialRole, 64> out;
  blake2b(out.reveal_writable(), {}, parts);
  return out;
}

void hkdf_sha512(ByteView key_material, ByteView salt, ByteView info,
                 std::span<std::uint8_t> out) {
  if (out.size() > std::size_t{255} * 64) throw std::length_error("HKDF output too long");
  initialise_sodium();
  SecretOf<struct HkdfRole, 64> pseudo_random_key;
  HmacSha512 extract(salt);
  extract.update(key_material);
  extract.finish(pseudo_random_key.reveal_writable());

  SecretOf<struct HkdfBlockRole, 64> block;
  std::size_t done = 0;
  for (std::uint8_t counter = 1; done < out.size(); ++counter) {
    HmacSha512 expand(pseudo_random_key.reveal());
    if (counter > 1) expand.update(block.reveal());
    expand.update(info);
    expand.update({&counter, 1});
    expand.finish(block.reveal_writable());
    const std::size_t size = std::min<std::size_t>(64, out.size() - done);
    std::copy_n(block.reveal().begin(), size, out.begin() + static_cast<long>(done));
    done += size;
  }
}

Bytes xseal(std::span<const std::uint8_t, kKeySize> key, ByteView plaintext,
            ByteView associated) {
  Bytes out(plaintext.size() + kXOverhead);
  random_bytes(std::span(out).first(kXNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      out.data() + kXNonceSize, nullptr, plaintext.data(), plaintext.size(),
      associated.data(), associated.size(), nullptr, out.data(), key.data());
  return out;
}

bool xopen_into(std::span<const std::uint8_t, kKeySize> key, ByteView sealed,
                ByteView associated, std::span<std::uint8_t> out) {
  if (sealed.size() < kXOverhead || out.size() != sealed.size() - kXOverhead)
    return false;
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             out.data(), nullptr, nullptr, sealed.data() + kXNonceSize,
             sealed.size() - kXNonceSize, associated.data(), associated.size(),
             sealed.data(), key.data()) == 0;
}

std::optional<Bytes> xopen(std::span<const std::uint8_t, kKeySize> key, ByteView sealed,
                           ByteView associated) {
  if (sealed.size() < kXOverhead) return std::nullopt;
  Bytes out(sealed.size() - kXOverhead);
  if (!xopen_into(key, sealed, associated, out)) return std::nullopt;
  return out;
}

void seal_chunk(std::span<const std::uint8_t, kKeySize> key,
                std::span<const std::uint8_t, kNonceSize> nonce, ByteView plaintext,
                std::span<std::uint8_t> out) {
  if (out.size() != plaintext.size() + kTagSize) throw std::length_error("chunk size");
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(),
                                            plaintext.size(), nullptr, 0, nullptr,
                                            nonce.data(), key.data());
}

bool open_chunk(std::span<const std::uint8_t, kKeySize> key,
                std::span<const std::uint8_t, kNonceSize> nonce, ByteView sealed,
                std::span<std::uint8_t> out) {
  if (sealed.size() < kTagSize || out.size() != sealed.size() - kTagSize) return false;
  return crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr,
                                                   sealed.data(), sealed.size(), nullptr,
                                                   0, nonce.data(), key.data()) == 0;
}

KeyPair make_key_pair() {
  KeyPair pair;
  random_bytes(pair.private_key.reveal_writable());
  pair.public_key = public_key_of(pair.private_key);
  return pair;
}

PublicKey public_key_of(const PrivateKey& key) {
  PublicKey out;
  crypto_scalarmult_base(out.data(), key.reveal().data());
  return out;
}

bool x25519(const PrivateKey& own, const PublicKey& other, SharedSecret& out) {
  return crypto_scalarmult(out.reveal_writable().data(), own.reveal().data(),
                           other.data()) == 0;
}

SigningKey signing_key_from_seed(std::span<const std::uint8_t, 32> seed) {
  SigningKey key;
  VerifyKey ignored;
  crypto_sign_seed_keypair(ignored.data(), key.reveal_writable().data(), seed.data());
  return key;
}

VerifyKey verify_key_of(const SigningKey& key) {
  VerifyKey out;
  crypto_sign_ed25519_sk_to_pk(out.data(), key.reveal().data());
  return out;
}

Signature sign(const SigningKey& key, ByteView message) {
  Signature out;
  crypto_sign_detached(out.data(), nullptr, message.data(), message.size(),
                       key.reveal().data());
  return out;
}

bool signature_holds(const VerifyKey& key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

void argon2id(ByteView passphrase, std::span<const std::uint8_t, 16> salt,
              const SlowHashCost& cost, std::span<std::uint8_t> out) {
  initialise_sodium();
  const int failed = crypto_pwhash(
      out.data(), out.size(), reinterpret_cast<const char*>(passphrase.data()),
      passphrase.size(), salt.data(), cost.passes,
      static_cast<std::size_t>(cost.memory_kib) * 1024, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw std::bad_alloc();
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace tangthu::vault
