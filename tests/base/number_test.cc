#include "base/number.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(NumberTest, IsTheWholeText) {
  EXPECT_EQ(parse_number<int>("0"), 0);
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<std::uint32_t>("007"), 7U);
  for (const char* text : {"", " 1", "1 ", "+1", "1a", "0x1", "1.5", "-"})
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << text;
}

TEST(NumberTest, FitsItsType) {
  EXPECT_EQ(parse_number<std::uint32_t>("4294967295"), 4294967295U);
  EXPECT_EQ(parse_number<std::uint32_t>("4294967296"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint64_t>("-1"), std::nullopt);
}

}  // namespace
}  // namespace tangthu
