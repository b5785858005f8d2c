// The files beside the store that hold keys: VAULT, slots, keyring.
#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "vault/keyring.h"
#include "vault/passphrase.h"

namespace tangthu::vault {
namespace {

const Passphrase& right() {
  static const Passphrase passphrase(as_bytes("đúng là mật khẩu"));
  return passphrase;
}

class KeysTest : public testing::Test {
 protected:
  void SetUp() override {
    keyring_ = make_keyring();
    header_.profile = Profile::kSingle;
    header_.cost = kLeastSlowHashCost;
    random_bytes(header_.id);
    random_bytes(header_.slot_salt);
    header_.verify_key = verify_key_of(keyring_.signing_key);
    header_.intake_key = public_key_of(keyring_.intake_key);
    random_bytes(root_.reveal_writable());
    ASSERT_TRUE(write_header(folder_.path(), header_));
    ASSERT_TRUE(write_keyring(folder_.path(), root_, header_, keyring_));
    ASSERT_TRUE(add_slot(folder_.path(), header_.id, keys_of("lan", right()), root_));
  }
  PassphraseKeys keys_of(std::string_view user, const Passphrase& passphrase) const {
    return derive_passphrase(header_, user, passphrase);
  }
  ErrorCode failure(std::string_view user, const Passphrase& passphrase) const {
    const auto opened = open_slot(folder_.path(), header_.id, keys_of(user, passphrase));
    return opened ? ErrorCode::kUnexpected : opened.error().code();
  }
  // Calls `check` with every byte of the file changed in turn.
  void flip_all(const char* name, const std::function<void(std::size_t)>& check) const {
    const auto file = folder_.path() / name;
    const Bytes good = test::read_file(file);
    for (std::size_t at = 0; at < good.size(); ++at) {
      Bytes changed = good;
      changed[at] ^= 1;
      test::write_file(file, changed);
      check(at);
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
      test::write_file(file, ByteView(good).first(size));
      check(size);
    }
    test::write_file(file, good);
  }

  test::TemporaryFolder folder_;
  VaultHeader header_{};
  Keyring keyring_;
  RootKey root_;
};

TEST_F(KeysTest, NameAndPassphraseOpenTheRootKey) {
  const auto opened = open_slot(folder_.path(), header_.id, keys_of("lan", right()));
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal_in_constant_time(opened->reveal(), root_.reveal()));
}

TEST_F(KeysTest, AWrongPassphraseAndAnUnknownNameAreOneAnswer) {
  EXPECT_EQ(failure("lan", Passphrase(as_bytes("sai"))), ErrorCode::kAuthentication);
  EXPECT_EQ(failure("mai", right()), ErrorCode::kAuthentication);
}

TEST_F(KeysTest, SeveralUsersEachOpenTheirOwnSlot) {
  const Passphrase other(as_bytes("của Mai"));
  ASSERT_TRUE(add_slot(folder_.path(), header_.id, keys_of("mai", other), root_));
  EXPECT_EQ(failure("mai", other), ErrorCode::kUnexpected);
  EXPECT_EQ(failure("lan", right()), ErrorCode::kUnexpected);
  EXPECT_EQ(failure("lan", other), ErrorCode::kAuthentication);
}

TEST_F(KeysTest, TheFilesDoNotNameUsers) {
  EXPECT_EQ(test::file_with(folder_.path(), "lan"), "");
}

TEST_F(KeysTest, SlotAndLoginKeysAreDifferent) {
  const PassphraseKeys keys = keys_of("lan", right());
  EXPECT_NE(keys.slot_tag, keys.login_tag);
  EXPECT_FALSE(equal_in_constant_time(keys.slot_key.reveal(), keys.login_key.reveal()));
}

TEST_F(KeysTest, EveryChangedOrMissingByteOfASlotIsNoticed) {
  const PassphraseKeys keys = keys_of("lan", right());
  flip_all("slots", [&](std::size_t at) {
    const auto opened = open_slot(folder_.path(), header_.id, keys);
    ASSERT_FALSE(opened) << at;
    EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt) << at;
  });
}

TEST_F(KeysTest, EveryChangedOrMissingByteOfTheHeaderIsNoticed) {
  ASSERT_EQ(read_header(folder_.path())->id, header_.id);
  flip_all("VAULT",
           [&](std::size_t at) { EXPECT_FALSE(read_header(folder_.path())) << at; });
}

TEST_F(KeysTest, EveryChangedOrMissingByteOfTheKeyringIsNoticed) {
  ASSERT_TRUE(read_keyring(folder_.path(), root_, header_));
  flip_all("keyring", [&](std::size_t at) {
    EXPECT_FALSE(read_keyring(folder_.path(), root_, header_)) << at;
  });
}

TEST_F(KeysTest, TheKeyringComesBackUnderItsRootKeyOnly) {
  random_bytes(keyring_.barrier_keys[7].reveal_writable());
  ASSERT_TRUE(write_keyring(folder_.path(), root_, header_, keyring_));
  const auto read = read_keyring(folder_.path(), root_, header_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->barrier_epoch(), 7U);
  EXPECT_TRUE(equal_in_constant_time(read->barrier_keys.at(1).reveal(),
                                     keyring_.barrier_keys.at(1).reveal()));
  EXPECT_EQ(read_keyring(folder_.path(), RootKey(), header_).error().code(),
            ErrorCode::kAuthentication);
}

TEST_F(KeysTest, AnExchangedHeaderIsNoticed) {
  header_.intake_key[3] ^= 1;
  EXPECT_EQ(read_keyring(folder_.path(), root_, header_).error().code(),
            ErrorCode::kCorrupt);
}

TEST_F(KeysTest, AnAbsurdCostInTheHeaderIsRefused) {
  header_.cost = {1000, 1 << 30};
  ASSERT_TRUE(write_header(folder_.path(), header_));
  EXPECT_FALSE(read_header(folder_.path()));
}

TEST(SlowHashTest, TheMeasuredCostIsNeverLessThanTheStandard) {
  const SlowHashCost least = measured_cost(std::chrono::milliseconds(0));
  EXPECT_EQ(least.passes, kSlowHashCost.passes);
  EXPECT_EQ(least.memory_kib, kSlowHashCost.memory_kib);
  const SlowHashCost most = measured_cost(std::chrono::hours(1));
  EXPECT_EQ(most.passes, kMostSlowHashCost.passes);
}

}  // namespace
}  // namespace tangthu::vault
