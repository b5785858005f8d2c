// Reading one document for a time, without its label.
#include "tests/vault/agency_vault.h"
#include "vault/reading_grant.h"

namespace tangthu::vault {
namespace {

class ReadingTest : public AgencyTest {
 protected:
  Result<void> allow(const char* who, UnixSeconds until = now_utc() + 60,
                     const char* officer = "an") const {
    return log_in(officer)->allow_reading(secret_, who, until);
  }
  std::string text_for(const char* who) const {
    return OpenVaultTest::text_of(*log_in(who), secret_);
  }
};

TEST_F(ReadingTest, IsOfOneDocumentAndOfOneUser) {
  const DocumentId other = store(kSecret, "khác");
  EXPECT_EQ(text_for("doc"), "(not found)");
  ASSERT_TRUE(allow("doc"));
  EXPECT_EQ(text_for("doc"), "phương án");
  EXPECT_EQ(OpenVaultTest::text_of(*log_in("doc"), other), "(not found)");
  EXPECT_EQ(text_for("chau"), "(not found)") << "the grant is another's";
  EXPECT_TRUE(log_in("doc")->readable_labels().value().size() <= 1U) << "no label";
}

TEST_F(ReadingTest, EndsByItselfAndByAnOfficer) {
  ASSERT_TRUE(allow("doc", now_utc() - 1));
  EXPECT_EQ(text_for("doc"), "(not found)");
  ASSERT_TRUE(allow("doc"));
  EXPECT_EQ(text_for("doc"), "phương án");
  ASSERT_TRUE(log_in("binh")->end_reading(secret_, "doc"));
  EXPECT_EQ(text_for("doc"), "(not found)");
}

TEST_F(ReadingTest, IsForOfficersToAllowWhoCanReadIt) {
  EXPECT_EQ(code_of(allow("doc", now_utc() + 60, "luu")), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(allow("doc", now_utc() + 60, "chau")), ErrorCode::kNotFound)
      << "he is not cleared himself";
  EXPECT_EQ(code_of(allow("quan")), ErrorCode::kNotFound)
      << "an administrator never reads";
  EXPECT_EQ(text_for("doc"), "(not found)");
}

TEST_F(ReadingTest, EndsWhenTheDocumentMovesOrIsDestroyed) {
  ASSERT_TRUE(allow("doc"));
  ASSERT_TRUE(
      decide(ClassifyAction{secret_, {Level::kTuyetMat, {}}, PayloadKey::kKept})->done);
  EXPECT_EQ(text_for("doc"), "(not found)");
  ASSERT_TRUE(allow("doc"));
  EXPECT_EQ(text_for("doc"), "phương án");
  ASSERT_TRUE(decide(DestroyAction{{secret_}, "1/QĐ"})->done);
  EXPECT_EQ(text_for("doc"), "(not found)");
}

// A grant that was ended, put back by whoever can write to the disk.
TEST_F(ReadingTest, OneThatWasEndedCantBePutBack) {
  ASSERT_TRUE(allow("doc"));
  const PartitionName system = vault_->barrier().blind("system");
  const std::string key = reading_key(vault_->barrier(), secret_, id_of("doc"));
  const auto kept = vault_->store().get(system, key);
  ASSERT_TRUE(kept && *kept);
  ASSERT_TRUE(log_in("binh")->end_reading(secret_, "doc"));
  Batch batch;
  batch.puts.push_back({key, **kept});
  ASSERT_TRUE(vault_->store().commit(system, batch, Durability::kSynced));
  vault_.reset();
  const auto opened = Vault::unseal(path(), root_.clone(), Access::kRead);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tangthu::vault
