#include "base/json.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

Bytes nested(std::size_t depth, std::uint8_t head) {
  Bytes out(depth, head);
  out.push_back(0x01);
  return out;
}

TEST(JsonTest, WhatWasWrittenAsCborIsReadAgain) {
  const Json json = {{"text", "Kính gửi"},
                     {"numbers", {1, -2, 300, 70'000, 1e300, 0.5}},
                     {"nothing", nullptr},
                     {"yes", true},
                     {"long", std::string(300, 'x')}};
  EXPECT_EQ(json_from_cbor(Json::to_cbor(json)).value(), json);
  EXPECT_EQ(json_from_text(json.dump()).value(), json);
}

TEST(JsonTest, CborThatIsCutOrLongerIsNone) {
  const Bytes good = Json::to_cbor({{"a", {1, 2, 3}}, {"b", "text"}});
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(json_from_cbor(ByteView(good).first(size))) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(json_from_cbor(longer));
}

// Each of these ended the program: the library throws, or calls itself without an end.
TEST(JsonTest, CborThatClaimsMoreThanMemoryHasIsNone) {
  for (const std::uint8_t head : {std::uint8_t{0x9B}, std::uint8_t{0xBB}}) {
    Bytes bytes(9, 0xEE);
    bytes[0] = head;
    EXPECT_FALSE(json_from_cbor(bytes));
  }
}

TEST(JsonTest, CborDeeperThanItsLimitIsNone) {
  EXPECT_TRUE(json_from_cbor(nested(kMaxJsonDepth, 0x81)));
  EXPECT_FALSE(json_from_cbor(nested(kMaxJsonDepth + 1, 0x81)));
  for (const std::uint8_t head :
       {std::uint8_t{0x81}, std::uint8_t{0x9F}, std::uint8_t{0x7F}, std::uint8_t{0x5F},
        std::uint8_t{0xC1}})
    EXPECT_FALSE(json_from_cbor(nested(1'000'000, head)));
}

TEST(JsonTest, TextDeeperThanItsLimitIsNone) {
  const auto text = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(json_from_text(text(kMaxJsonDepth)));
  EXPECT_FALSE(json_from_text(text(kMaxJsonDepth + 1)));
  EXPECT_FALSE(json_from_text(text(1'000'000)));
}

TEST(JsonTest, BracketsWithinTextAreNoDepth) {
  const std::string brackets(1000, '[');
  EXPECT_TRUE(json_from_text("\"\\\"" + brackets + "\""));
  EXPECT_TRUE(json_from_text("[\"\\\\\", \"" + brackets + "\"]"));
}

}  // namespace
}  // namespace tangthu
