// Rights, levels and destruction, as sessions bring them about.
#include "tests/vault/open_vault.h"
#include "vault/absent.h"
#include "vault/intent.h"

namespace tangthu::vault {
namespace {

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};
const Label kToiMat{Level::kToiMat, {}};

class SessionTest : public OpenVaultTest {
 protected:
  Result<Outcome> classify(const DocumentId& id, const Label& to, PayloadKey key) const {
    return session().propose(ClassifyAction{id, to, key});
  }
  Result<Outcome> destroy(const DocumentId& id) const {
    return session().propose(DestroyAction{{id}, "QĐ 12/2026"});
  }
  std::uint32_t epoch_of(const DocumentId& id) const {
    return find_envelope(vault().documents(), id)->label_epoch;
  }
};

TEST_F(SessionTest, ARevokedUserReadsNothingAnyMore) {
  const DocumentId id = store(kMat, "trước");
  add_user("mai", {Level::kMat, {}});
  {
    const auto mai = open_as("mai");
    EXPECT_EQ(text_of(*mai->session, id), "trước");
  }
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  EXPECT_EQ(text_of(*mai->session, id), "(not found)");
  EXPECT_EQ(count_records(*mai->session), 0U);
  EXPECT_EQ(text_of(session(), id), "trước");
}

TEST_F(SessionTest, RevokingOneClearanceLeavesTheOthers) {
  const DocumentId open = store(kThuong, "thường");
  const DocumentId secret = store(kMat, "mật");
  add_user("mai", {Level::kThuong, {}});
  grant("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", Clearance{Level::kMat, {}}));
  const auto mai = open_as("mai");
  EXPECT_EQ(text_of(*mai->session, open), "thường");
  EXPECT_EQ(text_of(*mai->session, secret), "(not found)");
}

