#include "vault/bundle.h"

#include "tests/vault/hex.h"
#include "tests/vault/open_vault.h"

namespace tangthu::vault {
namespace {

const Label kMat{Level::kMat, {"nhan-su"}};

class BundleTest : public OpenVaultTest {
 protected:
  void SetUp() override {
    OpenVaultTest::SetUp();
    SecretOf<struct TestSeedRole> seed;
    random_bytes(seed.reveal_writable());
    station_key_ = signing_key_from_seed(seed.reveal());
    ASSERT_TRUE(session().propose(StationAction{"tram-1", verify_key_of(station_key_)}));
    const auto kit = make_kit(session(), {kMat});
    ASSERT_TRUE(kit);
    kit_ = *read_kit(*kit);
  }
  const std::filesystem::path& file() const { return file_; }

  DocumentId write_bundle(const Bytes& master) {
    auto writer = BundleWriter::create(folder_.path(), kit_, kMat);
    EXPECT_TRUE(writer);
    file_ = (*writer)->file();
    SubmissionWriter& document = (*writer)->document();
    EXPECT_TRUE(document.add({ObjectKind::kText, 1}, as_bytes("trang một")));
    EXPECT_TRUE(document.add({ObjectKind::kMaster, 1}, master));
    EXPECT_TRUE(document.add_label_record(LabelRecordKind::kCatalogue, as_bytes("mục")));
    return (*writer)->finish(station_key_).value();
  }
  std::size_t partitions() const { return vault().store().list()->size(); }

  std::filesystem::path file_;
  SigningKey station_key_;
  Kit kit_;
};

TEST_F(BundleTest, WhatAStationHandsInIsADocument) {
  const Bytes master = counting_bytes(2 * kPieceSize + 77);
  const DocumentId id = write_bundle(master);
  const auto receipt = accept_bundle(vault(), file());
  ASSERT_TRUE(receipt) << receipt.error().text();
  EXPECT_EQ(receipt->document, id);
  EXPECT_FALSE(receipt->repeated);
  reopen();
  const auto reader = open_document(session(), id);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->label(), kMat);
  EXPECT_EQ(reader->read({ObjectKind::kMaster, 1}).value(), master);
  EXPECT_EQ(text_of(session(), id), "trang một");
  EXPECT_EQ(count_records(session()), 1U);
}

TEST_F(BundleTest, TheSameBundleAgainGetsItsReceiptAgain) {
  write_bundle(counting_bytes(100));
  const auto first = accept_bundle(vault(), file());
  ASSERT_TRUE(first);
  reopen();
  const auto second = accept_bundle(vault(), file());
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->log_index, first->log_index);
  EXPECT_EQ(second->statement, first->statement);
  EXPECT_EQ(count_records(session()), 1U);
}

TEST_F(BundleTest, ADestroyedDocumentCannotBeHandedInAgain) {
  const DocumentId id = write_bundle(counting_bytes(100));
  ASSERT_TRUE(accept_bundle(vault(), file()));
  ASSERT_TRUE(session().propose(DestroyAction{{id}, "QĐ 1/2026"}));
  reopen();
  const auto again = accept_bundle(vault(), file());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::kBadInput);
  EXPECT_EQ(text_of(session(), id), "(not found)");
  EXPECT_EQ(count_records(session()), 0U);
}

TEST_F(BundleTest, EveryChangedByteIsRefusedAndChangesNothing) {
  write_bundle(counting_bytes(300));
  const Bytes good = test::read_file(file());
  const std::size_t before = partitions();
  for (std::size_t at = 0; at < good.size(); at += 3) {
    Bytes changed = good;
    changed[at] ^= 0x80;
    test::write_file(file(), changed);
    const auto refused = accept_bundle(vault(), file());
    ASSERT_FALSE(refused) << at;
    EXPECT_EQ(refused.error().code(), ErrorCode::kBadInput) << at;
  }
  reopen();
  EXPECT_EQ(partitions(), before);
  EXPECT_EQ(count_records(session()), 0U);
}

TEST_F(BundleTest, EveryTruncationIsRefused) {
  write_bundle(counting_bytes(300));
  const Bytes good = test::read_file(file());
  for (std::size_t size = 0; size < good.size(); size += 5) {
    test::write_file(file(), ByteView(good).first(size));
    EXPECT_EQ(accept_bundle(vault(), file()).error().code(), ErrorCode::kBadInput);
  }
}

TEST_F(BundleTest, AnUnknownOrDisabledStationIsRefused) {
  write_bundle(counting_bytes(10));
  ASSERT_TRUE(disable_station(session(), "tram-1"));
  EXPECT_EQ(accept_bundle(vault(), file()).error().code(), ErrorCode::kAuthentication);
  SecretOf<struct TestSeedRole> seed;
  random_bytes(seed.reveal_writable());
  station_key_ = signing_key_from_seed(seed.reveal());
  write_bundle(counting_bytes(10));
  EXPECT_EQ(accept_bundle(vault(), file()).error().code(), ErrorCode::kAuthentication);
}

TEST_F(BundleTest, TheFileSaysNothingOfLabelOrContent) {
  write_bundle(to_bytes(as_bytes("chiến lũy Thạch Lâm")));
  for (const char* word : {"Thạch Lâm", "nhan-su", "tram-1", "trang một"})
    EXPECT_EQ(test::file_with(folder_.path(), word), "") << word;
}

TEST_F(BundleTest, AnUnfinishedBundleLeavesNoFile) {
  {
    auto writer = BundleWriter::create(folder_.path(), kit_, kMat);
    file_ = (*writer)->file();
    ASSERT_TRUE((*writer)->document().add({ObjectKind::kText, 1}, as_bytes("nửa")));
  }
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_FALSE(std::filesystem::exists(file().string() + ".part"));
}

TEST_F(BundleTest, AKitIsSignedByItsVault) {
  const Bytes kit = write_kit(kit_, vault().keyring().signing_key);
  ASSERT_TRUE(read_kit(kit));
  for (std::size_t at = 0; at < kit.size(); ++at) {
    Bytes changed = kit;
    changed[at] ^= 1;
    EXPECT_FALSE(read_kit(changed)) << at;
  }
  EXPECT_FALSE(read_kit(write_kit(kit_, station_key_)));
  EXPECT_EQ(kit_.label({Level::kThuong, {}}).error().code(), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace tangthu::vault
