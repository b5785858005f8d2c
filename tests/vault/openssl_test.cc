// Our primitives beside OpenSSL's, on random inputs of many sizes.
#include <memory>

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "base/id.h"
#include "tests/vault/hex.h"
#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

constexpr int kRounds = 2000;

template <auto Release>
struct Releases {
  template <typename T>
  void operator()(T* object) const {
    Release(object);
  }
};
template <typename T, auto Release>
using Owned = std::unique_ptr<T, Releases<Release>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

std::size_t random_size(std::size_t below) {
  std::array<std::uint8_t, 4> bytes;
  random_bytes(bytes);
  return ByteReader(bytes).integer<std::uint32_t>() % below;
}

Bytes random_string(std::size_t size) {
  Bytes out(size);
  if (size > 0) random_bytes(out);
  return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> random_array() {
  std::array<std::uint8_t, N> out;
  random_bytes(out);
  return out;
}

// OpenSSL takes no null pointer for an empty string everywhere.
Bytes padded(ByteView bytes) {
  Bytes out = to_bytes(bytes);
  out.reserve(1);
  return out;
}

OSSL_PARAM octets(const char* name, Bytes& bytes) {
  return OSSL_PARAM_construct_octet_string(name, bytes.data(), bytes.size());
}

Bytes openssl_hkdf(Bytes key, Bytes salt, Bytes info, std::size_t size) {
  const Owned<EVP_KDF, EVP_KDF_free> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(EVP_KDF_CTX_new(kdf.get()));
  std::string digest = "SHA512";
  const std::array<OSSL_PARAM, 5> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_SALT, salt),
      octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  Bytes out(size);
  EXPECT_EQ(EVP_KDF_derive(context.get(), out.data(), out.size(), parameters.data()), 1);
  return out;
}

TEST(OpensslTest, HkdfSha512Agrees) {
  for (int round = 0; round < kRounds; ++round) {
    const Bytes key = padded(random_string(1 + random_size(200)));
    const Bytes salt = padded(random_string(random_size(200)));
    const Bytes info = padded(random_string(random_size(200)));
    // OpenSSL 3.0 refuses an empty salt; RFC 5869 says what it stands for.
    const Bytes their_salt = salt.empty() ? Bytes(64) : salt;
    Bytes out(1 + random_size(round % 50 == 0 ? 255 * 64 : 300));
    hkdf_sha512(key, salt, info, out);
    ASSERT_EQ(out, openssl_hkdf(key, their_salt, info, out.size())) << round;
  }
}

Bytes openssl_seal_chunk(ByteView key, ByteView nonce, ByteView plaintext) {
  const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(EVP_CIPHER_CTX_new());
  Bytes out(plaintext.size() + kTagSize);
  int done = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr,
                               key.data(), nonce.data()),
            1);
  EXPECT_EQ(EVP_EncryptUpdate(context.get(), out.data(), &done, plaintext.data(),
                              static_cast<int>(plaintext.size())),
            1);
  EXPECT_EQ(EVP_EncryptFinal_ex(context.get(), out.data() + done, &done), 1);
  EXPECT_EQ(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize,
                                out.data() + plaintext.size()),
            1);
  return out;
}

TEST(OpensslTest, ChunksAgree) {
  for (int round = 0; round < kRounds; ++round) {
    const auto key = random_array<32>();
    const auto nonce = random_array<12>();
    const Bytes plaintext =
        padded(random_string(random_size(round % 20 == 0 ? 65537 : 300)));
    const Bytes theirs = openssl_seal_chunk(key, nonce, plaintext);
    Bytes ours(plaintext.size() + kTagSize);
    seal_chunk(key, nonce, plaintext, ours);
    ASSERT_EQ(ours, theirs) << round;
    Bytes opened(plaintext.size());
    ASSERT_TRUE(open_chunk(key, nonce, theirs, opened));
    ASSERT_EQ(opened, plaintext);
  }
}

