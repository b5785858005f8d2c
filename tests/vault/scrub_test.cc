#include "vault/scrub.h"

#include "tests/vault/hex.h"
#include "tests/vault/index_vault.h"

namespace tangthu::vault {
namespace {

class ScrubTest : public OpenVaultTest {
 protected:
  // Large enough to lie in blob files, whose bytes are nothing but content.
  void SetUp() override {
    OpenVaultTest::SetUp();
    for (int i = 0; i < 3; ++i) {
      auto writer = session().write_document({Level::kMat, {}});
      ASSERT_TRUE(writer);
      ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, counting_bytes(200'000)));
      ASSERT_TRUE(writer->commit());
    }
    close();
    // Opening and closing once more moves the write-ahead log to table and blob files.
    auto store = RocksStore::open(path() / "store", Access::kWrite);
    ASSERT_TRUE((*store)->flush());
  }
  ScrubReport scrub_all() const {
    auto report = scrub(path(), {}, nullptr);
    EXPECT_TRUE(report) << report.error().text();
    return std::move(*report);
  }
  std::filesystem::path blob_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(path() / "store")) {
      if (entry.path().filename().string().starts_with("body-")) return entry.path();
    }
    return {};
  }
};

TEST_F(ScrubTest, AWholeVaultIsGoodAndNeedsNoKey) {
  const ScrubReport report = scrub_all();
  EXPECT_EQ(report.documents, 3U);
  EXPECT_EQ(report.documents_read, 3U);
  EXPECT_TRUE(report.damage.empty());
  EXPECT_GT(report.bytes, 600'000U);
}

TEST_F(ScrubTest, AFlippedBitInABodyIsNamedAndTheRestIsStillChecked) {
  const auto file = blob_file();
  ASSERT_FALSE(file.empty());
  Bytes bytes = test::read_file(file);
  bytes[bytes.size() / 2] ^= 4;
  test::write_file(file, bytes);
  const ScrubReport report = scrub_all();
  ASSERT_EQ(report.damage.size(), 1U);
  EXPECT_EQ(report.damage[0].part, "text 1");
  EXPECT_EQ(report.damage[0].fault, ScrubFault::kExchanged);
  EXPECT_EQ(report.documents_read, 3U);
}

TEST_F(ScrubTest, AMissingPieceIsNamed) {
  {
    auto store = RocksStore::open(path() / "store", Access::kWrite);
    const auto partitions = (*store)->list().value();
    for (const PartitionName& partition : partitions) {
      if (!(*store)->get(partition, kManifestKey).value()) continue;
      const Bytes manifest = *(*store)->get(partition, kManifestKey).value();
      const Bytes envelope = *(*store)->get(partition, "envelope").value();
      ASSERT_TRUE((*store)->drop(partition));
      Batch batch;
      batch.puts = {{std::string(kManifestKey), manifest}, {"envelope", envelope}};
      ASSERT_TRUE((*store)->commit(partition, batch, Durability::kSynced));
      break;
    }
  }
  const ScrubReport report = scrub_all();
  ASSERT_EQ(report.damage.size(), 1U);
  EXPECT_EQ(report.damage[0].part, "text 1");
  EXPECT_EQ(report.damage[0].fault, ScrubFault::kMissing);
}

TEST_F(ScrubTest, AManifestMovedToAnotherDocumentIsNoticed) {
  {
    auto store = RocksStore::open(path() / "store", Access::kWrite);
    std::vector<PartitionName> documents;
    const std::vector<PartitionName> partitions = (*store)->list().value();
    for (const PartitionName& partition : partitions) {
      if ((*store)->get(partition, kManifestKey).value()) documents.push_back(partition);
    }
    Batch batch;
    batch.puts = {{std::string(kManifestKey),
                   *(*store)->get(documents.at(0), kManifestKey).value()}};
    ASSERT_TRUE((*store)->commit(documents.at(1), batch, Durability::kSynced));
  }
  EXPECT_EQ(scrub_all().damage.size(), 1U);
}

TEST_F(ScrubTest, ASubsetReadsSomeAndCountsAll) {
  ScrubOptions half;
  half.data_fraction = 0.5;
  const auto report = scrub(path(), half, nullptr);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->documents, 3U);
  EXPECT_LE(report->documents_read, 3U);
}

TEST_F(ScrubTest, EqualPartsTogetherReadEverythingOnce) {
  std::uint64_t read = 0;
  for (std::uint32_t part = 1; part <= 3; ++part) {
    ScrubOptions options;
    options.part = part;
    options.parts = 3;
    const auto report = scrub(path(), options, nullptr);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->documents, 3U);
    read += report->documents_read;
  }
  EXPECT_EQ(read, 3U);
}

TEST_F(ScrubTest, AnInterruptedScrubGoesOnWhereItWas) {
  ScrubOptions options;
  options.start = ScrubStart::kResume;
  int asked = 0;
  std::uint64_t read = 0;
  int rounds = 0;
  for (bool complete = false; !complete; ++rounds) {
    asked = 0;
    options.interrupted = [&asked] { return ++asked > 1; };
    const auto report = scrub(path(), options, nullptr);
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_GE(report->documents_read, read);
    read = report->documents_read;
    complete = report->complete;
  }
  EXPECT_GT(rounds, 3);
  EXPECT_EQ(read, 3U);
  EXPECT_FALSE(std::filesystem::exists(path() / "scrub"));
}

