#include "base/secret.h"

#include <type_traits>

#include <gtest/gtest.h>

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
