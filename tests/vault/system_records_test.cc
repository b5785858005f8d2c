// One record of the vault's own is set back by somebody who can write to the disk.
#include "vault/system_records.h"

#include <functional>

#include "tests/vault/open_vault.h"
#include "vault/station.h"

namespace tangthu::vault {
namespace {

Hash32 mark_of(std::uint64_t number) {
  ByteWriter out;
  out.integer(number);
  return sha256({out.view()});
}

TEST(SetDigestTest, IsTheSameInAnyOrderAndTakesBackWhatWasAdded) {
  SetDigest up;
  SetDigest down;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    up.add(mark_of(i));
    down.add(mark_of(999 - i));
  }
  EXPECT_EQ(up, down);
  EXPECT_EQ(SetDigest::from(up.bytes()), up);
  for (std::uint64_t i = 0; i < 1000; ++i)
    up.remove(mark_of(i));
  EXPECT_EQ(up, SetDigest());
}

TEST(SetDigestTest, CarriesAndBorrowsOverAllLimbs) {
  Hash32 most;
  most.fill(0xFF);
  Hash32 one{};
  one[0] = 1;
  SetDigest digest = SetDigest::from(most);
  digest.add(one);
  EXPECT_EQ(digest, SetDigest());
  digest.remove(one);
  EXPECT_EQ(digest.bytes(), most);
  digest.add(most);
  Hash32 most_but_one = most;
  most_but_one[0] = 0xFE;
  EXPECT_EQ(digest.bytes(), most_but_one);
}

class SetBackTest : public OpenVaultTest {
 protected:
  using Records = std::map<std::string, Bytes>;

  // The stored values of the partition "system" whose keys begin so.
  Records records(std::string_view prefix) const {
    Records out;
    auto scanned = vault().store().scan(system(), prefix, "", 10'000).value();
    for (Record& record : scanned) {
      out[record.key] = std::move(record.value);
    }
    return out;
  }
  PartitionName system() const { return vault().barrier().blind("system"); }

  // Does `change`, puts the records as they were before, and opens the vault again.
  ErrorCode opened_after_setting_back(std::string_view prefix,
                                      const std::function<void()>& change) {
    const Records before = records(prefix);
    change();
    const Records after = records(prefix);
    EXPECT_NE(before, after) << prefix;
    Batch batch;
    for (const auto& [key, value] : after) {
      if (!before.contains(key)) batch.deletes.push_back(key);
    }
    for (const auto& [key, value] : before)
      batch.puts.push_back({key, value});
    EXPECT_TRUE(vault().store().commit(system(), batch, Durability::kSynced));
    close();
    const auto opened = open_as("lan", Access::kWrite);
    return opened ? ErrorCode::kUnexpected : opened.error().code();
  }
};

TEST_F(SetBackTest, ARolesRecordIsNoticed) {
  add_user("mai", {Level::kMat, {}});
  EXPECT_EQ(opened_after_setting_back(
                "user/", [&] { ASSERT_TRUE(session().disable_user("mai")); }),
            ErrorCode::kCorrupt);
}

TEST_F(SetBackTest, ALabelWithoutItsNewEpochIsNoticed) {
  add_user("mai", {Level::kMat, {}});
  store({Level::kMat, {}}, "một");
  EXPECT_EQ(opened_after_setting_back(
                "label/", [&] { ASSERT_TRUE(session().revoke("mai", std::nullopt)); }),
            ErrorCode::kCorrupt);
}

TEST_F(SetBackTest, AStationThatWasDisabledIsNoticed) {
  const SigningKey key = signing_key_from_seed(Hash32{7});
  ASSERT_TRUE(session().propose(StationAction{"quay-1", verify_key_of(key)}));
  EXPECT_EQ(opened_after_setting_back(
                "station/", [&] { ASSERT_TRUE(disable_station(session(), "quay-1")); }),
            ErrorCode::kCorrupt);
}

TEST_F(SetBackTest, ARecordThatIsTakenAwayIsNoticed) {
  EXPECT_EQ(opened_after_setting_back("user/",
                                      [&] {
                                        add_user("mai", {Level::kMat, {}});
                                      }),
            ErrorCode::kCorrupt);
}

TEST_F(SetBackTest, WhatIsAsItWasOpens) {
  add_user("mai", {Level::kMat, {}});
  store({Level::kMat, {}}, "một");
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  ASSERT_TRUE(vault().begin_barrier_epoch());
  ASSERT_TRUE(vault().reseal_records());
  reopen();
  store({Level::kMat, {}}, "hai");
  reopen();
}

TEST_F(SetBackTest, AnEnvelopeFromBeforeAChangeOfLevelIsRefused) {
  const DocumentId id = store({Level::kMat, {}}, "đã nâng mức");
  const PartitionName partition = document_partition(vault().barrier(), id);
  const Bytes before = *vault().store().get(partition, kEnvelopeKey).value();
  ASSERT_TRUE(
      session().propose(ClassifyAction{id, {Level::kTuyetMat, {}}, PayloadKey::kKept}));
  EXPECT_EQ(text_of(session(), id), "đã nâng mức");
  Batch batch;
  batch.puts.push_back({std::string(kEnvelopeKey), before});
  ASSERT_TRUE(vault().store().commit(partition, batch, Durability::kSynced));
  for (int i = 0; i < 2; ++i) {
    const auto opened = open_document(session(), id);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
    reopen();
  }
}

}  // namespace
}  // namespace tangthu::vault
