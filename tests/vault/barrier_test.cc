#include "vault/barrier.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "vault/rocks_store.h"

namespace tangthu::vault {
namespace {

class BarrierTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(*RocksStore::open(folder_.path() / "store", Access::kWrite));
    random_bytes(keys_[1].reveal_writable());
    random_bytes(blinding_.reveal_writable());
    barrier_ = std::make_unique<Barrier>(*store_, keys_, blinding_);
    here_ = barrier_->blind("here");
  }
  void put(const PartitionName& partition, Record record) {
    Batch batch;
    batch.puts.push_back(std::move(record));
    ASSERT_EQ(store_->commit(partition, batch, Durability::kSynced).value(),
              CommitOutcome::kDone);
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<RocksStore> store_;
  Barrier::Keys keys_;
  BlindingKey blinding_;
  std::unique_ptr<Barrier> barrier_;
  PartitionName here_{};
};

TEST_F(BarrierTest, SealedRecordsComeBack) {
  put(here_, barrier_->sealed(here_, "a", as_bytes("danh mục")));
  EXPECT_EQ(as_text(*barrier_->get(here_, "a").value()), "danh mục");
  EXPECT_FALSE(barrier_->get(here_, "b").value());
}

TEST_F(BarrierTest, ARecordMovedToAnotherKeyOrPartitionIsRefused) {
  Record record = barrier_->sealed(here_, "a", as_bytes("danh mục"));
  record.key = "b";
  put(here_, record);
  EXPECT_EQ(barrier_->get(here_, "b").error().code(), ErrorCode::kCorrupt);
  const PartitionName there = barrier_->blind("there");
  record.key = "a";
  put(there, record);
  EXPECT_EQ(barrier_->get(there, "a").error().code(), ErrorCode::kCorrupt);
}

TEST_F(BarrierTest, TheStoreSeesNeitherNamesNorValues) {
  put(here_,
      barrier_->sealed(here_, barrier_->blind_key("p/", as_bytes("Nguyễn Văn Kín")),
                       as_bytes("trích yếu bí ẩn")));
  ASSERT_TRUE(store_->flush());
  for (const char* word : {"Nguyễn Văn Kín", "trích yếu bí ẩn", "here"}) {
    EXPECT_EQ(test::file_with(folder_.path(), word), "") << word;
  }
}

TEST_F(BarrierTest, ANewEpochSealsAndOldValuesStillOpen) {
  put(here_, barrier_->sealed(here_, "old", as_bytes("cũ")));
  random_bytes(keys_[2].reveal_writable());
  const Record fresh = barrier_->sealed(here_, "new", as_bytes("mới"));
  EXPECT_EQ(Barrier::epoch_of(fresh.value), 2U);
  put(here_, fresh);
  EXPECT_EQ(as_text(*barrier_->get(here_, "old").value()), "cũ");
  EXPECT_EQ(as_text(*barrier_->get(here_, "new").value()), "mới");
  keys_.erase(1);
  EXPECT_EQ(barrier_->get(here_, "old").error().code(), ErrorCode::kCorrupt);
}

TEST_F(BarrierTest, ScansBeyondOnePage) {
  for (int i = 0; i < 600; ++i) {
    put(here_, barrier_->sealed(here_, "n/" + std::to_string(1000 + i), as_bytes("v")));
  }
  EXPECT_EQ(barrier_->scan(here_, "n/").value().size(), 600U);
}

}  // namespace
}  // namespace tangthu::vault