TEST_F(ScrubTest, ADamagedSmallFileAndADamagedLogAreNamed) {
  for (const char* name : {"keyring", "slots", "shred", "rights", "log/entries"}) {
    const Bytes good = test::read_file(path() / name);
    Bytes bad = good;
    bad[bad.size() / 2] ^= 1;
    test::write_file(path() / name, bad);
    const ScrubReport report = scrub_all();
    ASSERT_EQ(report.damage.size(), 1U) << name;
    EXPECT_TRUE(std::string(name).starts_with(report.damage[0].object)) << name;
    test::write_file(path() / name, good);
  }
  EXPECT_TRUE(scrub_all().damage.empty());
}

TEST_F(ScrubTest, ADamagedTableFileDoesNotEndTheScrub) {
  std::size_t tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path() / "store")) {
    if (entry.path().extension() != ".sst" && entry.path().extension() != ".blob") {
      continue;
    }
    const Bytes good = test::read_file(entry.path());
    Bytes bad = good;
    std::fill(bad.begin(), bad.end(), std::uint8_t{0x5A});
    test::write_file(entry.path(), bad);
    const auto report = scrub(path(), {}, nullptr);
    ASSERT_TRUE(report) << entry.path() << report.error().text();
    EXPECT_FALSE(report->damage.empty()) << entry.path();
    test::write_file(entry.path(), good);
    ++tables;
  }
  EXPECT_GT(tables, 1U);
  EXPECT_TRUE(scrub_all().damage.empty());
}

// A vault with one document, and one segment of a size that lies in a file.
class SegmentScrubTest : public IndexVaultTest {
 protected:
  void SetUp() override {
    IndexVaultTest::SetUp();
    store_indexed(kMat, "một");
    entry_ = merge(kMat, as_text(counting_bytes(300'000))).value();
    partition_ = segment_partition(vault().barrier(), entry_.id);
    close();
  }
  ScrubReport scrub_all(double fraction = 1.0) const {
    ScrubOptions options;
    options.data_fraction = fraction;
    auto report = scrub(path(), options, nullptr);
    EXPECT_TRUE(report) << report.error().text();
    return std::move(*report);
  }
  void change(const std::function<void(RocksStore&)>& what) const {
    const auto store = RocksStore::open(path() / "store", Access::kWrite);
    what(**store);
  }
  void expect_segment_named(const std::string& part) const {
    const ScrubReport report = scrub_all();
    ASSERT_EQ(report.damage.size(), 1U);
    EXPECT_EQ(report.damage[0].part, part);
    EXPECT_EQ(report.damage[0].fault, ScrubFault::kSegment);
    const Error error = describe_damage(report.damage[0]);
    EXPECT_NE(std::string(error.remedy()).find("tangthu reindex"), std::string::npos);
    EXPECT_EQ(report.documents_read, 1U);
  }

  SegmentEntry entry_;
  PartitionName partition_{};
};

TEST_F(SegmentScrubTest, AWholeSegmentIsGoodAndIsNoDocument) {
  const ScrubReport report = scrub_all();
  EXPECT_TRUE(report.damage.empty());
  EXPECT_EQ(report.documents, 1U);
  EXPECT_EQ(report.segments, 1U);
  EXPECT_EQ(report.segments_read, 1U);
  EXPECT_EQ(report.unfinished, 0U);
  const ScrubReport none = scrub_all(0.0);
  EXPECT_EQ(none.documents, 1U);
  EXPECT_EQ(none.segments, 1U);
  EXPECT_EQ(none.segments_read, 0U);
}

TEST_F(SegmentScrubTest, AFlippedBitIsNamedAsTheIndexNotAsADocument) {
  for (const auto& file : std::filesystem::directory_iterator(path() / "store")) {
    if (!file.path().filename().string().starts_with("body-")) continue;
    Bytes bytes = test::read_file(file.path());
    bytes[bytes.size() / 2] ^= 4;
    test::write_file(file.path(), bytes);
  }
  expect_segment_named("segment 1");
}

TEST_F(SegmentScrubTest, AMissingBodyAndAChangedManifestAreTheIndexToo) {
  change([&](RocksStore& store) {
    ASSERT_TRUE(store.drop_body(partition_, ObjectName{ObjectKind::kSegment, 1}.body()));
  });
  expect_segment_named("segment 1");
  change([&](RocksStore& store) {
    Bytes manifest = *store.get(partition_, kManifestKey).value();
    manifest.back() ^= 1;
    Batch batch;
    batch.puts = {{std::string(kManifestKey), manifest}};
    ASSERT_TRUE(store.commit(partition_, batch, Durability::kSynced));
  });
  expect_segment_named("manifest");
}

TEST_F(ScrubTest, AFolderWithoutAVaultIsNotFound) {
  EXPECT_EQ(scrub(folder_.path() / "none", {}, nullptr).error().code(),
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace tangthu::vault