TEST(OpensslTest, X25519Agrees) {
  for (int round = 0; round < kRounds; ++round) {
    const KeyPair ours = make_key_pair();
    const auto their_scalar = random_array<32>();
    const Key own(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr,
                                               their_scalar.data(), their_scalar.size()));
    PublicKey their_public;
    std::size_t size = their_public.size();
    ASSERT_EQ(EVP_PKEY_get_raw_public_key(own.get(), their_public.data(), &size), 1);
    ASSERT_EQ(public_key_of(PrivateKey::copy_of(their_scalar)), their_public);

    const Key other(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_X25519, nullptr, ours.public_key.data(), ours.public_key.size()));
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        EVP_PKEY_CTX_new(own.get(), nullptr));
    Bytes theirs(32);
    ASSERT_EQ(EVP_PKEY_derive_init(context.get()), 1);
    ASSERT_EQ(EVP_PKEY_derive_set_peer(context.get(), other.get()), 1);
    ASSERT_EQ(EVP_PKEY_derive(context.get(), theirs.data(), &size), 1);
    SharedSecret shared;
    ASSERT_TRUE(x25519(ours.private_key, their_public, shared));
    ASSERT_EQ(to_bytes(shared.reveal()), theirs) << round;
  }
}

TEST(OpensslTest, Ed25519Agrees) {
  for (int round = 0; round < kRounds; ++round) {
    const auto seed = random_array<32>();
    const Bytes message = padded(random_string(random_size(400)));
    const SigningKey key = signing_key_from_seed(seed);
    const Key theirs(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(),
                                                  seed.size()));
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    ASSERT_EQ(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, theirs.get()),
              1);
    Signature signature;
    std::size_t size = signature.size();
    ASSERT_EQ(EVP_DigestSign(context.get(), signature.data(), &size, message.data(),
                             message.size()),
              1);
    ASSERT_EQ(sign(key, message), signature) << round;
    ASSERT_TRUE(signature_holds(verify_key_of(key), message, signature));
  }
}

Bytes openssl_blake2b_mac(ByteView key, Bytes message, std::size_t size, Bytes salt,
                          Bytes personal) {
  const Owned<EVP_MAC, EVP_MAC_free> mac(EVP_MAC_fetch(nullptr, "BLAKE2BMAC", nullptr));
  const Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context(EVP_MAC_CTX_new(mac.get()));
  const std::array<OSSL_PARAM, 4> parameters{
      OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
      octets(OSSL_MAC_PARAM_SALT, salt), octets(OSSL_MAC_PARAM_CUSTOM, personal),
      OSSL_PARAM_construct_end()};
  Bytes out(size);
  std::size_t done = 0;
  EXPECT_EQ(EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()), 1);
  EXPECT_EQ(EVP_MAC_update(context.get(), message.data(), message.size()), 1);
  EXPECT_EQ(EVP_MAC_final(context.get(), out.data(), &done, out.size()), 1);
  return out;
}

TEST(OpensslTest, KeyedBlake2bAgrees) {
  for (int round = 0; round < kRounds; ++round) {
    const auto key = random_array<32>();
    const Bytes message = padded(random_string(random_size(600)));
    const Bytes none(16);
    ASSERT_EQ(to_bytes(keyed_hash_16(key, {message})),
              openssl_blake2b_mac(key, message, 16, none, none));
    Hash32 long_hash;
    keyed_hash_32_into(key, {message}, long_hash);
    ASSERT_EQ(to_bytes(long_hash), openssl_blake2b_mac(key, message, 32, none, none));

    const auto salt = random_array<16>();
    const auto personal = random_array<16>();
    Hash32 derived;
    keyed_derive_32_into(key, salt, personal, derived);
    ASSERT_EQ(to_bytes(derived), openssl_blake2b_mac(key, padded({}), 32, to_bytes(salt),
                                                     to_bytes(personal)));
  }
}

TEST(OpensslTest, Blake2bAgrees) {
  for (int round = 0; round < kRounds; ++round) {
    const Bytes message = padded(random_string(random_size(600)));
    Bytes theirs(64);
    ASSERT_EQ(EVP_Digest(message.data(), message.size(), theirs.data(), nullptr,
                         EVP_blake2b512(), nullptr),
              1);
    ASSERT_EQ(to_bytes(blake2b_64({message}).reveal()), theirs);
  }
}

}  // namespace
}  // namespace tangthu::vault
