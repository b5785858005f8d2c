#include "vault/rocks_store.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/perf_context.h>

#include "tests/support/temporary_folder.h"
#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

constexpr PartitionName kOne{1};
constexpr PartitionName kTwo{2};

class RocksStoreTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    store_.reset();
    auto store = RocksStore::open(folder_.path() / "store", Access::kWrite);
    ASSERT_TRUE(store);
    store_ = std::move(*store);
  }
  CommitOutcome put(const PartitionName& partition, const std::string& key,
                    std::string_view value) {
    Batch batch;
    batch.puts.push_back({key, to_bytes(as_bytes(value))});
    return store_->commit(partition, batch, Durability::kSynced).value();
  }
  std::string get(const PartitionName& partition, std::string_view key) {
    const auto value = store_->get(partition, key).value();
    return value ? std::string(as_text(*value)) : "(absent)";
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<RocksStore> store_;
};

TEST_F(RocksStoreTest, KeepsRecordsOverReopening) {
  put(kOne, "a", "1");
  open();
  EXPECT_EQ(get(kOne, "a"), "1");
  EXPECT_EQ(get(kTwo, "a"), "(absent)");
}

TEST_F(RocksStoreTest, ScansOnePartitionInOrderAndInPages) {
  for (const char* key : {"x/3", "x/1", "x/2", "y/1"})
    put(kOne, key, key);
  put(kTwo, "x/9", "other");
  const auto first = store_->scan(kOne, "x/", "", 2).value();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].key, "x/1");
  const auto rest = store_->scan(kOne, "x/", first[1].key, 9).value();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].key, "x/3");
}

TEST_F(RocksStoreTest, GivesTheKeysOfOnePrefix) {
  for (const char* key : {"x/3", "x/1", "y/1"})
    put(kOne, key, key);
  put(kTwo, "x/9", "other");
  EXPECT_EQ(store_->keys(kOne, "x/").value(), (std::vector<std::string>{"x/1", "x/3"}));
  EXPECT_TRUE(store_->keys(kOne, "z/").value().empty());
}

// Searches went past the marks of all packets that had been merged.
TEST_F(RocksStoreTest, SettlingTakesMarksOfDeletedRecordsOutOfTheWay) {
  const std::string gone = "x/deleted-record";
  put(kOne, gone, "1");
  put(kOne, "x/other", "2");
  put(kTwo, "x/deleted-record-too", "3");
  ASSERT_TRUE(store_->flush());
  Batch batch;
  batch.deletes.push_back(gone);
  ASSERT_EQ(store_->commit(kOne, batch, Durability::kSynced).value(),
            CommitOutcome::kDone);
  ASSERT_TRUE(store_->settle(kOne, "x/"));
  for (int pass = 0; pass < 2; ++pass) {
    EXPECT_EQ(get(kOne, gone), "(absent)");
    EXPECT_EQ(get(kOne, "x/other"), "2");
    EXPECT_EQ(get(kTwo, "x/deleted-record-too"), "3");
    open();
  }
  const std::string whole_key = std::string(as_text(kOne)) + "r" + gone;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_.path() / "store")) {
    if (entry.path().extension() != ".sst") continue;
    const Bytes bytes = test::read_file(entry.path());
    EXPECT_EQ(as_text(bytes).find(whole_key), std::string_view::npos) << entry.path();
  }
}

// They had stayed for good wherever a file of a deeper level had records before and
// behind them, and none between.
TEST_F(RocksStoreTest, MarksOfDeletedRecordsGoThoughAFileBelowSpansThem) {
  put(kOne, "a/before", "1");
  put(kOne, "z/behind", "2");
  ASSERT_TRUE(store_->flush());
  store_.reset();
  const std::string folder = (folder_.path() / "store").string();
  {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), folder, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    rocksdb::CompactRangeOptions down;
    down.change_level = true;
    down.target_level = 3;
    ASSERT_TRUE(db->CompactRange(down, nullptr, nullptr).ok());
  }
  open();
  constexpr int kRecords = 100;
  for (const bool there : {true, false}) {
    Batch batch;
    for (int i = 0; i < kRecords; ++i) {
      const std::string key = "x/" + std::to_string(i);
      if (there) batch.puts.push_back({key, {1}});
      if (!there) batch.deletes.push_back(key);
    }
    ASSERT_TRUE(store_->commit(kOne, batch, Durability::kBuffered));
    ASSERT_TRUE(store_->flush());
  }
  const auto marks_passed = [&] {
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
    rocksdb::get_perf_context()->Reset();
    EXPECT_TRUE(store_->keys(kOne, "x/")->empty());
    return rocksdb::get_perf_context()->internal_delete_skipped_count;
  };
  EXPECT_EQ(marks_passed(), kRecords);
  ASSERT_TRUE(store_->settle(kOne, "x/"));
  EXPECT_EQ(marks_passed(), 0U);
  EXPECT_EQ(get(kOne, "a/before"), "1");
  EXPECT_EQ(get(kOne, "z/behind"), "2");
}

