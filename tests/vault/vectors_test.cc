// Every primitive of vault/crypto.h against the vectors of its specification.
#include <gtest/gtest.h>

#include "tests/vault/hex.h"
#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kSunscreen =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
    "future, sunscreen would be it.";

PrivateKey private_key(std::string_view hex) {
  return PrivateKey::copy_of(hex_array<32>(hex));
}

Bytes agreed(const PrivateKey& own, const PublicKey& other) {
  SharedSecret out;
  return x25519(own, other, out) ? to_bytes(out.reveal()) : Bytes();
}

// RFC 7693, appendix A.
TEST(VectorsTest, Blake2b) {
  EXPECT_EQ(to_bytes(blake2b_64({as_bytes("abc")}).reveal()),
            from_hex("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                     "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"));
}

TEST(VectorsTest, Blake2bOfPartsIsBlake2bOfTheWhole) {
  const Bytes whole = counting_bytes(700);
  for (const std::size_t cut : {0U, 1U, 127U, 128U, 129U, 256U, 700U}) {
    const ByteView first = ByteView(whole).first(cut);
    const ByteView second = ByteView(whole).subspan(cut);
    EXPECT_EQ(blake2b_32({first, second}), blake2b_32({whole})) << cut;
  }
}

TEST(VectorsTest, Sha256InPartsIsSha256OfTheWhole) {
  const Bytes whole = counting_bytes(700);
  for (const std::size_t cut : {0U, 1U, 63U, 64U, 65U, 700U}) {
    Sha256 hash;
    hash.add(ByteView(whole).first(cut));
    hash.add(ByteView(whole).subspan(cut));
    EXPECT_EQ(hash.finish(), sha256({whole})) << cut;
  }
}

// RFC 8439, section 2.8.2. Its tag covers associated data, which a chunk has none of; the
// ciphertext is the same. Tags are compared with OpenSSL's in openssl_test.cc.
TEST(VectorsTest, ChaCha20Poly1305Ciphertext) {
  const auto key =
      hex_array<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  Bytes sealed(kSunscreen.size() + kTagSize);
  seal_chunk(key, hex_array<12>("070000004041424344454647"), as_bytes(kSunscreen),
             sealed);
  sealed.resize(kSunscreen.size());
  EXPECT_EQ(sealed,
            from_hex("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                     "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                     "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                     "3ff4def08e4b7a9de576d26586cec64b6116"));
}

// Project Wycheproof, chacha20_poly1305: an empty message without associated data.
TEST(VectorsTest, ChaCha20Poly1305Tag) {
  const auto key =
      hex_array<32>("80ba3192c803ce965ea371d5ff073cf0f43b6a2ab576b208426e11409c09b9b0");
  const auto nonce = hex_array<12>("4da5bf8dfd5852c1ea12379d");
  Bytes sealed(kTagSize);
  seal_chunk(key, nonce, {}, sealed);
  EXPECT_EQ(sealed, from_hex("76acb342cf3166a5b63c0c0ea1383c8d"));
  EXPECT_TRUE(open_chunk(key, nonce, sealed, {}));
  sealed[15] ^= 1;
  EXPECT_FALSE(open_chunk(key, nonce, sealed, {}));
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(VectorsTest, XChaCha20Poly1305) {
  const auto key =
      hex_array<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const Bytes sealed = from_hex(
      "404142434445464748494a4b4c4d4e4f5051525354555657"
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
      "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
      "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
      "21f9664c97637da9768812f615c68b13b52e"
      "c0875924c1c7987947deafd8780acf49");
  const auto opened = xopen(key, sealed, from_hex("50515253c0c1c2c3c4c5c6c7"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(*opened), kSunscreen);
  EXPECT_FALSE(xopen(key, sealed, from_hex("50515253c0c1c2c3c4c5c6c8")));
}

// RFC 7748, section 5.2.
TEST(VectorsTest, X25519OnePoint) {
  EXPECT_EQ(
      agreed(
          private_key("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
          hex_array<32>(
              "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")),
      from_hex("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
}

// RFC 7748, section 5.2: each result is the next scalar, each scalar the next point.
TEST(VectorsTest, X25519AThousandTimes) {
  std::array<std::uint8_t, 32> scalar{9};
  std::array<std::uint8_t, 32> point{9};
  for (int i = 1; i <= 1000; ++i) {
    SharedSecret out;
    ASSERT_TRUE(x25519(PrivateKey::copy_of(scalar), point, out));
    point = scalar;
    std::copy_n(out.reveal().begin(), 32, scalar.begin());
    if (i == 1) {
      EXPECT_EQ(to_bytes(scalar), from_hex("422c8e7a6227d7bca1350b3e2bb7279f"
                                           "7897b87bb6854b783c60e80311ae3079"));
    }
  }
  EXPECT_EQ(to_bytes(scalar),
            from_hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
}

// RFC 7748, section 6.1.
TEST(VectorsTest, X25519BetweenTwo) {
  const PrivateKey alice =
      private_key("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const PrivateKey bob =
      private_key("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const auto alice_public =
      hex_array<32>("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  const auto bob_public =
      hex_array<32>("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  EXPECT_EQ(public_key_of(alice), alice_public);
  EXPECT_EQ(public_key_of(bob), bob_public);
  const Bytes shared =
      from_hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  EXPECT_EQ(agreed(alice, bob_public), shared);
  EXPECT_EQ(agreed(bob, alice_public), shared);
}

// What has order 1, 2, 4 or 8 on the curve or its twist, and the numbers that are the
// same modulo 2^255 − 19 (RFC 7748, section 6.1 asks for the check; the list is
// Bernstein's).
TEST(VectorsTest, X25519RefusesEveryPointOfSmallOrder) {
  const KeyPair pair = make_key_pair();
  for (const std::string_view hex :
       {"0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    auto point = hex_array<32>(hex);
    EXPECT_TRUE(agreed(pair.private_key, point).empty()) << hex;
    point[31] |= 0x80;  // a bit that the function ignores
    EXPECT_TRUE(agreed(pair.private_key, point).empty()) << hex;
  }
}

struct SignatureVector {
  std::string_view seed, verify_key, message, signature;
};

// RFC 8032, section 7.1: tests 2, 3 and SHA(abc). Test 1 is in crypto_test.cc.
constexpr SignatureVector kSignatures[] = {
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

TEST(VectorsTest, Ed25519) {
  for (const SignatureVector& vector : kSignatures) {
    const SigningKey key = signing_key_from_seed(hex_array<32>(vector.seed));
    const Bytes message = from_hex(vector.message);
    EXPECT_EQ(to_bytes(verify_key_of(key)), from_hex(vector.verify_key));
    const Signature signature = sign(key, message);
    EXPECT_EQ(to_bytes(signature), from_hex(vector.signature));
    EXPECT_TRUE(signature_holds(verify_key_of(key), message, signature));
  }
}

TEST(VectorsTest, Ed25519RefusesEveryFlippedBit) {
  const SigningKey key = signing_key_from_seed(hex_array<32>(kSignatures[1].seed));
  const Bytes message = from_hex(kSignatures[1].message);
  const Signature good = sign(key, message);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Signature changed = good;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(signature_holds(verify_key_of(key), message, changed)) << bit;
  }
}

// RFC 8032, section 5.1.7: S must be below the group's order, or there would be two
// signatures of one message.
TEST(VectorsTest, Ed25519RefusesASecondFormOfASignature) {
  const SigningKey key = signing_key_from_seed(hex_array<32>(kSignatures[0].seed));
  const auto order =
      hex_array<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Signature changed = sign(key, as_bytes("x"));
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += changed[32 + i] + unsigned{order[i]};
    changed[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(signature_holds(verify_key_of(key), as_bytes("x"), changed));
}

// RFC 9106's own vectors have four lanes, a secret and associated data, none of which
// libsodium offers; these were computed with the argon2 program of the reference
// implementation, one lane.
TEST(VectorsTest, Argon2id) {
  struct Vector {
    std::string_view passphrase, salt;
    SlowHashCost cost;
    std::string_view hash;
  };
  for (const Vector& vector :
       {Vector{"password",
               "somesaltsomesalt",
               {1, 8 * 1024},
               "84fb006bbc3cd69895722b64b5bf735251a9e8e9f3ecb93ff595b98aeb7accb7"},
        {"password",
         "somesaltsomesalt",
         {3, 16 * 1024},
         "e43034e8a68b6dca2783dff7a667084ba00ddce7080fb5f07a0db8ec7edf55f8"},
        {"mật khẩu",
         "0123456789abcdef",
         {2, 8 * 1024},
         "c640342ede65438ac82667b3feca282487767e5aa4b11236ba7bc058efaa3a33"
         "c61734d09dcb5da793dd13f28f8f2b1d"}}) {
    const Bytes expected = from_hex(vector.hash);
    Bytes out(expected.size());
    argon2id(as_bytes(vector.passphrase), as_bytes(vector.salt).first<16>(), vector.cost,
             out);
    EXPECT_EQ(out, expected);
  }
}

}  // namespace
}  // namespace tangthu::vault
