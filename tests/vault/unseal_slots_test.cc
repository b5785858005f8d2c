#include "vault/unseal_slots.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::kUnexpected : result.error().code();
}

class UnsealSlotsTest : public testing::Test {
 protected:
  void SetUp() override {
    random_bytes(vault_);
    random_bytes(root_.reveal_writable());
    auto made = make_share_slot(vault_, root_, {2, 3}, SlotState::kActive, "shares");
    ASSERT_TRUE(made);
    shares_ = std::move(made->shares);
    ASSERT_TRUE(add_unseal_slot(path(), vault_, made->slot));
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path file() const { return path() / "unseal"; }
  std::filesystem::path key_file() const { return path() / "main.key"; }
  UnsealSlots slots() const { return *read_unseal_slots(path()); }

  static std::vector<Share> pick(const std::vector<Share>& from,
                                 std::initializer_list<std::size_t> which) {
    std::vector<Share> out;
    for (const std::size_t i : which)
      out.push_back(from[i].clone());
    return out;
  }
  bool is_root(const Result<RootKey>& key) const {
    return key && equal_in_constant_time(key->reveal(), root_.reveal());
  }
  bool opens(const std::vector<Share>& shares) const {
    return is_root(open_with_shares(slots(), pick(shares, {0, 1})));
  }
  void add_key_file() {
    auto slot = make_key_file_slot(vault_, root_, "key", key_file());
    ASSERT_TRUE(slot);
    ASSERT_TRUE(add_unseal_slot(path(), vault_, *slot));
  }
  Result<RootKey> open_key_file() const {
    return open_with_key_file(slots(), key_file(), KeyFileOrigin::kFile);
  }

  test::TemporaryFolder folder_;
  VaultId vault_{};
  RootKey root_;
  std::vector<Share> shares_;
};

TEST_F(UnsealSlotsTest, AnyTwoOfThreeSharesGiveTheRootKey) {
  EXPECT_TRUE(is_root(open_with_shares(slots(), pick(shares_, {0, 1}))));
  EXPECT_TRUE(is_root(open_with_shares(slots(), pick(shares_, {2, 0}))));
  EXPECT_TRUE(is_root(open_with_shares(slots(), shares_)));
}

TEST_F(UnsealSlotsTest, TooFewSharesAndNoneAreRefused) {
  EXPECT_EQ(code_of(open_with_shares(slots(), pick(shares_, {1}))),
            ErrorCode::kAuthentication);
  EXPECT_EQ(code_of(open_with_shares(slots(), {})), ErrorCode::kAuthentication);
  EXPECT_EQ(code_of(open_with_shares(slots(), pick(shares_, {1, 1}))), ErrorCode::kUsage);
}

TEST_F(UnsealSlotsTest, AWrongShareIsNamedByItsNumber) {
  auto given = pick(shares_, {0, 2});
  given[1].part.value.reveal_writable()[3] ^= 1;
  const auto opened = open_with_shares(slots(), given);
  EXPECT_EQ(code_of(opened), ErrorCode::kAuthentication);
  EXPECT_EQ(opened.error().subject(), "3");
}

TEST_F(UnsealSlotsTest, SharesOfAnotherVaultOrPurposeAreToldApart) {
  auto given = pick(shares_, {0, 1});
  given[0].purpose = SharePurpose::kRecovery;
  EXPECT_EQ(code_of(open_with_shares(slots(), given)), ErrorCode::kUsage);
  given = pick(shares_, {0, 1});
  given[1].vault[0] ^= 1;
  EXPECT_EQ(code_of(open_with_shares(slots(), given)), ErrorCode::kUsage);
}

TEST_F(UnsealSlotsTest, SharesOfTwoSlotsDoNotMix) {
  auto other = make_share_slot(vault_, root_, {2, 3}, SlotState::kActive, "others");
  ASSERT_TRUE(add_unseal_slot(path(), vault_, other->slot));
  EXPECT_TRUE(opens(other->shares));
  std::vector<Share> mixed = pick(shares_, {0});
  mixed.push_back(other->shares[1].clone());
  EXPECT_EQ(code_of(open_with_shares(slots(), mixed)), ErrorCode::kAuthentication);
}

TEST_F(UnsealSlotsTest, EveryFlippedByteOfTheFileIsNoticed) {
  add_key_file();
  const Bytes good = test::read_file(file());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    test::write_file(file(), changed);
    EXPECT_EQ(code_of(read_unseal_slots(path())), ErrorCode::kCorrupt) << at;
    test::write_file(file(), ByteView(good).first(at));
    EXPECT_EQ(code_of(read_unseal_slots(path())), ErrorCode::kCorrupt) << at;
  }
}

