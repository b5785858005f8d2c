#include "vault/proof_file.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/vault/log_trial.h"

namespace tangthu::vault {
namespace {

class ProofFileTest : public testing::Test {
 protected:
  void SetUp() override {
    make_log(temporary_.path() / "log", 11);
    const auto log = open_log(temporary_.path() / "log");
    const TreeHead head = log->head().value();
    const std::string checkpoint = checkpoint_of(head).text();
    inclusion_ = {6, 11, leaf_hash(as_bytes(numbered_entry(6))),
                  log->inclusion_proof(6, 11).value(), checkpoint};
    consistency_ = {{5, log->root_at(5).value()},
                    11,
                    log->consistency_proof(5, 11).value(),
                    checkpoint};
  }

  TemporaryFolder temporary_{memory_or_disk()};
  InclusionProof inclusion_;
  ConsistencyProof consistency_;
};

bool holds(std::string_view json) {
  const auto proof = parse_proof_file(json);
  return proof && check_proof_file(*proof);
}

TEST_F(ProofFileTest, ProofsReadBackAndHold) {
  for (const ProofFile& proof : {ProofFile(inclusion_), ProofFile(consistency_)}) {
    const std::string json = encode_proof_file(proof);
    EXPECT_EQ(parse_proof_file(json).value(), proof);
    const auto checkpoint = check_proof_file(proof);
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->checkpoint.head.size, 11U);
  }
}

TEST_F(ProofFileTest, AProofForAnotherPlaceOrSizeDoesNotHold) {
  InclusionProof moved = inclusion_;
  moved.index = 7;
  EXPECT_FALSE(check_proof_file(moved));
  moved = inclusion_;
  moved.size = 10;
  EXPECT_FALSE(check_proof_file(moved));
  moved = inclusion_;
  moved.leaf[0] ^= 1;
  EXPECT_FALSE(check_proof_file(moved));
  ConsistencyProof other = consistency_;
  other.from.size = 4;
  EXPECT_FALSE(check_proof_file(other));
  other = consistency_;
  other.from.root[31] ^= 1;
  EXPECT_FALSE(check_proof_file(other));
  other = consistency_;
  other.to = 12;
  EXPECT_FALSE(check_proof_file(other));
}

// The checkpoint's own fields beyond size and root are held by its signature, not here.
TEST_F(ProofFileTest, EveryChangedCharacterOfNumbersAndHashesIsRefused) {
  for (const ProofFile& proof : {ProofFile(inclusion_), ProofFile(consistency_)}) {
    const std::string json = encode_proof_file(proof);
    const std::size_t end = json.find("\"checkpoint\"");
    for (std::size_t i = 0; i < end; ++i) {
      if (json[i] == ' ' || json[i] == '\n') continue;
      std::string changed = json;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      EXPECT_FALSE(holds(changed)) << changed[i] << " at " << i;
    }
  }
}

TEST_F(ProofFileTest, OnlyTheMembersOfTheSchemaAreRead) {
  const Json good = Json::parse(encode_proof_file(inclusion_));
  ASSERT_TRUE(holds(good.dump()));
  for (const auto& [name, value] : good.items()) {
    Json changed = good;
    changed.erase(name);
    EXPECT_FALSE(holds(changed.dump())) << name;
    for (const Json& other : {Json(), Json(-1), Json(1.5), Json("x"), Json::object(),
                              Json::array({Json::array()})}) {
      changed = good;
      changed[name] = other;
      EXPECT_FALSE(holds(changed.dump())) << name << " " << other;
    }
  }
  Json more = good;
  more["note"] = 1;
  EXPECT_FALSE(holds(more.dump()));
  more = good;
  more["proof"] = std::vector<std::string>(1000, good["leaf_hash"]);
  EXPECT_FALSE(holds(more.dump()));
}

TEST_F(ProofFileTest, WhatIsNoProofIsRefused) {
  for (const std::string text :
       {"", "{", "null", "[]", "{}", "{\"kind\":\"inclusion\"}"}) {
    EXPECT_EQ(parse_proof_file(text).error().code(), ErrorCode::kCorrupt) << text;
  }
  EXPECT_FALSE(parse_proof_file(std::string(200'000, '[')));
  EXPECT_FALSE(parse_proof_file(std::string(kMaxProofFileBytes + 1, ' ')));
}

}  // namespace
}  // namespace tangthu::vault
