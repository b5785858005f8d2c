#include "vault/key_pool.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tangthu::vault {
namespace {

Hash32 key_number(std::uint32_t number) {
  Hash32 key{};
  key[0] = static_cast<std::uint8_t>(number);
  key[1] = static_cast<std::uint8_t>(number >> 8);
  key[31] = 7;
  return key;
}

TEST(KeyPoolTest, KeysStayWhatTheyWereWhileThePoolGrows) {
  KeyPool pool;
  std::vector<KeyPool::Place> places;
  for (std::uint32_t i = 0; i < 1000; ++i)
    places.push_back(pool.add(key_number(i)));
  for (std::uint32_t i = 0; i < 1000; ++i) {
    EXPECT_TRUE(std::ranges::equal(pool.reveal(places[i]), key_number(i))) << i;
  }
}

TEST(KeyPoolTest, AReleasedKeyIsWipedAtOnceAndItsPlaceUsedAgain) {
  KeyPool pool;
  const KeyPool::Place first = pool.add(key_number(1));
  const KeyPool::Place second = pool.add(key_number(2));
  pool.release(first);
  EXPECT_TRUE(std::ranges::equal(pool.reveal(first), Hash32{}));
  EXPECT_TRUE(std::ranges::equal(pool.reveal(second), key_number(2)));
  EXPECT_EQ(pool.add(key_number(3)), first);
  EXPECT_TRUE(std::ranges::equal(pool.reveal(first), key_number(3)));
}

}  // namespace
}  // namespace tangthu::vault
