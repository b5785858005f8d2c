#include "vault/slots.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::vault {
namespace {

const Passphrase& right() {
  static const Passphrase passphrase(as_bytes("đúng là mật khẩu"));
  return passphrase;
}

class SlotsTest : public testing::Test {
 protected:
  void SetUp() override {
    header_.profile = Profile::kSingle;
    header_.cost = kLeastSlowHashCost;
    random_bytes(header_.id);
    random_bytes(header_.slot_salt);
    SlotContent content;
    random_bytes(content.root_key.reveal_writable());
    content.user = {4};
    ASSERT_TRUE(add_slot(folder_.path(), header_, "lan", right(), content));
    root_ = content.root_key.clone();
  }
  ErrorCode failure(std::string_view user, const Passphrase& passphrase) const {
    const auto opened = open_slot(folder_.path(), header_, user, passphrase);
    return opened ? ErrorCode::kUnexpected : opened.error().code();
  }

  test::TemporaryFolder folder_;
  VaultHeader header_{};
  RootKey root_;
};

TEST_F(SlotsTest, NameAndPassphraseOpenTheSlot) {
  const auto opened = open_slot(folder_.path(), header_, "lan", right());
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal_in_constant_time(opened->root_key.reveal(), root_.reveal()));
  EXPECT_EQ(opened->user, UserId{4});
}

TEST_F(SlotsTest, AWrongPassphraseAndAnUnknownNameAreOneAnswer) {
  EXPECT_EQ(failure("lan", Passphrase(as_bytes("sai"))), ErrorCode::kAuthentication);
  EXPECT_EQ(failure("mai", right()), ErrorCode::kAuthentication);
}

TEST_F(SlotsTest, SeveralUsersEachOpenTheirOwn) {
  SlotContent content;
  content.user = {5};
  const Passphrase other(as_bytes("của Mai"));
  ASSERT_TRUE(add_slot(folder_.path(), header_, "mai", other, content));
  EXPECT_EQ(open_slot(folder_.path(), header_, "mai", other)->user, UserId{5});
  EXPECT_EQ(open_slot(folder_.path(), header_, "lan", right())->user, UserId{4});
  EXPECT_EQ(failure("lan", other), ErrorCode::kAuthentication);
}

TEST_F(SlotsTest, TheFileDoesNotNameItsUsers) {
  EXPECT_EQ(test::file_with(folder_.path(), "lan"), "");
}

TEST_F(SlotsTest, EveryFlippedByteIsNoticed) {
  const auto file = folder_.path() / "slots";
  const Bytes good = test::read_file(file);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    test::write_file(file, changed);
    EXPECT_EQ(failure("lan", right()), ErrorCode::kCorrupt) << at;
  }
}

TEST_F(SlotsTest, TheHeaderComesBackAndDamageIsNoticed) {
  ASSERT_TRUE(write_header(folder_.path(), header_));
  const auto read = read_header(folder_.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, header_.id);
  const auto file = folder_.path() / "VAULT";
  const Bytes good = test::read_file(file);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    test::write_file(file, changed);
    EXPECT_FALSE(read_header(folder_.path())) << at;
  }
}

TEST_F(SlotsTest, AnAbsurdCostInTheHeaderIsRefused) {
  header_.cost = {1000, 1 << 30};
  ASSERT_TRUE(write_header(folder_.path(), header_));
  EXPECT_FALSE(read_header(folder_.path()));
}

TEST_F(SlotsTest, ShredKeysComeBackUnderTheirRootKeyOnly) {
  ShredKeys keys;
  random_bytes(keys.by_epoch[1].reveal_writable());
  random_bytes(keys.by_epoch[2].reveal_writable());
  ASSERT_TRUE(write_shred_keys(folder_.path(), root_, header_.id, keys));
  const auto read = read_shred_keys(folder_.path(), root_, header_.id);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->current(), 2U);
  EXPECT_TRUE(equal_in_constant_time(read->by_epoch.at(1).reveal(),
                                     keys.by_epoch.at(1).reveal()));
  EXPECT_FALSE(read_shred_keys(folder_.path(), RootKey(), header_.id));
}

}  // namespace
}  // namespace tangthu::vault