TEST_F(RocksStoreTest, ACommitWhoseConditionFailsChangesNothing) {
  put(kOne, "a", "1");
  Batch batch;
  batch.conditions.push_back({"a", Condition::Kind::kAbsent, {}});
  batch.puts.push_back({"b", {1}});
  EXPECT_EQ(store_->commit(kOne, batch, Durability::kSynced).value(),
            CommitOutcome::kConflict);
  EXPECT_EQ(get(kOne, "b"), "(absent)");

  batch.conditions[0] = {"a", Condition::Kind::kEquals, to_bytes(as_bytes("2"))};
  EXPECT_EQ(store_->commit(kOne, batch, Durability::kSynced).value(),
            CommitOutcome::kConflict);
  batch.conditions[0].value = to_bytes(as_bytes("1"));
  EXPECT_EQ(store_->commit(kOne, batch, Durability::kSynced).value(),
            CommitOutcome::kDone);
}

TEST_F(RocksStoreTest, BodiesAreReadAtAnyOffset) {
  const Bytes body = counting_bytes(2 * kPieceSize + 1000);
  for (std::uint32_t piece = 0; piece < 3; ++piece) {
    const ByteView rest = ByteView(body).subspan(piece * kPieceSize);
    ASSERT_TRUE(
        store_->put_piece(kOne, 5, piece, rest.first(std::min(rest.size(), kPieceSize))));
  }
  for (const std::uint64_t offset :
       {0UL, 7UL, kPieceSize - 1, kPieceSize, 2 * kPieceSize + 990}) {
    const Bytes part = store_->read_body(kOne, 5, offset, 100).value();
    EXPECT_EQ(part.size(), std::min<std::uint64_t>(100, body.size() - offset));
    EXPECT_TRUE(std::equal(part.begin(), part.end(),
                           body.begin() + static_cast<std::ptrdiff_t>(offset)));
  }
  EXPECT_TRUE(store_->read_body(kOne, 6, 0, 100).value().empty());
}

TEST_F(RocksStoreTest, ADroppedPartitionIsGoneAndOthersStay) {
  put(kOne, "a", "1");
  put(kTwo, "a", "2");
  ASSERT_TRUE(store_->put_piece(kOne, 1, 0, as_bytes("body")));
  EXPECT_EQ(store_->list().value().size(), 2U);
  ASSERT_TRUE(store_->drop(kOne));
  EXPECT_EQ(store_->list().value(), std::vector<PartitionName>{kTwo});
  EXPECT_EQ(get(kOne, "a"), "(absent)");
  EXPECT_TRUE(store_->read_body(kOne, 1, 0, 10).value().empty());
}

TEST_F(RocksStoreTest, ASecondWriterIsToldThatTheVaultIsBusy) {
  const auto second = RocksStore::open(folder_.path() / "store", Access::kWrite);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code(), ErrorCode::kSealedOrBusy);
}

// A flipped bit in the write-ahead log once made RocksDB drop everything after it, and
// report nothing.
TEST_F(RocksStoreTest, AFlippedBitInTheWriteAheadLogIsReported) {
  for (int i = 0; i < 50; ++i)
    put(kOne, "k" + std::to_string(i), std::string(500, 'x'));
  // As a kill leaves it: the log is not yet in table files.
  test::TemporaryFolder copy;
  std::filesystem::copy(folder_.path() / "store", copy.path() / "store",
                        std::filesystem::copy_options::recursive);
  std::filesystem::path log;
  for (const auto& entry : std::filesystem::directory_iterator(copy.path() / "store")) {
    if (entry.path().extension() == ".log") log = entry.path();
  }
  ASSERT_FALSE(log.empty());
  Bytes bytes = test::read_file(log);
  ASSERT_GT(bytes.size(), 20'000U);
  bytes[bytes.size() / 2] ^= 1;
  test::write_file(log, bytes);
  for (const Access access : {Access::kRead, Access::kWrite}) {
    const auto opened = RocksStore::open(copy.path() / "store", access);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
  }
}

TEST_F(RocksStoreTest, AWriteThatACrashCutShortIsDroppedAndTheRestIsThere) {
  for (int i = 0; i < 50; ++i)
    put(kOne, "k" + std::to_string(i), std::string(500, 'x'));
  test::TemporaryFolder copy;
  std::filesystem::copy(folder_.path() / "store", copy.path() / "store",
                        std::filesystem::copy_options::recursive);
  for (const auto& entry : std::filesystem::directory_iterator(copy.path() / "store")) {
    if (entry.path().extension() != ".log") continue;
    std::filesystem::resize_file(entry.path(), entry.file_size() - 100);
  }
  const auto opened = RocksStore::open(copy.path() / "store", Access::kWrite);
  ASSERT_TRUE(opened);
  EXPECT_TRUE((*opened)->get(kOne, "k48").value());
  EXPECT_FALSE((*opened)->get(kOne, "k49").value());
}

TEST_F(RocksStoreTest, AReaderBesideAWriterSeesWhatWasCommitted) {
  put(kOne, "a", "1");
  const auto reader = RocksStore::open(folder_.path() / "store", Access::kRead);
  ASSERT_TRUE(reader);
  EXPECT_EQ(as_text(*(*reader)->get(kOne, "a").value()), "1");
}

}  // namespace
}  // namespace tangthu::vault