TEST_F(SessionTest, ARevocationOpensANewEpochAndOldDocumentsMoveToIt) {
  const DocumentId before = store(kMat, "trước");
  add_user("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  const DocumentId after = store(kMat, "sau");
  EXPECT_EQ(epoch_of(before), 1U);
  EXPECT_EQ(epoch_of(after), 2U);
  EXPECT_EQ(count_records(session()), 2U);
  // Lazily, when somebody cleared opens it.
  EXPECT_EQ(text_of(session(), before), "trước");
  EXPECT_EQ(epoch_of(before), 2U);
  reopen();
  EXPECT_EQ(text_of(session(), before), "trước");
  EXPECT_EQ(count_records(session()), 2U);
}

TEST_F(SessionTest, EverythingCanBeMovedToTheNewestEpochAtOnce) {
  for (int i = 0; i < 3; ++i)
    store(kMat, "cũ");
  add_user("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  EXPECT_EQ(session().rewrap_all().value(), 3U);
  EXPECT_EQ(session().rewrap_all().value(), 0U);
}

TEST_F(SessionTest, ARevocationEndsLiveSessionsAtOnce) {
  const DocumentId id = store(kMat, "mật");
  add_user("mai", {Level::kMat, {}});
  const auto mai = open_as("mai");
  const auto look = mai->session->look("get");
  ASSERT_TRUE(look);
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  const auto opened = mai->session->open_document(*look, id);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kAuthentication);
}

TEST_F(SessionTest, ADisabledUserCannotLogIn) {
  add_user("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().disable_user("mai"));
  EXPECT_EQ(open_as("mai").error().code(), ErrorCode::kAuthentication);
  reopen();
  EXPECT_EQ(open_as("mai").error().code(), ErrorCode::kAuthentication);
}

TEST_F(SessionTest, AChangedPassphraseReplacesTheOldOne) {
  const DocumentId id = store(kMat, "mật");
  ASSERT_TRUE(session().change_passphrase(passphrase_of("mới")));
  close();
  const auto old = open_as("lan");
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code(), ErrorCode::kAuthentication);
  const auto opened =
      open_with_passphrase(path(), "lan", passphrase_of("mới"), Access::kRead);
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(text_of(*opened->session, id), "mật");
}

TEST_F(SessionTest, APassphraseThatWentOpensNoSlot) {
  const auto opens = [&](std::string_view name, const Passphrase& passphrase) {
    const auto keys = derive_passphrase(vault().header(), name, passphrase);
    return open_slot(path(), vault().header().id, keys).has_value();
  };
  add_user("binh", {Level::kMat, {}, true});
  add_user("chi", {Level::kMat, {}, true});
  const Passphrase renewed(as_bytes("một cụm từ mới"));
  ASSERT_TRUE(session().change_passphrase(renewed));
  EXPECT_FALSE(opens("lan", passphrase_of("lan")));
  EXPECT_TRUE(opens("lan", renewed));
  ASSERT_TRUE(session().disable_user("binh"));
  EXPECT_FALSE(opens("binh", passphrase_of("binh")));
  EXPECT_TRUE(opens("chi", passphrase_of("chi")));
}

TEST_F(SessionTest, ReclassifyingMovesDocumentAndRecords) {
  const DocumentId id = store(kMat, "đổi mức");
  add_user("mai", {Level::kMat, {}});
  for (const PayloadKey key : {PayloadKey::kKept, PayloadKey::kRenewed}) {
    ASSERT_TRUE(classify(id, kToiMat, key));
    EXPECT_EQ(open_document(session(), id)->label(), kToiMat);
    EXPECT_EQ(text_of(session(), id), "đổi mức");
    EXPECT_EQ(count_records(session()), 1U);
    {
      const auto mai = open_as("mai");
      EXPECT_EQ(text_of(*mai->session, id), "(not found)");
      EXPECT_EQ(count_records(*mai->session), 0U);
    }
    ASSERT_TRUE(classify(id, kMat, key));
    const auto mai = open_as("mai");
    EXPECT_EQ(text_of(*mai->session, id), "đổi mức");
    EXPECT_EQ(count_records(*mai->session), 1U);
  }
  EXPECT_TRUE(read_intents(vault().barrier())->empty());
}

TEST_F(SessionTest, ARenewedKeyIsAnotherKeyAndOldBodiesAreGone) {
  const DocumentId id = store(kMat, std::string(200'000, 'x'));
  const auto key_of = [&] {
    const auto reader = open_document(session(), id);
    return to_bytes(reader->key().reveal());
  };
  const Bytes before = key_of();
  ASSERT_TRUE(classify(id, kToiMat, PayloadKey::kKept));
  EXPECT_EQ(key_of(), before);
  ASSERT_TRUE(classify(id, kMat, PayloadKey::kRenewed));
  EXPECT_NE(key_of(), before);
  std::set<std::uint32_t> bodies;
  ASSERT_TRUE(vault().store().visit_partition(document_partition(vault().barrier(), id),
                                              [&](const RawEntry& entry) {
                                                if (entry.is_body)
                                                  bodies.insert(entry.body);
                                                return true;
                                              }));
  EXPECT_EQ(bodies.size(), 1U);
}

TEST_F(SessionTest, ADestroyedDocumentIsGoneAndItsKeyIsTo) {
  const DocumentId id = store(kMat, "tiêu hủy");
  const DocumentId other = store(kMat, "còn lại");
  const PartitionName partition = document_partition(vault().barrier(), id);
  const Bytes envelope = *vault().barrier().get(partition, kEnvelopeKey).value();
  ASSERT_TRUE(destroy(id));
  EXPECT_EQ(text_of(session(), id), "(not found)");
  EXPECT_EQ(text_of(session(), other), "còn lại");
  EXPECT_EQ(count_records(session()), 1U);
  // Whoever puts the old envelope back has nothing.
  Batch batch;
  batch.puts.push_back(
      vault().barrier().sealed(partition, std::string(kEnvelopeKey), envelope));
  ASSERT_TRUE(vault().store().commit(partition, batch, Durability::kSynced));
  EXPECT_EQ(text_of(session(), id), "(not found)");
  reopen();
  EXPECT_EQ(text_of(session(), id), "(not found)");
  EXPECT_EQ(text_of(session(), other), "còn lại");
}

TEST_F(SessionTest, DestructionNeedsADecisionAndADocumentThatOneCanSee) {
  const DocumentId id = store(kMat, "x");
  EXPECT_EQ(session().propose(DestroyAction{{id}, ""}).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(session().propose(DestroyAction{{}, "QĐ 1"}).error().code(),
            ErrorCode::kUsage);
  const auto absent = session().propose(DestroyAction{{DocumentId::random()}, "QĐ 1"});
  EXPECT_EQ(absent.error().code(), ErrorCode::kNotFound);
}

TEST_F(SessionTest, ANewBarrierEpochReplacesTheOldOne) {
  const DocumentId id = store(kMat, "niêm phong lại");
  ASSERT_TRUE(vault().begin_barrier_epoch());
  const DocumentId later = store(kMat, "sau");
  EXPECT_GT(vault().reseal_records().value(), 0U);
  EXPECT_EQ(vault().keyring().barrier_keys.size(), 1U);
  EXPECT_EQ(vault().keyring().barrier_epoch(), 2U);
  EXPECT_EQ(text_of(session(), id), "niêm phong lại");
  reopen();
  EXPECT_EQ(text_of(session(), id), "niêm phong lại");
  EXPECT_EQ(text_of(session(), later), "sau");
}

TEST_F(SessionTest, EveryLookIsInTheLogBeforeAnythingIsShown) {
  const DocumentId id = store(kMat, "xem");
  const auto look = session().look("get", {{"id", id.to_string()}});
  ASSERT_TRUE(look);
  const auto entry = session().read_log(look->log_index());
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->statement["event"], "get");
  EXPECT_EQ(entry->statement["user"], "lan");
  EXPECT_EQ(entry->statement["id"], id.to_string());
}

TEST_F(SessionTest, AFailedLoginIsInTheLog) {
  const auto before = vault().journal().log().head()->size;
  EXPECT_FALSE(open_with_passphrase(path(), "lan", passphrase_of("sai"), Access::kRead));
  const auto head = vault().journal().log().head();
  ASSERT_EQ(head->size, before + 1);
  EXPECT_EQ(session().read_log(before)->statement["event"], "login-failed");
}

TEST_F(SessionTest, AReceiptIsKeptAndItsStatementIsInTheLog) {
  const DocumentId id = store(kMat, "biên nhận");
  const auto receipt = find_receipt(vault().barrier(), id);
  ASSERT_TRUE(receipt && *receipt);
  const auto entry = vault().journal().log().entry((*receipt)->log_index);
  ASSERT_TRUE(entry);
  EXPECT_EQ(commitment_of(*entry),
            audit_commitment((*receipt)->nonce, (*receipt)->statement));
}

TEST_F(SessionTest, AnOlderStoreIsRefused) {
  store(kMat, "một");
  close();
  std::filesystem::copy(path() / "store", folder_.path() / "old",
                        std::filesystem::copy_options::recursive);
  reopen();
  store(kMat, "hai");
  close();
  std::filesystem::remove_all(path() / "store");
  std::filesystem::rename(folder_.path() / "old", path() / "store");
  const auto opened = open_as("lan");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
}

TEST_F(SessionTest, AnOlderLogIsRefused) {
  store(kMat, "một");
  close();
  std::filesystem::copy(path() / "log", folder_.path() / "old");
  reopen();
  store(kMat, "hai");
  close();
  std::filesystem::remove_all(path() / "log");
  std::filesystem::rename(folder_.path() / "old", path() / "log");
  const auto opened = open_as("lan");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tangthu::vault
