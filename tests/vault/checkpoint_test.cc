#include "vault/checkpoint.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "tests/vault/hex.h"
#include "vault/base64.h"

namespace tangthu::vault {
namespace {

SigningKey key_of(std::uint8_t fill) {
  std::array<std::uint8_t, 32> seed;
  seed.fill(fill);
  return signing_key_from_seed(seed);
}

Checkpoint example() {
  Checkpoint checkpoint;
  checkpoint.origin = log_origin(from_hex("000102030405060708090a0b0c0d0e0f"));
  checkpoint.head = {3, leaf_hash(as_bytes("root"))};
  checkpoint.generation = 7;
  checkpoint.time = 1'790'000'000;
  return checkpoint;
}

NoteKey log_key(const SigningKey& key) {
  return {example().origin, NoteKeyKind::kEd25519, verify_key_of(key)};
}

NoteKey witness_key(const SigningKey& key) {
  return {"witness.example/w1", NoteKeyKind::kCosignature, verify_key_of(key)};
}

SignedCheckpoint cosigned_example() {
  SignedCheckpoint note = sign_checkpoint(example(), key_of(1));
  add_cosignature(note, "witness.example/w1", key_of(2), 1'790'000'100);
  return note;
}

TEST(Base64Test, AgreesWithItsRfc) {
  const std::pair<const char*, const char*> kVectors[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : kVectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), text);
    EXPECT_EQ(from_base64(text), to_bytes(as_bytes(plain)));
  }
}

TEST(Base64Test, RefusesEveryOtherSpelling) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==",
                           "Zm9v\n", "Zm 9v", "Zm9_", "=m9v", "Zg==="}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(CheckpointTest, TextIsThatOfTheSpecification) {
  EXPECT_EQ(cosigned_example().body(), "tangthu/000102030405060708090a0b0c0d0e0f\n3\n" +
                                           to_base64(example().head.root) +
                                           "\ngeneration 7\ntime 1790000000\n");
}

TEST(CheckpointTest, WhatWasSignedReadsBackAndHolds) {
  const SignedCheckpoint note = cosigned_example();
  const auto read = parse_checkpoint(note.text());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->checkpoint, example());
  EXPECT_EQ(read->text(), note.text());
  EXPECT_TRUE(verify_checkpoint(*read, log_key(key_of(1))));
  EXPECT_EQ(verify_cosignature(*read, witness_key(key_of(2))).value(), 1'790'000'100U);
}

// The verifier key in the documentation of Go's golang.org/x/mod/sumdb/note.
TEST(CheckpointTest, KeyIdAgreesWithAnotherImplementation) {
  const auto key =
      parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->to_vkey(),
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
}

TEST(CheckpointTest, AnotherKeyOrNameOrKindIsNotASignature) {
  const SignedCheckpoint note = cosigned_example();
  EXPECT_FALSE(verify_checkpoint(note, log_key(key_of(2))));
  NoteKey key = log_key(key_of(1));
  key.name += "0";
  EXPECT_FALSE(verify_checkpoint(note, key));
  key = log_key(key_of(1));
  key.kind = NoteKeyKind::kCosignature;
  EXPECT_FALSE(verify_checkpoint(note, key));
  EXPECT_FALSE(verify_cosignature(note, key));
  NoteKey witness = witness_key(key_of(2));
  witness.kind = NoteKeyKind::kEd25519;
  EXPECT_FALSE(verify_cosignature(note, witness));
  EXPECT_FALSE(verify_checkpoint(note, witness));
  EXPECT_FALSE(verify_cosignature(note, witness_key(key_of(3))));
}

TEST(CheckpointTest, AWitnessSignsOncePerCheckpoint) {
  SignedCheckpoint note = cosigned_example();
  add_cosignature(note, "witness.example/w1", key_of(2), 1'790'000'200);
  EXPECT_EQ(note.signatures.size(), 2U);
  EXPECT_EQ(verify_cosignature(note, witness_key(key_of(2))).value(), 1'790'000'200U);
  EXPECT_TRUE(verify_checkpoint(note, log_key(key_of(1))));
}

TEST(CheckpointTest, EveryChangedCharacterIsRefused) {
  const std::string text = cosigned_example().text();
  const NoteKey log = log_key(key_of(1));
  const NoteKey witness = witness_key(key_of(2));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto read = parse_checkpoint(changed);
      EXPECT_FALSE(read && verify_checkpoint(*read, log) &&
                   verify_cosignature(*read, witness))
          << i << " ^ " << flip;
    }
  }
}

TEST(CheckpointTest, EveryTruncationIsRefused) {
  const std::string text = cosigned_example().text();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto read = parse_checkpoint(std::string_view(text).substr(0, size));
    EXPECT_FALSE(read && verify_cosignature(*read, witness_key(key_of(2)))) << size;
  }
}

TEST(CheckpointTest, OnlyTheCanonicalFormIsRead) {
  const std::string text = cosigned_example().text();
  const auto with = [&](std::string_view old_part, std::string_view new_part) {
    std::string changed = text;
    changed.replace(changed.find(old_part), old_part.size(), new_part);
    return changed;
  };
  ASSERT_TRUE(parse_checkpoint(text));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n03\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n+3\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n-3\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n18446744073709551615\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n3\n", "\n99999999999999999999\n")));
  EXPECT_FALSE(parse_checkpoint(with("generation 7", "generation 007")));
  EXPECT_FALSE(parse_checkpoint(with("generation 7\n", "")));
  EXPECT_FALSE(parse_checkpoint(with("generation 7\n", "generation 7\nmore\n")));
  EXPECT_FALSE(parse_checkpoint(with("time ", "time  ")));
  EXPECT_FALSE(parse_checkpoint(with("\n\n", "\n\n\n")));
  EXPECT_FALSE(parse_checkpoint(with("\n\n", "\n")));
  EXPECT_FALSE(parse_checkpoint(with("tangthu/", "tang thu/")));
  EXPECT_FALSE(parse_checkpoint(text + "\n"));
  EXPECT_FALSE(parse_checkpoint(text + "more"));
  EXPECT_FALSE(parse_checkpoint(text + text));
}

TEST(CheckpointTest, ANoteHasAtMostItsLimitOfSignatures) {
  SignedCheckpoint note = sign_checkpoint(example(), key_of(1));
  for (std::size_t i = 1; i < kMaxNoteSignatures; ++i) {
    add_cosignature(note, "w" + std::to_string(i), key_of(2), 1);
  }
  EXPECT_TRUE(parse_checkpoint(note.text()));
  add_cosignature(note, "one-more", key_of(2), 1);
  EXPECT_FALSE(parse_checkpoint(note.text()));
}

TEST(CheckpointTest, VerificationKeysReadBackAndNothingElseDoes) {
  const NoteKey key = log_key(key_of(1));
  ASSERT_EQ(parse_vkey(key.to_vkey()).value(), key);
  const std::string text = key.to_vkey();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(parse_vkey(changed)) << changed;
    EXPECT_FALSE(parse_vkey(text.substr(0, i)));
  }
}

TEST(CheckpointTest, AFileReadsBackAndItsAbsenceIsNoError) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / kCheckpointFile;
  ASSERT_TRUE(read_checkpoint(file));
  EXPECT_FALSE(read_checkpoint(file)->has_value());
  ASSERT_TRUE(write_checkpoint(file, cosigned_example()));
  EXPECT_EQ((*read_checkpoint(file))->text(), cosigned_example().text());
  test::write_file(file, as_bytes("nonsense"));
  EXPECT_EQ(read_checkpoint(file).error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tangthu::vault
