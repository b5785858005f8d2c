#include "ocr/stamps.h"

#include <gtest/gtest.h>

#include "ocr/stamp_words.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Print;

class StampsTest : public ::testing::Test {
 protected:
  static std::vector<Stamp> stamps_on(const Print& print) {
    auto engine = Engine::create("vie", "");
    if (!engine) return {};
    return find_stamps(print.page(), **engine,
                       std::chrono::steady_clock::now() + std::chrono::seconds(60));
  }
};

TEST_F(StampsTest, EmptyLayerHasNone) {
  EXPECT_TRUE(stamps_on(Print()).empty());
}

TEST_F(StampsTest, SecrecyIsReadTurnedAndFaint) {
  for (const double degrees : {0.0, 8.0, -18.0}) {
    for (const char* words : {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}) {
      Print print;
      print.stamp(60, 100, words, 16, degrees, 0.3);
      const auto stamps = stamps_on(print);
      ASSERT_EQ(stamps.size(), 1U) << words << " at " << degrees;
      EXPECT_EQ(stamps[0].text, words);
      EXPECT_EQ(stamps[0].kind, "secrecy");
    }
  }
}

TEST_F(StampsTest, UnreadableFramedWordCountsAsSecrecy) {
  Print print;
  print.stamp(60, 100, "▒▓▒", 16, 0, 0.8);
  const auto stamps = stamps_on(print);
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].kind, "secrecy");
  EXPECT_LT(stamps[0].confidence, 0.5);
}

TEST_F(StampsTest, RingIsASealWithoutWords) {
  Print print;
  print.ring(100, 100, 18, 0.8);
  const auto stamps = stamps_on(print);
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].kind, "seal");
  EXPECT_EQ(stamps[0].text, "");
}

TEST(StampWordsTest, PoorReadingsFindTheirWords) {
  EXPECT_EQ(match_stamp("MÂT")->text, "MẬT");
  EXPECT_EQ(match_stamp("TỔI MAT")->text, "TỐI MẬT");
  EXPECT_EQ(match_stamp("HOA TÔC")->kind, "urgency");
  EXPECT_EQ(match_stamp("BẢN SAO BÍ MẬT NHÀ NƯỚC")->kind, "copy");
  EXPECT_FALSE(match_stamp("").has_value());
  EXPECT_FALSE(match_stamp("Phòng Tổ chức cán bộ").has_value());
}

TEST(StampWordsTest, BetweenEqualsTheHigherLevelIsTaken) {
  // One letter from both TỐI MẬT and GIẢI MẬT at best: never the declassified one.
  EXPECT_EQ(match_stamp("II MẬT")->kind, "secrecy");
}

}  // namespace
}  // namespace tangthu::ocr
