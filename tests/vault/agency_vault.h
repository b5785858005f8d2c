// An agency: an administrator, three officers (one of them cleared for little), an
// auditor, an archivist and a reader. Opened without the quorum, whose own tests are
// elsewhere.
#pragma once

#include "tests/vault/open_vault.h"

namespace tangthu::vault {

class AgencyTest : public testing::Test {
 protected:
  void SetUp() override {
    random_bytes(root_.reveal_writable());
    CreateOptions options;
    options.profile = Profile::kAgency;
    options.cost = kLeastSlowHashCost;
    options.recovery_key = recovery_.public_key;
    const std::vector<Clearance> all = {{Level::kTuyetMat, {}, true}};
    std::vector<Founder> founders;
    founders.push_back({"quan", passphrase_of("quan"), {Role::kAdministrator}, {}});
    founders.push_back({"an", passphrase_of("an"), {Role::kOfficer}, all});
    founders.push_back({"binh", passphrase_of("binh"), {Role::kOfficer}, all});
    founders.push_back(
        {"chau", passphrase_of("chau"), {Role::kOfficer}, {{Level::kThuong, {}}}});
    founders.push_back({"kiem", passphrase_of("kiem"), {Role::kAuditor}, {}});
    founders.push_back({"luu", passphrase_of("luu"), {Role::kArchivist}, all});
    founders.push_back(
        {"doc", passphrase_of("doc"), {Role::kReader}, {{Level::kThuong, {}}}});
    const auto made = Vault::create(path(), options, root_, founders);
    ASSERT_TRUE(made) << made.error().text();
    vault_ = open(Access::kWrite);
    ASSERT_TRUE(vault_);
    secret_ = store(kSecret, "phương án");
  }

  std::filesystem::path path() const { return folder_.path() / "vault"; }
  std::unique_ptr<Vault> open(Access access) const {
    auto opened = Vault::unseal(path(), root_.clone(), access);
    EXPECT_TRUE(opened) << opened.error().text();
    return opened ? std::move(*opened) : nullptr;
  }
  std::unique_ptr<Session> log_in(const char* name) const {
    return log_in(*vault_, name);
  }
  static std::unique_ptr<Session> log_in(Vault& vault, const char* name) {
    auto session = vault.log_in(name, passphrase_of(name));
    EXPECT_TRUE(session) << name;
    return session ? std::move(*session) : nullptr;
  }
  DocumentId store(const Label& label, std::string_view text) const {
    const auto luu = log_in("luu");
    auto writer = luu->write_document(label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes(text)));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes(text)));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  UserId id_of(const char* name) const {
    return vault_->directory().user_named(name).value().id;
  }
  // Proposed by one officer and signed by another.
  Result<Outcome> decide(const Action& action, const char* first = "an",
                         const char* second = "binh") const {
    const Outcome proposed = TRY(log_in(first)->propose(action));
    return log_in(second)->approve(proposed.request);
  }
  static ErrorCode code_of(const auto& result) {
    return result ? ErrorCode::kUnexpected : result.error().code();
  }
  static ErrorCode read_code(Session& session, const DocumentId& id) {
    const auto look = session.look("get");
    if (!look) return look.error().code();
    return code_of(session.open_document(*look, id));
  }
  static constexpr ErrorCode kOpened = ErrorCode::kUnexpected;

  static inline const Label kSecret{Level::kMat, {"to-chuc"}};
  static inline const Clearance kForSecret{Level::kMat, {"to-chuc"}};
  test::TemporaryFolder folder_{test::memory_or_disk()};
  RootKey root_;
  KeyPair recovery_ = make_key_pair();
  std::unique_ptr<Vault> vault_;
  DocumentId secret_ = DocumentId::random();
};

}  // namespace tangthu::vault
