// A vault for tests: cheap to open, owned by "lan".
#pragma once

#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "vault/session.h"

namespace tangthu::vault {

inline Passphrase passphrase_of(std::string_view name) {
  return Passphrase(as_bytes("mật khẩu của " + std::string(name)));
}

class OpenVaultTest : public testing::Test {
 public:
  static Result<DocumentReader> open_document(Session& session, const DocumentId& id) {
    const auto look = session.look("get");
    if (!look) return Failure(look.error());
    return session.open_document(*look, id);
  }
  static std::string text_of(Session& session, const DocumentId& id) {
    const auto reader = open_document(session, id);
    if (!reader) {
      return reader.error().code() == ErrorCode::kNotFound ? "(not found)" : "(error)";
    }
    const auto bytes = reader->read({ObjectKind::kText, 1});
    return bytes ? std::string(as_text(*bytes)) : "(damaged)";
  }

 protected:
  void SetUp() override {
    CreateOptions options;
    options.cost = kLeastSlowHashCost;
    RootKey root;
    random_bytes(root.reveal_writable());
    std::vector<Founder> founders;
    founders.push_back(
        {"lan", passphrase_of("lan"), Roles::all(), {{Level::kTuyetMat, {}, true}}});
    const auto made = Vault::create(path(), options, root, founders);
    ASSERT_TRUE(made) << made.error().text();
    reopen();
  }
  void TearDown() override { close(); }
  std::filesystem::path path() const { return folder_.path() / "vault"; }

  Result<OpenedVault> open_as(const std::string& name,
                              Access access = Access::kRead) const {
    return open_with_passphrase(path(), name, passphrase_of(name), access);
  }
  void close() {
    opened_.session.reset();
    opened_.vault.reset();
  }
  void reopen() {
    close();
    auto opened = open_as("lan", Access::kWrite);
    ASSERT_TRUE(opened) << opened.error().text();
    opened_ = std::move(*opened);
  }
  Session& session() const { return *opened_.session; }
  Vault& vault() const { return *opened_.vault; }

  DocumentId store(const Label& label, std::string_view text) const {
    auto writer = session().write_document(label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes(text)));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes(text)));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  void add_user(const std::string& name, const Clearance& clearance) const {
    ASSERT_TRUE(session().add_user(name, passphrase_of(name)));
    grant(name, clearance);
  }
  void grant(const std::string& name, const Clearance& clearance) const {
    const auto user = session().find_user(name);
    ASSERT_TRUE(user);
    const auto granted = session().propose(GrantAction{user->id, clearance});
    ASSERT_TRUE(granted) << granted.error().text();
  }
  static std::size_t count_records(Session& session) {
    std::size_t count = 0;
    const auto look = session.look("list");
    EXPECT_TRUE(look);
    const auto damaged =
        session.visit_label_records(*look, LabelRecordKind::kCatalogue,
                                    [&](const Label&, LabelRecord&&) -> Result<void> {
                                      ++count;
                                      return {};
                                    });
    EXPECT_TRUE(damaged);
    EXPECT_EQ(damaged.value_or(1), 0U);
    return count;
  }

  test::TemporaryFolder folder_{test::memory_or_disk()};
  OpenedVault opened_;
};

}  // namespace tangthu::vault