// Someone who repairs the frame's check, too, gets errors or the right key: never
// another.
TEST_F(UnsealSlotsTest, AForgedFileNeverGivesAnotherKey) {
  add_key_file();
  const std::string magic = "tangthu unseal1\n";
  const Bytes good = *unframe_file(magic, test::read_file(file()), "");
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U}) {
      Bytes changed = good;
      changed[at] ^= static_cast<std::uint8_t>(flip);
      test::write_file(file(), frame_file(magic, changed));
      const auto read = read_unseal_slots(path());
      const auto by_shares = read ? open_with_shares(*read, pick(shares_, {0, 1}))
                                  : Result<RootKey>(Failure(read.error()));
      const auto by_file =
          read ? open_with_key_file(*read, key_file(), KeyFileOrigin::kFile)
               : Result<RootKey>(Failure(read.error()));
      EXPECT_TRUE(!by_shares || is_root(by_shares)) << at;
      EXPECT_TRUE(!by_file || is_root(by_file)) << at;
      refused += !by_shares || !by_file ? 1 : 0;
    }
  }
  // All but the two bytes that count confirmations, of either slot.
  EXPECT_GE(refused, 2 * good.size() - 2 * 2 * 2);
}

TEST_F(UnsealSlotsTest, AnotherVaultsSlotsDoNotOpen) {
  UnsealSlots moved = slots();
  moved.vault[15] ^= 1;
  EXPECT_EQ(code_of(open_with_shares(moved, pick(shares_, {0, 1}))), ErrorCode::kCorrupt);
}

TEST_F(UnsealSlotsTest, TheLastWayCantBeRemovedAndOthersCan) {
  const SlotId first = slots().slots.at(0).id;
  EXPECT_EQ(code_of(remove_unseal_slot(path(), first)), ErrorCode::kUsage);
  add_key_file();
  EXPECT_TRUE(remove_unseal_slot(path(), first));
  EXPECT_EQ(code_of(open_with_shares(slots(), pick(shares_, {0, 1}))),
            ErrorCode::kAuthentication);
  EXPECT_TRUE(is_root(open_key_file()));
  EXPECT_EQ(code_of(remove_unseal_slot(path(), first)), ErrorCode::kNotFound);
}

TEST_F(UnsealSlotsTest, TheVaultTakesSixtyFourSlotsAndNoMore) {
  const UnsealSlot slot = slots().slots.at(0);
  for (std::size_t i = 1; i < kMaxUnsealSlots; ++i)
    ASSERT_TRUE(add_unseal_slot(path(), vault_, slot));
  EXPECT_EQ(code_of(add_unseal_slot(path(), vault_, slot)), ErrorCode::kUsage);
  EXPECT_EQ(slots().slots.size(), kMaxUnsealSlots);
}

TEST_F(UnsealSlotsTest, AKeyFileOpensTheVaultAndIsForItsOwnerOnly) {
  add_key_file();
  EXPECT_TRUE(is_root(open_key_file()));
  struct stat info {};
  ASSERT_EQ(stat(key_file().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  ASSERT_EQ(chmod(key_file().c_str(), 0640), 0);
  EXPECT_EQ(code_of(open_key_file()), ErrorCode::kUsage);
  EXPECT_TRUE(
      is_root(open_with_key_file(slots(), key_file(), KeyFileOrigin::kCredential)));
}

TEST_F(UnsealSlotsTest, AKeyFileIsNeverOverwritten) {
  add_key_file();
  EXPECT_EQ(code_of(make_key_file_slot(vault_, root_, "again", key_file())),
            ErrorCode::kUsage);
  EXPECT_TRUE(is_root(open_key_file()));
}

TEST_F(UnsealSlotsTest, EveryFlippedByteOfAKeyFileIsNoticed) {
  add_key_file();
  const Bytes good = test::read_file(key_file());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    test::write_file(key_file(), changed);
    EXPECT_EQ(code_of(open_key_file()), ErrorCode::kCorrupt) << at;
  }
  std::filesystem::remove(key_file());
  EXPECT_EQ(code_of(open_key_file()), ErrorCode::kNotFound);
}

TEST_F(UnsealSlotsTest, AnotherVaultsKeyFileIsRefused) {
  add_key_file();
  const auto other = path() / "other.key";
  ASSERT_TRUE(make_key_file_slot(vault_, root_, "not added", other));
  EXPECT_EQ(code_of(open_with_key_file(slots(), other, KeyFileOrigin::kFile)),
            ErrorCode::kAuthentication);
}

TEST_F(UnsealSlotsTest, ASystemdCredentialIsFoundByItsName) {
  unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_FALSE(unseal_credential());
  setenv("CREDENTIALS_DIRECTORY", path().c_str(), 1);
  EXPECT_FALSE(unseal_credential());
  auto slot = make_key_file_slot(vault_, root_, "boot", path() / "tangthu-unseal");
  ASSERT_TRUE(add_unseal_slot(path(), vault_, *slot));
  const auto credential = unseal_credential();
  unsetenv("CREDENTIALS_DIRECTORY");
  ASSERT_TRUE(credential);
  EXPECT_TRUE(
      is_root(open_with_key_file(slots(), *credential, KeyFileOrigin::kCredential)));
}

TEST_F(UnsealSlotsTest, OldSharesStayInForceUntilEveryCustodianHasConfirmed) {
  add_key_file();
  auto fresh = begin_rekey(path(), root_, {3, 4}, "new shares");
  ASSERT_TRUE(fresh);
  for (std::size_t i = 0; i < fresh->size(); ++i) {
    EXPECT_TRUE(opens(shares_));
    EXPECT_EQ(code_of(open_with_shares(slots(), *fresh)), ErrorCode::kAuthentication);
    const auto progress = confirm_share(path(), (*fresh)[i]);
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->confirmed, i + 1);
    EXPECT_EQ(progress->finished(), i == 3);
  }
  EXPECT_TRUE(is_root(open_with_shares(slots(), pick(*fresh, {3, 1, 0}))));
  EXPECT_EQ(code_of(open_with_shares(slots(), pick(shares_, {0, 1}))),
            ErrorCode::kAuthentication);
  EXPECT_EQ(slots().slots.size(), 2U);
  EXPECT_TRUE(is_root(open_key_file()));
}

