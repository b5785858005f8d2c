// What an interruption between two steps of one change must not leave. tests/crash found
// most of these.
#include "tests/vault/open_vault.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

const Label kMat{Level::kMat, {}};

class InterruptedTest : public OpenVaultTest {
 protected:
  // From here on the file can't be replaced, as on a full disk.
  void block(const std::string& file) const {
    fs::remove_all(path() / (file + ".new"));
    fs::create_directory(path() / (file + ".new"));
  }
  void unblock(const std::string& file) const {
    fs::remove_all(path() / (file + ".new"));
  }
};

// Once the new key was in use although the keyring with it could not be written: whatever
// was stored then was lost at the next opening.
TEST_F(InterruptedTest, ABarrierKeyThatCantBeKeptSealsNothing) {
  block("keyring");
  EXPECT_FALSE(vault().begin_barrier_epoch());
  unblock("keyring");
  const DocumentId id = store(kMat, "sau đó");
  reopen();
  EXPECT_EQ(text_of(session(), id), "sau đó");
}

// Once the user was there, without roles and without a slot, and his name was taken.
TEST_F(InterruptedTest, AUserWhoCouldNotBeAddedCanBeAddedAgain) {
  block("slots");
  EXPECT_FALSE(session().add_user("mai", passphrase_of("mai")));
  EXPECT_FALSE(session().find_user("mai"));
  unblock("slots");
  ASSERT_TRUE(session().add_user("mai", passphrase_of("mai")));
  close();
  EXPECT_TRUE(open_as("mai"));
}

// A name that is taken brings no second passphrase for it into the slots.
TEST_F(InterruptedTest, ATakenNameLeavesTheSlotsAsTheyAre) {
  const Bytes before = test::read_file(path() / "slots");
  EXPECT_FALSE(session().add_user("lan", passphrase_of("mai")));
  EXPECT_EQ(test::read_file(path() / "slots"), before);
}

// Once a reader's session went on when whoever revoked was killed before he ended it.
TEST_F(InterruptedTest, SessionsEndWhenAnInterruptedRevocationIsSettled) {
  store(kMat, "kế hoạch");
  add_user("mai", {Level::kMat, {}});
  const auto mai = open_as("mai");
  ASSERT_TRUE(mai);
  ASSERT_TRUE(mai->session->look("get"));
  const auto user = session().find_user("mai");
  ASSERT_TRUE(vault().directory().revoke(*user, {}));  // and no further
  reopen();
  EXPECT_FALSE(mai->session->look("get"));
}

}  // namespace
}  // namespace tangthu::vault
