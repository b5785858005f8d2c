#include "vault/crypto.h"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

// The two HKDF outputs and the keyed hash were computed with Python's hmac and hashlib.
TEST(CryptoTest, HkdfSha512AgreesWithAnotherImplementation) {
  const Bytes key(22, 0x0b);
  const Bytes salt = from_hex("000102030405060708090a0b0c");
  const Bytes info = from_hex("f0f1f2f3f4f5f6f7f8f9");
  Bytes out(42);
  hkdf_sha512(key, salt, info, out);
  EXPECT_EQ(out,
            from_hex("832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c14815793"
                     "38da362cb8d9f925d7cb"));
}

TEST(CryptoTest, HkdfSha512CrossesBlocks) {
  Bytes key(80);
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  Bytes out(100);
  hkdf_sha512(key, {}, {}, out);
  EXPECT_EQ(
      out,
      from_hex("f71e5f1d2c679bd396b5148c8d84e31abe09ad9f0bfd1182521095740b1c9fb73339b29d"
               "bbed8a6442557116223d3afdf9d97707288356d27afccb777d358e1dfc0b283c731ed676"
               "9df2094b76f596c2d5be01d9adbc3e7890a835d08ce5357ea540143e"));
}

TEST(CryptoTest, Blake2bAgreesWithAnotherImplementation) {
  EXPECT_EQ(to_bytes(blake2b_32({as_bytes("a"), as_bytes("bc")})),
            from_hex("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
  Bytes key(32);
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  EXPECT_EQ(
      to_bytes(keyed_hash_16(std::span<const std::uint8_t, 32>(key), {as_bytes("abc")})),
      from_hex("1a64be47e4729d951c302ee543f97cf3"));
}

// RFC 7748, section 5.2, first vector.
TEST(CryptoTest, X25519AgreesWithItsRfc) {
  const auto scalar =
      hex_array<32>("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
  const auto point =
      hex_array<32>("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
  SharedSecret out;
  ASSERT_TRUE(x25519(PrivateKey::copy_of(scalar), point, out));
  EXPECT_EQ(to_bytes(out.reveal()),
            from_hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
}

TEST(CryptoTest, X25519RefusesPointsOfSmallOrder) {
  const KeyPair pair = make_key_pair();
  SharedSecret out;
  PublicKey zero{};
  PublicKey one{};
  one[0] = 1;
  const auto order_eight =
      hex_array<32>("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
  EXPECT_FALSE(x25519(pair.private_key, zero, out));
  EXPECT_FALSE(x25519(pair.private_key, one, out));
  EXPECT_FALSE(x25519(pair.private_key, order_eight, out));
}

// RFC 8032, section 7.1, test 1.
TEST(CryptoTest, Ed25519AgreesWithItsRfc) {
  const auto seed =
      hex_array<32>("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const SigningKey key = signing_key_from_seed(seed);
  EXPECT_EQ(to_bytes(verify_key_of(key)),
            from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
  const Signature signature = sign(key, {});
  EXPECT_EQ(
      to_bytes(signature),
      from_hex(
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590"
          "a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
  EXPECT_TRUE(signature_holds(verify_key_of(key), {}, signature));
  EXPECT_FALSE(signature_holds(verify_key_of(key), as_bytes("x"), signature));
}

TEST(CryptoTest, EveryFlippedBitOfASealedTextIsNoticed) {
  const BarrierKey key;
  const Bytes sealed = xseal(key.reveal(), as_bytes("tối mật"), as_bytes("context"));
  ASSERT_TRUE(xopen(key.reveal(), sealed, as_bytes("context")));
  EXPECT_FALSE(xopen(key.reveal(), sealed, as_bytes("contexT")));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(xopen(key.reveal(), changed, as_bytes("context"))) << bit;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(xopen(key.reveal(), ByteView(sealed).first(size), as_bytes("context")));
  }
}

TEST(CryptoTest, SealingTwiceGivesDifferentBytes) {
  const BarrierKey key;
  EXPECT_NE(xseal(key.reveal(), as_bytes("a"), {}),
            xseal(key.reveal(), as_bytes("a"), {}));
}

TEST(CryptoTest, Argon2idDependsOnEveryInput) {
  const auto hash = [](std::string_view passphrase, std::uint8_t salt_byte,
                       SlowHashCost cost) {
    std::array<std::uint8_t, 16> salt{};
    salt[0] = salt_byte;
    Bytes out(32);
    argon2id(as_bytes(passphrase), salt, cost, out);
    return out;
  };
  const SlowHashCost cost{1, 8 * 1024};
  const Bytes first = hash("mật khẩu", 0, cost);
  EXPECT_EQ(first, hash("mật khẩu", 0, cost));
  EXPECT_NE(first, hash("mật khẩU", 0, cost));
  EXPECT_NE(first, hash("mật khẩu", 1, cost));
  EXPECT_NE(first, hash("mật khẩu", 0, {2, 8 * 1024}));
}

}  // namespace
}  // namespace tangthu::vault
