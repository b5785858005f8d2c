// Two ascending lists have in common what a plain look finds, whatever their sizes.
#include "indexer/numbers.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

using List = std::vector<std::uint32_t>;

List some_numbers(std::mt19937& random, std::size_t most, std::uint32_t below) {
  std::set<std::uint32_t> out;
  const std::size_t size = random() % (most + 1);
  for (std::size_t i = 0; i < size; ++i)
    out.insert(random() % 7 == 0 ? UINT32_MAX - static_cast<std::uint32_t>(random() % 3)
                                 : static_cast<std::uint32_t>(random() % below));
  return {out.begin(), out.end()};
}

TEST(NumbersTest, CommonOnesAreFoundWhateverTheSizes) {
  std::mt19937 random(71);
  std::vector<Common> found{{9, 9}};  // what was there goes
  for (int round = 0; round < 4000; ++round) {
    // One of them often far longer than the other: then it is searched in.
    const List first = some_numbers(random, random() % 2 == 0 ? 4 : 200, 300);
    const List second = some_numbers(random, random() % 2 == 0 ? 4 : 200, 300);
    find_common(first, second, found);
    List plain;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(),
                          std::back_inserter(plain));
    ASSERT_EQ(found.size(), plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(first[found[i].in_first], plain[i]);
      EXPECT_EQ(second[found[i].in_second], plain[i]);
    }
  }
}

}  // namespace
}  // namespace tangthu::indexer
