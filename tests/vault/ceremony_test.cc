#include "vault/ceremony.h"

#include <gtest/gtest.h>

#include "tests/vault/open_vault.h"
#include "vault/backup.h"
#include "vault/restore.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

const Clearance kAll{Level::kTuyetMat, {}, true};

class CeremonyTest : public testing::Test {
 protected:
  static CeremonyOptions options() {
    CeremonyOptions out;
    out.quorum = {3, 5};
    out.cost = kLeastSlowHashCost;
    const auto add = [&out](const char* name, Role role, bool cleared) {
      std::vector<Clearance> clearances;
      if (cleared) clearances.push_back(kAll);
      out.founders.push_back({name, passphrase_of(name), {role}, std::move(clearances)});
    };
    add("an", Role::kOfficer, true);
    add("binh", Role::kOfficer, true);
    add("quan", Role::kAdministrator, false);
    add("thanh", Role::kAuditor, false);
    return out;
  }
  std::filesystem::path path() const { return folder_.path() / "vault"; }

  test::TemporaryFolder folder_;
};

TEST_F(CeremonyTest, AnyThreeOfFiveOpenTheVaultAndTwoDoNot) {
  const auto ceremony = hold_ceremony(path(), options());
  ASSERT_TRUE(ceremony) << ceremony.error().text();
  const auto slots = read_unseal_slots(path());
  ASSERT_TRUE(slots);
  const auto& shares = ceremony->unseal_shares;
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = a + 1; b < 5; ++b) {
      const std::vector<Share> two = [&] {
        std::vector<Share> out;
        out.push_back(shares[a].clone());
        out.push_back(shares[b].clone());
        return out;
      }();
      EXPECT_FALSE(open_with_shares(*slots, two));
      for (std::size_t c = b + 1; c < 5; ++c) {
        std::vector<Share> three;
        for (const std::size_t each : {a, b, c})
          three.push_back(shares[each].clone());
        const auto root = open_with_shares(*slots, three);
        ASSERT_TRUE(root);
        EXPECT_TRUE(equal_in_constant_time(root->reveal(), ceremony->root.reveal()));
      }
    }
  }
}

TEST_F(CeremonyTest, ACeremonyWithoutTwoOfficersOrAnAuditorIsRefused) {
  for (const std::size_t left_out : {std::size_t{0}, std::size_t{2}, std::size_t{3}}) {
    CeremonyOptions few = options();
    few.founders.erase(few.founders.begin() + static_cast<std::ptrdiff_t>(left_out));
    const auto refused = hold_ceremony(path(), few);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::kUsage);
  }
}

TEST_F(CeremonyTest, TheRecoveryQuorumGivesAccessBackWhenEveryReaderIsGone) {
  auto ceremony = hold_ceremony(path(), options());
  ASSERT_TRUE(ceremony);
  const auto vault = Vault::unseal(path(), ceremony->root.clone(), Access::kWrite);
  ASSERT_TRUE(vault) << vault.error().text();
  DocumentId id = DocumentId::random();
  {
    // An archivist who may write and not read.
    const auto admin = (*vault)->log_in("quan", passphrase_of("quan"));
    ASSERT_TRUE(admin);
    ASSERT_TRUE((*admin)->add_user("viet", passphrase_of("viet")));
    const User viet = *(*admin)->find_user("viet");
    const auto proposed = (*admin)->propose(RolesAction{viet.id, {Role::kArchivist}});
    ASSERT_TRUE(proposed) << proposed.error().text();
    EXPECT_FALSE(proposed->done);
    for (const char* officer : {"an", "binh"}) {
      const auto session = (*vault)->log_in(officer, passphrase_of(officer));
      const auto outcome = (*session)->approve(proposed->request);
      ASSERT_TRUE(outcome) << outcome.error().text();
      EXPECT_EQ(outcome->done, std::string_view(officer) == "binh");
    }
  }
  {
    const auto writer = (*vault)->log_in("viet", passphrase_of("viet"));
    ASSERT_TRUE(writer);
    auto document = (*writer)->write_document({Level::kMat, {"nhan-su"}});
    ASSERT_TRUE(document) << document.error().text();
    ASSERT_TRUE(document->add({ObjectKind::kText, 1}, as_bytes("hồ sơ cán bộ")));
    ASSERT_TRUE(document->commit());
    id = document->id();
    EXPECT_EQ(OpenVaultTest::text_of(**writer, id), "(not found)");
  }
  std::vector<Share> shares;
  shares.push_back(ceremony->recovery_shares[4].clone());
  shares.push_back(ceremony->recovery_shares[0].clone());
  EXPECT_EQ(recover_access(**vault, shares, "viet").error().code(),
            ErrorCode::kAuthentication);
  shares.push_back(ceremony->recovery_shares[2].clone());
  const auto recovered = recover_access(**vault, shares, "viet");
  ASSERT_TRUE(recovered) << recovered.error().text();
  const auto reader = (*vault)->log_in("viet", passphrase_of("viet"));
  EXPECT_EQ(OpenVaultTest::text_of(**reader, id), "hồ sơ cán bộ");
}

// The file of its public facts was not part of a backup: whoever restored one had the
// shares and nothing to hold them against.
TEST_F(CeremonyTest, TheRecoveryQuorumOutlivesARestore) {
  const auto ceremony = hold_ceremony(path(), options());
  ASSERT_TRUE(ceremony);
  const auto backup = folder_.path() / "backup";
  {
    const auto vault = Vault::unseal(path(), ceremony->root.clone(), Access::kWrite);
    ASSERT_TRUE(vault);
    const auto admin = (*vault)->log_in("quan", passphrase_of("quan"));
    ASSERT_TRUE(admin);
    ASSERT_TRUE(back_up(**admin, backup, nullptr));
  }
  const auto restored = folder_.path() / "restored";
  RestoreOptions present;
  present.shred = path() / "shred";
  present.gap = Gap::kAccepted;
  ASSERT_TRUE(restore(backup, restored, present, nullptr));
  ASSERT_TRUE(Vault::adopt_restored(restored, ceremony->root.clone()));
  const auto vault = Vault::unseal(restored, ceremony->root.clone(), Access::kWrite);
  ASSERT_TRUE(vault) << vault.error().text();
  const auto recovered = recover_access(**vault, ceremony->recovery_shares, "an");
  EXPECT_TRUE(recovered) << recovered.error().text();
}

TEST_F(CeremonyTest, UnsealSharesDoNotRecover) {
  auto ceremony = hold_ceremony(path(), options());
  ASSERT_TRUE(ceremony);
  const auto vault = Vault::unseal(path(), ceremony->root.clone(), Access::kWrite);
  ASSERT_TRUE(vault);
  EXPECT_EQ(recover_access(**vault, ceremony->unseal_shares, "an").error().code(),
            ErrorCode::kAuthentication);
}

}  // namespace
}  // namespace tangthu::vault
