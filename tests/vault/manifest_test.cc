#include "vault/manifest.h"

#include <gtest/gtest.h>

#include "base/id.h"

namespace tangthu::vault {
namespace {

SigningKey some_key() {
  std::array<std::uint8_t, 32> seed{};
  random_bytes(seed);
  return signing_key_from_seed(seed);
}

TEST(ManifestTest, WhatWasSignedIsReadBack) {
  const SigningKey key = some_key();
  const Manifest manifest{{1, 2, 3}, {{7, 100, {9}}, {8, 0, {}}}};
  const auto read = read_manifest(write_manifest(manifest, key), verify_key_of(key));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->partition, manifest.partition);
  ASSERT_EQ(read->entries.size(), 2U);
  EXPECT_EQ(read->entries[0].body, 7U);
  EXPECT_EQ(read->entries[0].size, 100U);
  EXPECT_EQ(read->entries[0].root, manifest.entries[0].root);
}

TEST(ManifestTest, EveryFlippedBitAndTruncationIsRefused) {
  const SigningKey key = some_key();
  const Bytes bytes = write_manifest({{1}, {{7, 100, {9}}}}, key);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(read_manifest(changed, verify_key_of(key))) << bit;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_manifest(ByteView(bytes).first(size), verify_key_of(key))) << size;
  }
}

TEST(ManifestTest, AnotherStationsSignatureIsRefused) {
  EXPECT_FALSE(read_manifest(write_manifest({}, some_key()), verify_key_of(some_key())));
}

TEST(ManifestTest, ARootDependsOnWherePiecesEnd) {
  BodyHash one;
  one.add_piece(as_bytes("abc"));
  BodyHash two;
  two.add_piece(as_bytes("ab"));
  two.add_piece(as_bytes("c"));
  EXPECT_EQ(one.size(), two.size());
  EXPECT_NE(one.root(), two.root());
}

}  // namespace
}  // namespace tangthu::vault
