// A vault for tests: cheap to open, owned by "lan".
#pragma once

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "vault/vault.h"

namespace tangthu::vault {

inline Passphrase passphrase_of(std::string_view name) {
  return Passphrase(as_bytes("mật khẩu của " + std::string(name)));
}

class OpenVaultTest : public testing::Test {
 protected:
  void SetUp() override {
    CreateOptions options;
    options.user_name = "lan";
    options.cost = kLeastSlowHashCost;
    ASSERT_TRUE(Vault::create(path(), options, passphrase_of("lan")));
    reopen();
  }
  std::filesystem::path path() const { return folder_.path() / "vault"; }

  Result<std::unique_ptr<Vault>> open_as(const std::string& name,
                                         Access access = Access::kRead) const {
    return Vault::open(path(), name, passphrase_of(name), access);
  }
  void reopen() {
    vault_.reset();
    auto vault = open_as("lan", Access::kWrite);
    ASSERT_TRUE(vault) << vault.error().text();
    vault_ = std::move(*vault);
  }

  DocumentId store(const Label& label, std::string_view text) {
    auto writer = vault_->write_document(label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes(text)));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes(text)));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  static std::string text_of(Vault& vault, const DocumentId& id) {
    const auto reader = vault.open_document(id);
    if (!reader) return "(not found)";
    const auto bytes = reader->read({ObjectKind::kText, 1});
    return bytes ? std::string(as_text(*bytes)) : "(damaged)";
  }
  static std::size_t count_records(Vault& vault) {
    std::size_t count = 0;
    EXPECT_TRUE(vault.visit_label_records(
        LabelRecordKind::kCatalogue, [&](const Label&, LabelRecord&&) -> Result<void> {
          ++count;
          return {};
        }));
    return count;
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Vault> vault_;
};

}  // namespace tangthu::vault
