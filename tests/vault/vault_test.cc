#include "vault/vault.h"

#include "tests/vault/open_vault.h"

namespace tangthu::vault {
namespace {

using VaultTest = OpenVaultTest;

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};

TEST_F(VaultTest, WhatWasStoredIsThereAfterReopening) {
  const DocumentId id = store(kMat, "kế hoạch phòng thủ");
  reopen();
  EXPECT_EQ(text_of(*vault_, id), "kế hoạch phòng thủ");
  EXPECT_EQ(vault_->open_document(id)->label(), kMat);
  EXPECT_EQ(count_records(*vault_), 1U);
}

// Closed writers leave one table file after another, which RocksDB merges: its reader of
// a store merged to one file once gave large objects back empty.
TEST_F(VaultTest, AReaderOpensWhatClosedWritersStored) {
  std::vector<DocumentId> ids;
  for (int closed = 0; closed < 6; ++closed) {
    ids.push_back(store(kMat, std::string(300'000, 'x')));
    reopen();
    vault_.reset();
    const auto reader = open_as("lan");
    ASSERT_TRUE(reader);
    for (const DocumentId& id : ids)
      EXPECT_EQ(text_of(**reader, id).size(), 300'000U);
    reopen();
  }
}

TEST_F(VaultTest, NothingIsVisibleBeforeItIsCommitted) {
  auto writer = vault_->write_document(kMat);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("nửa chừng")));
  ASSERT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes("nửa")));
  EXPECT_EQ(text_of(*vault_, writer->id()), "(not found)");
  EXPECT_EQ(count_records(*vault_), 0U);
}

TEST_F(VaultTest, WhatAnInterruptedWriterLeftIsClearedAtTheNextOpen) {
  store(kMat, "xong");
  {
    auto writer = vault_->write_document(kMat);
    ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("nửa chừng")));
    ASSERT_TRUE(writer->add_label_record(LabelRecordKind::kPacket, as_bytes("nửa")));
  }
  const auto partitions = [this] {
    auto raw = RocksStore::open(path() / "store", Access::kRead);
    return (*raw)->list().value().size();
  };
  const std::size_t with_leftovers = partitions();
  reopen();
  EXPECT_EQ(partitions(), with_leftovers - 1);
  EXPECT_EQ(count_records(*vault_), 1U);
}

TEST_F(VaultTest, AWrongPassphraseIsRefused) {
  const auto opened =
      Vault::open(path(), "lan", Passphrase(as_bytes("sai")), Access::kRead);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kAuthentication);
}

TEST_F(VaultTest, AFolderThatIsNotEmptyIsNotMadeAVault) {
  CreateOptions options;
  options.user_name = "lan";
  options.cost = kLeastSlowHashCost;
  const auto again = Vault::create(path(), options, passphrase_of("lan"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::kUsage);
}

TEST_F(VaultTest, GetAboveClearanceLooksAbsent) {
  const DocumentId secret = store(kMat, "bí mật");
  const DocumentId open = store(kThuong, "công khai");
  ASSERT_TRUE(vault_->add_user("mai", passphrase_of("mai")));
  ASSERT_TRUE(vault_->grant("mai", {Level::kThuong, {}}));

  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  EXPECT_EQ(text_of(**mai, open), "công khai");
  const auto forbidden = (*mai)->open_document(secret);
  const auto absent = (*mai)->open_document(DocumentId::random());
  ASSERT_FALSE(forbidden);
  ASSERT_FALSE(absent);
  EXPECT_EQ(forbidden.error().code(), absent.error().code());
  EXPECT_STREQ(forbidden.error().text(), absent.error().text());
  EXPECT_EQ(count_records(**mai), 1U);
}

TEST_F(VaultTest, AGrantCoversLabelsMadeBeforeAndAfterIt) {
  const DocumentId before = store(kMat, "trước");
  ASSERT_TRUE(vault_->add_user("mai", passphrase_of("mai")));
  ASSERT_TRUE(vault_->grant("mai", {Level::kMat, {"nhan-su"}}));
  const DocumentId after = store({Level::kThuong, {"nhan-su"}}, "sau");
  const DocumentId other = store({Level::kThuong, {"tai-chinh"}}, "khác");
  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  EXPECT_EQ(text_of(**mai, before), "trước");
  EXPECT_EQ(text_of(**mai, after), "sau");
  EXPECT_EQ(text_of(**mai, other), "(not found)");
}

TEST_F(VaultTest, AWriterMayWriteAboveWhatItCanRead) {
  store(kMat, "có sẵn");
  ASSERT_TRUE(vault_->add_user("mai", passphrase_of("mai")));
  ASSERT_TRUE(vault_->grant("mai", {Level::kThuong, {}}));
  vault_.reset();
  DocumentId id = DocumentId::random();
  {
    const auto mai = open_as("mai", Access::kWrite);
    ASSERT_TRUE(mai);
    auto writer = (*mai)->write_document(kMat);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("gửi lên")));
    ASSERT_TRUE(writer->commit());
    id = writer->id();
    EXPECT_EQ(text_of(**mai, id), "(not found)");
  }
  reopen();
  EXPECT_EQ(text_of(*vault_, id), "gửi lên");
}

TEST_F(VaultTest, OnlyTheOwnerManagesUsers) {
  ASSERT_TRUE(vault_->add_user("mai", passphrase_of("mai")));
  vault_.reset();
  const auto mai = open_as("mai", Access::kWrite);
  ASSERT_TRUE(mai);
  EXPECT_FALSE((*mai)->add_user("cuc", passphrase_of("cuc")));
  EXPECT_FALSE((*mai)->grant("mai", {Level::kTuyetMat, {}, true}));
  EXPECT_FALSE((*mai)->list_users());
}

TEST_F(VaultTest, UserNamesAreOnePerPerson) {
  ASSERT_TRUE(vault_->add_user("Mai", passphrase_of("mai")));
  EXPECT_FALSE(vault_->add_user("mai", passphrase_of("x")));
  EXPECT_FALSE(vault_->add_user("", passphrase_of("x")));
  EXPECT_FALSE(vault_->add_user("a b", passphrase_of("x")));
  EXPECT_EQ(vault_->list_users()->size(), 2U);
  EXPECT_TRUE(open_as("mai"));
}

TEST_F(VaultTest, TheDiskShowsNoWordAndNoName) {
  const DocumentId id = store({Level::kTuyetMat, {"phong-thu"}}, "chiến lũy Thạch Lâm");
  ASSERT_TRUE(vault_->add_user("nguyenvankin", passphrase_of("nguyenvankin")));
  EXPECT_EQ(text_of(*vault_, id), "chiến lũy Thạch Lâm");
  for (int closed = 0; closed < 2; ++closed) {
    for (const char* word : {"Thạch Lâm", "phong-thu", "nguyenvankin", "mật khẩu của"}) {
      EXPECT_EQ(test::file_with(path(), word), "") << word;
    }
    vault_.reset();
  }
}

TEST_F(VaultTest, AnExchangedHeaderIsNoticed) {
  test::TemporaryFolder elsewhere;
  vault_.reset();
  VaultHeader header = *read_header(path());
  header.verify_key[0] ^= 1;
  ASSERT_TRUE(write_header(path(), header));
  const auto opened = open_as("lan");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tangthu::vault
