#include "vault/quarantine.h"

#include "tests/vault/agency_vault.h"
#include "vault/bundle.h"

namespace tangthu::vault {
namespace {

class QuarantineTest : public AgencyTest {
 protected:
  static inline const Label kWaiting = into_quarantine(kSecret);
  Result<Outcome> clear(const char* user) const {
    return decide(GrantAction{id_of(user), {Level::kTuyetMat, {kQuarantine}, true}});
  }
};

TEST_F(QuarantineTest, AClearanceForAllCompartmentsIsNoneForIt) {
  // What nobody could read is refused.
  EXPECT_EQ(code_of(log_in("luu")->write_document(kWaiting)), ErrorCode::kUsage);
  ASSERT_TRUE(clear("an"));
  const DocumentId id = store(kWaiting, "chưa duyệt");
  EXPECT_EQ(read_code(*log_in("an"), id), kOpened);
  for (const char* user : {"binh", "luu", "doc"})
    EXPECT_EQ(read_code(*log_in(user), id), ErrorCode::kNotFound) << user;
}

TEST_F(QuarantineTest, OnlyOfficersAreClearedForIt) {
  for (const char* user : {"luu", "doc"})
    EXPECT_EQ(code_of(clear(user)), ErrorCode::kUsage) << user;
  ASSERT_TRUE(clear("binh"));
  EXPECT_EQ(code_of(decide(RolesAction{id_of("binh"), {Role::kReader}}, "an", "chau")),
            ErrorCode::kUsage);
  EXPECT_TRUE(decide(RolesAction{id_of("binh"), {Role::kOfficer, Role::kReader}}));
}

TEST_F(QuarantineTest, WhoeverDoesNotHoldItsKeyCanNotGrantIt) {
  ASSERT_TRUE(clear("an"));
  store(kWaiting, "chưa duyệt");
  // Signed last by binh, who has none.
  EXPECT_EQ(code_of(decide(
                GrantAction{id_of("chau"), {Level::kTuyetMat, {kQuarantine}, true}})),
            ErrorCode::kNotFound);
  EXPECT_TRUE(decide(GrantAction{id_of("chau"), {Level::kTuyetMat, {kQuarantine}, true}},
                     "binh", "an"));
}

TEST_F(QuarantineTest, AStationsSecretThatEvadesItIsRefused) {
  ASSERT_TRUE(clear("an"));
  SecretOf<struct TestSeedRole> seed;
  random_bytes(seed.reveal_writable());
  const SigningKey station = signing_key_from_seed(seed.reveal());
  const auto quan = log_in("quan");
  ASSERT_TRUE(decide(StationAction{"tram-1", verify_key_of(station)}));
  Kit kit = read_kit(make_kit(*quan, {kSecret, {Level::kThuong, {}}}).value()).value();
  EXPECT_FALSE(kit.label(kSecret));
  EXPECT_TRUE(kit.label(kWaiting));
  EXPECT_TRUE(kit.label({Level::kThuong, {}}));
  // A kit of before there was a quarantine.
  kit.labels.push_back(vault_->directory().label_for_writing(kSecret).value());
  const auto hand_in = [&](const Label& label) {
    auto writer = BundleWriter::create(folder_.path(), kit, label).value();
    EXPECT_TRUE(writer->document().add({ObjectKind::kText, 1}, as_bytes("trang một")));
    EXPECT_TRUE(writer->finish(station));
    return code_of(accept_bundle(*vault_, writer->file()));
  };
  EXPECT_EQ(hand_in(kSecret), ErrorCode::kBadInput);
  EXPECT_EQ(hand_in(kWaiting), kOpened);
  EXPECT_EQ(hand_in({Level::kThuong, {}}), kOpened);
}

}  // namespace
}  // namespace tangthu::vault
