#include "base/secret.h"

#include <fstream>
#include <type_traits>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tangthu {
namespace {

struct TestRole;
using TestKey = SecretOf<TestRole>;

static_assert(!std::is_copy_constructible_v<TestKey>);
static_assert(!std::is_copy_assignable_v<TestKey>);
static_assert(std::is_nothrow_move_constructible_v<TestKey>);

TEST(SecretTest, HoldsWhatItWasGiven) {
  std::array<std::uint8_t, 32> bytes{};
  bytes[31] = 5;
  TestKey key = TestKey::copy_of(bytes);
  const TestKey moved = std::move(key);
  EXPECT_EQ(moved.reveal()[31], 5);
  EXPECT_EQ(moved.clone().reveal()[31], 5);
}

TEST(SecretTest, MemoryThatIsUsedAgainHoldsNothingOfBefore) {
  const std::uint8_t* place = nullptr;
  {
    TestKey key;
    std::fill(key.reveal_writable().begin(), key.reveal_writable().end(), 0xAB);
    place = key.reveal().data();
  }
  const TestKey next;
  EXPECT_EQ(next.reveal().data(), place);
  for (const std::uint8_t byte : next.reveal())
    EXPECT_EQ(byte, 0);
}

// Locks are not inherited; memory that the parent gave back must not be used again.
TEST(SecretTest, AChildsSecretsAreLockedToo) {
#ifdef TANGTHU_SANITIZED
  GTEST_SKIP() << "sanitizers make mlock() do nothing";
#endif
  { const LockedBuffer given_back(32); }
  const pid_t child = fork();
  if (child == 0) {
    const LockedBuffer buffer(32);
    std::ifstream in("/proc/self/status");
    std::string word;
    std::uint64_t locked_kib = 0;
    while (in >> word) {
      if (word == "VmLck:") in >> locked_kib;
    }
    _exit(locked_kib > 0 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(SecretDeathTest, WritingPastTheEndHitsAGuardPage) {
  EXPECT_DEATH(
      {
        LockedBuffer buffer(16);
        volatile std::uint8_t* past = buffer.span().data();
        past[16] = 1;
      },
      "");
}

TEST(PassphraseTest, MayBeEmptyAndSaysSo) {
  EXPECT_TRUE(Passphrase({}).empty());
  EXPECT_FALSE(Passphrase(as_bytes("mật khẩu")).empty());
}

}  // namespace
}  // namespace tangthu
