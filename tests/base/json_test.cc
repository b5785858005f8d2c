#include "base/json.h"

#include <cmath>
#include <limits>

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

TEST(JsonTest, NumbersAndConstantsOfEveryWidthAreWhatTheLibraryReads) {
  for (const std::uint64_t number : {0ULL, 23ULL, 24ULL, 255ULL, 256ULL, 65'535ULL,
                                     65'536ULL, 4'294'967'296ULL, ~0ULL})
    EXPECT_EQ(json_from_cbor(Json::to_cbor(number)).value(), Json(number));
  for (const std::int64_t number :
       {std::int64_t{-1}, std::int64_t{-24}, std::int64_t{-25}, std::int64_t{-256},
        std::int64_t{-257}, std::int64_t{-65'537},
        std::numeric_limits<std::int64_t>::min()})
    EXPECT_EQ(json_from_cbor(Json::to_cbor(number)).value(), Json(number));
  for (const double number : {0.0, 0.98, 0.5, -1e-300, 3.4e38, 1e39})
    EXPECT_EQ(json_from_cbor(Json::to_cbor(number)).value(), Json(number));
  for (const int bits : {0x0000, 0x0001, 0x03FF, 0x3C00, 0x7BFF, 0xC000, 0xFC00}) {
    const Bytes half = {0xF9, static_cast<std::uint8_t>(bits >> 8),
                        static_cast<std::uint8_t>(bits & 0xFF)};
    EXPECT_EQ(json_from_cbor(half).value(), Json::from_cbor(half)) << bits;
  }
  EXPECT_TRUE(std::isnan(json_from_cbor(Bytes{0xF9, 0x7E, 0x00})->get<double>()));
  const Bytes bytes = {0x42, 0x01, 0xFF};
  EXPECT_EQ(json_from_cbor(bytes).value(), Json::from_cbor(bytes));
  // The least number is one more than this can say.
  EXPECT_FALSE(json_from_cbor(Bytes{0x3B, 0x80, 0, 0, 0, 0, 0, 0, 0}));
  for (const int head : {0xE0, 0xF7, 0xF8, 0xFF})
    EXPECT_FALSE(json_from_cbor(Bytes{static_cast<std::uint8_t>(head)})) << head;
}

TEST(JsonTest, AMemberThatComesTwiceIsNoObject) {
  const Bytes twice = {0xA2, 0x61, 'a', 0x01, 0x61, 'a', 0x02};
  EXPECT_FALSE(json_from_cbor(twice));
  const Bytes not_a_name = {0xA1, 0x01, 0x01};
  EXPECT_FALSE(json_from_cbor(not_a_name));
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
