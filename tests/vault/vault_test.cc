#include "vault/vault.h"

#include <set>
#include <thread>

#include "tests/vault/open_vault.h"

namespace tangthu::vault {
namespace {

using VaultTest = OpenVaultTest;

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};

TEST_F(VaultTest, WhatWasStoredIsThereAfterReopening) {
  const DocumentId id = store(kMat, "kế hoạch phòng thủ");
  reopen();
  EXPECT_EQ(text_of(session(), id), "kế hoạch phòng thủ");
  EXPECT_EQ(open_document(session(), id)->label(), kMat);
  EXPECT_EQ(count_records(session()), 1U);
}

// Closed writers leave one table file after another, which RocksDB merges: its reader of
// a store merged to one file once gave large objects back empty.
TEST_F(VaultTest, AReaderOpensWhatClosedWritersStored) {
  std::vector<DocumentId> ids;
  for (int closed = 0; closed < 6; ++closed) {
    ids.push_back(store(kMat, std::string(300'000, 'x')));
    reopen();
    close();
    const auto reader = open_as("lan");
    ASSERT_TRUE(reader);
    for (const DocumentId& id : ids)
      EXPECT_EQ(text_of(*reader->session, id).size(), 300'000U);
    reopen();
  }
}

TEST_F(VaultTest, NothingIsVisibleBeforeItIsCommitted) {
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("nửa chừng")));
  ASSERT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes("nửa")));
  EXPECT_EQ(text_of(session(), writer->id()), "(not found)");
  EXPECT_EQ(count_records(session()), 0U);
}

TEST_F(VaultTest, WritersWorkAndCommitSideBySide) {
  constexpr int kThreads = 4;
  constexpr int kEach = 6;
  std::vector<std::vector<DocumentWriter>> writers(kThreads);
  for (auto& mine : writers) {
    for (int i = 0; i < kEach; ++i)
      mine.push_back(std::move(*session().write_document({Level::kMat, {}})));
  }
  std::vector<std::thread> threads;
  for (auto& mine : writers) {
    threads.emplace_back([&mine] {
      for (DocumentWriter& writer : mine) {
        const std::string text = writer.id().to_string() + std::string(20'000, '.');
        EXPECT_TRUE(writer.add({ObjectKind::kText, 1}, as_bytes(text)));
        EXPECT_TRUE(writer.commit());
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  reopen();
  std::set<std::uint64_t> places_in_log;
  for (const auto& mine : writers) {
    for (const DocumentWriter& writer : mine) {
      EXPECT_EQ(text_of(session(), writer.id()).substr(0, 26), writer.id().to_string());
      const auto receipt = find_receipt(vault().barrier(), writer.id());
      ASSERT_TRUE(receipt && *receipt);
      places_in_log.insert((*receipt)->log_index);
    }
  }
  EXPECT_EQ(places_in_log.size(), std::size_t{kThreads * kEach});
}

TEST_F(VaultTest, WhatAnInterruptedWriterLeftIsClearedAtTheNextOpen) {
  store(kMat, "xong");
  {
    auto writer = session().write_document(kMat);
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
  EXPECT_EQ(count_records(session()), 1U);
}

TEST_F(VaultTest, AWrongPassphraseIsRefused) {
  const auto opened =
      open_with_passphrase(path(), "lan", Passphrase(as_bytes("sai")), Access::kRead);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kAuthentication);
}

TEST_F(VaultTest, AFolderThatIsNotEmptyIsNotMadeAVault) {
  RootKey root;
  const auto again = Vault::create(path(), {}, root, {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::kUsage);
}

TEST_F(VaultTest, GetAboveClearanceLooksAbsent) {
  const DocumentId secret = store(kMat, "bí mật");
  const DocumentId open = store(kThuong, "công khai");
  add_user("mai", {Level::kThuong, {}});

  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  EXPECT_EQ(text_of(*mai->session, open), "công khai");
  const auto forbidden = open_document(*mai->session, secret);
  const auto absent = open_document(*mai->session, DocumentId::random());
  ASSERT_FALSE(forbidden);
  ASSERT_FALSE(absent);
  EXPECT_EQ(forbidden.error().code(), absent.error().code());
  EXPECT_STREQ(forbidden.error().text(), absent.error().text());
  EXPECT_EQ(count_records(*mai->session), 1U);
}

TEST_F(VaultTest, AGrantCoversLabelsMadeBeforeAndAfterIt) {
  const DocumentId before = store(kMat, "trước");
  add_user("mai", {Level::kMat, {"nhan-su"}});
  const DocumentId after = store({Level::kThuong, {"nhan-su"}}, "sau");
  const DocumentId other = store({Level::kThuong, {"tai-chinh"}}, "khác");
  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  EXPECT_EQ(text_of(*mai->session, before), "trước");
  EXPECT_EQ(text_of(*mai->session, after), "sau");
  EXPECT_EQ(text_of(*mai->session, other), "(not found)");
}

TEST_F(VaultTest, AWriterMayWriteAboveWhatItCanRead) {
  store(kMat, "có sẵn");
  add_user("mai", {Level::kThuong, {}});
  close();
  DocumentId id = DocumentId::random();
  {
    const auto mai = open_as("mai", Access::kWrite);
    ASSERT_TRUE(mai);
    auto writer = mai->session->write_document(kMat);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("gửi lên")));
    const auto receipt = writer->commit();
    ASSERT_TRUE(receipt) << receipt.error().text();
    id = writer->id();
    EXPECT_EQ(text_of(*mai->session, id), "(not found)");
  }
  reopen();
  EXPECT_EQ(text_of(session(), id), "gửi lên");
}

TEST_F(VaultTest, OnlyTheOwnerManagesUsers) {
  ASSERT_TRUE(session().add_user("mai", passphrase_of("mai")));
  close();
  const auto mai = open_as("mai", Access::kWrite);
  ASSERT_TRUE(mai);
  EXPECT_FALSE(mai->session->add_user("cuc", passphrase_of("cuc")));
  EXPECT_FALSE(mai->session->propose(
      GrantAction{mai->session->user().id, {Level::kTuyetMat, {}, true}}));
  EXPECT_FALSE(mai->session->list_users());
}

TEST_F(VaultTest, UserNamesAreOnePerPerson) {
  ASSERT_TRUE(session().add_user("Mai", passphrase_of("mai")));
  EXPECT_FALSE(session().add_user("mai", passphrase_of("x")));
  EXPECT_FALSE(session().add_user("", passphrase_of("x")));
  EXPECT_FALSE(session().add_user("a b", passphrase_of("x")));
  EXPECT_EQ(session().list_users()->size(), 2U);
  EXPECT_TRUE(open_as("mai"));
}

TEST_F(VaultTest, TheDiskShowsNoWordAndNoName) {
  const DocumentId id = store({Level::kTuyetMat, {"phong-thu"}}, "chiến lũy Thạch Lâm");
  ASSERT_TRUE(session().add_user("nguyenvankin", passphrase_of("nguyenvankin")));
  EXPECT_EQ(text_of(session(), id), "chiến lũy Thạch Lâm");
  for (int closed = 0; closed < 2; ++closed) {
    for (const char* word : {"Thạch Lâm", "phong-thu", "nguyenvankin", "mật khẩu của"}) {
      EXPECT_EQ(test::file_with(path(), word), "") << word;
    }
    close();
  }
}

TEST_F(VaultTest, AnExchangedHeaderIsNoticed) {
  test::TemporaryFolder elsewhere;
  close();
  VaultHeader header = *read_header(path());
  header.verify_key[0] ^= 1;
  ASSERT_TRUE(write_header(path(), header));
  const auto opened = open_as("lan");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tangthu::vault