TEST_F(UnsealSlotsTest, ConfirmingTwiceCountsOnce) {
  auto fresh = begin_rekey(path(), root_, {2, 2}, "new");
  EXPECT_EQ(confirm_share(path(), (*fresh)[0])->confirmed, 1U);
  EXPECT_EQ(confirm_share(path(), (*fresh)[0])->confirmed, 1U);
  EXPECT_TRUE(slots().slots.at(1).share_is_confirmed(1));
  EXPECT_FALSE(slots().slots.at(1).share_is_confirmed(2));
}

TEST_F(UnsealSlotsTest, OnlyAShareOfTheNewSplitConfirms) {
  EXPECT_EQ(code_of(confirm_share(path(), shares_[0])), ErrorCode::kNotFound);
  auto fresh = begin_rekey(path(), root_, {2, 2}, "new");
  EXPECT_EQ(code_of(confirm_share(path(), shares_[0])), ErrorCode::kAuthentication);
  (*fresh)[0].part.value = random_scalar();
  const auto wrong = confirm_share(path(), (*fresh)[0]);
  EXPECT_EQ(code_of(wrong), ErrorCode::kAuthentication);
  EXPECT_EQ(wrong.error().subject(), "1");
}

TEST_F(UnsealSlotsTest, ARekeyThatIsGivenUpLeavesTheOldSharesInForce) {
  auto fresh = begin_rekey(path(), root_, {2, 3}, "new");
  EXPECT_EQ(code_of(begin_rekey(path(), root_, {2, 3}, "more")), ErrorCode::kUsage);
  ASSERT_TRUE(confirm_share(path(), (*fresh)[0]));
  ASSERT_TRUE(abort_rekey(path()));
  EXPECT_TRUE(opens(shares_));
  EXPECT_EQ(slots().slots.size(), 1U);
  EXPECT_EQ(code_of(abort_rekey(path())), ErrorCode::kNotFound);
}

// Each step is one write: whatever step a crash came before or after, the file of that
// moment opens with the shares that are in force in it.
TEST_F(UnsealSlotsTest, EveryStepOfARekeyLeavesAFileThatOpens) {
  std::vector<Bytes> moments{test::read_file(file())};
  auto fresh = begin_rekey(path(), root_, {2, 3}, "new");
  moments.push_back(test::read_file(file()));
  for (const Share& share : *fresh) {
    ASSERT_TRUE(confirm_share(path(), share));
    moments.push_back(test::read_file(file()));
  }
  for (std::size_t i = 0; i < moments.size(); ++i) {
    test::write_file(file(), moments[i]);
    test::write_file(path() / "unseal.new", ByteView(moments.back()).first(20));
    const bool last = i + 1 == moments.size();
    EXPECT_EQ(opens(shares_), !last) << i;
    EXPECT_EQ(opens(*fresh), last) << i;
    EXPECT_EQ(confirm_share(path(), (*fresh)[0]).has_value(), i > 0 && !last) << i;
  }
}

TEST_F(UnsealSlotsTest, AWriteThatFailsLeavesTheOldState) {
  const Bytes before = test::read_file(file());
  std::filesystem::create_directory(path() / "unseal.new");  // in the way of every write
  EXPECT_EQ(code_of(begin_rekey(path(), root_, {2, 3}, "new")), ErrorCode::kStorage);
  EXPECT_EQ(test::read_file(file()), before);
  EXPECT_TRUE(opens(shares_));
}

TEST_F(UnsealSlotsTest, NamesAndQuorumsOutsideTheLimitsAreRefused) {
  for (const auto& name : {std::string(), std::string(201, 'a')}) {
    EXPECT_EQ(code_of(make_share_slot(vault_, root_, {2, 3}, SlotState::kActive, name)),
              ErrorCode::kUsage);
  }
  EXPECT_EQ(code_of(begin_rekey(path(), root_, {1, 1}, "alone")), ErrorCode::kUsage);
}

}  // namespace
}  // namespace tangthu::vault
