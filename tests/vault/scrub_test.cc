#include "vault/scrub.h"

#include "tests/vault/hex.h"
#include "tests/vault/open_vault.h"

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
      if (entry.path().extension() == ".blob") return entry.path();
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
  EXPECT_EQ(report.damage[0].what, "text 1: incomplete or exchanged");
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
  EXPECT_EQ(report.damage[0].what, "text 1: missing");
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
  const auto report = scrub(path(), {0.5}, nullptr);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->documents, 3U);
  EXPECT_LE(report->documents_read, 3U);
}

TEST_F(ScrubTest, AFolderWithoutAVaultIsNotFound) {
  EXPECT_EQ(scrub(folder_.path() / "none", {}, nullptr).error().code(),
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace tangthu::vault
