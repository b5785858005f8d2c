#include "ocr/stamps.h"

#include <utility>

#include <gtest/gtest.h>

#include "ocr/stamp_words.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Print;

class StampsTest : public ::testing::Test {
 protected:
  static std::vector<Stamp> stamps_on(const Print& print,
                                      const std::vector<Line>& lines = {}) {
    auto engine = Engine::create("vie", "");
    if (!engine) return {};
    return find_stamps(print.page(), lines, **engine,
                       std::chrono::steady_clock::now() + std::chrono::seconds(60));
  }
  // With the lines that Recogniser would take out as text.
  static std::vector<Stamp> stamps_in_ink(const Print& print) {
    auto engine = Engine::create("vie", "");
    if (!engine) return {};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    Page page = print.page();
    const Layout layout = find_layout(page, Blots::kDropped);
    return find_stamps_in_ink(std::move(page), layout, layout.lines, {}, **engine,
                              deadline);
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

TEST_F(StampsTest, PaleStampBesideADarkSealIsFound) {
  // The threshold once lay half way to the darkest ink of the page.
  Print print;
  print.ring(140, 60, 18, 2.5);
  print.stamp(40, 60, "TUYỆT MẬT", 16, 3, 0.12);
  const auto stamps = stamps_on(print);
  ASSERT_EQ(stamps.size(), 2U);
  EXPECT_EQ(stamps[0].text, "TUYỆT MẬT");
  EXPECT_EQ(stamps[1].kind, "seal");
}

TEST_F(StampsTest, StampsBelowEachOtherAreTwo) {
  // Read as one, the urgent word hid the secret one: the page came in below its level.
  for (const double down : {69.5, 70.0, 71.0}) {
    Print print;
    print.stamp(60, 58, "MẬT", 14, 2, 0.8);
    print.stamp(60, down, "THƯỢNG KHẨN", 14, -1, 0.8);
    const auto stamps = stamps_on(print);
    ASSERT_EQ(stamps.size(), 2U) << down;
    EXPECT_NE(stamps[0].text, stamps[1].text);
    for (const Stamp& stamp : stamps) {
      EXPECT_EQ(stamp.text, stamp.kind == "secrecy" ? "MẬT" : "THƯỢNG KHẨN");
    }
  }
}

TEST_F(StampsTest, PaleStampAmongTextInGreyIsFound) {
  for (const char* words : {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}) {
    Print print;
    print.text(30, 40, "Số: 12/QĐ-UBND", 13);
    print.paragraph(30, 80, "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015.", 160);
    print.stamp(32, 55, words, 16, 4, 0.12);
    const auto stamps = stamps_in_ink(print);
    ASSERT_EQ(stamps.size(), 1U) << words;
    EXPECT_EQ(stamps[0].text, words);
  }
}

TEST_F(StampsTest, LostFirstSyllableIsKnownByItsWidth) {
  // "TUYỆT" is blotted out: read alone, the rest would be the lowest level.
  Print print;
  print.stamp(60, 100, "▒▒▒▒▒ MẬT", 16, 0, 0.8);
  const auto stamps = stamps_on(print);
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].kind, "secrecy");
  EXPECT_NE(stamps[0].text, "MẬT");
}

TEST_F(StampsTest, DoubtBelowTheHeadingRaisesNothing) {
  Print print;
  print.stamp(120, 230, "▒▓▒", 16, 0, 0.8);
  EXPECT_TRUE(stamps_on(print).empty());
}

TEST_F(StampsTest, ACellToBeFilledInIsNoLevel) {
  // Once TUYỆT MẬT: "Chuyển" is as near to it as a poor reading may be.
  Print print;
  print.stamp(60, 100, "Chuyển: …………………………", 10, 0, 0.6);
  for (const Stamp& stamp : stamps_on(print))
    EXPECT_NE(stamp.kind, "secrecy") << stamp.text;
}

TEST_F(StampsTest, AFrameBehindTheBodyRaisesNothing) {
  Print print;
  print.stamp(60, 100, "▒▓▒", 16, 0, 0.8);
  std::vector<Line> body(3);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const int y = 700 + 80 * static_cast<int>(i);
    body[i].box = {300, y, 1800, 50};
    for (int word = 0; word < 10; ++word)
      body[i].words.push_back({"nhân", 0.96, {300 + 180 * word, y, 160, 50}});
    body[i].text = joined_words(body[i].words);
  }
  EXPECT_FALSE(stamps_on(print).empty());
  EXPECT_TRUE(stamps_on(print, body).empty());
}

TEST(StampLineTest, FrameReadAsSignsMayBeAStamp) {
  const auto line = [](const char* text) {
    Line out;
    out.text = text;
    return out;
  };
  EXPECT_TRUE(may_be_stamp(line("| mật |")));
  EXPECT_TRUE(may_be_stamp(line("[ TếTMẠT")));
  EXPECT_FALSE(may_be_stamp(line("Số: 12/QĐ-UBND")));
  EXPECT_FALSE(may_be_stamp(line("QUYẾT ĐỊNH")));
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
  EXPECT_EQ(match_stamp("KIIÂN")->text, "KHẨN");
  EXPECT_GT(match_stamp("KIIÂN")->similarity, 0.9);
  EXPECT_EQ(match_stamp("BẢN SAO BÍ MẬT NHÀ NƯỚC")->kind, "copy");
  EXPECT_FALSE(match_stamp("").has_value());
  EXPECT_FALSE(match_stamp("Phòng Tổ chức cán bộ").has_value());
}

TEST(StampWordsTest, DoubtGoesUpwards) {
  EXPECT_EQ(next_secrecy("MẬT"), "TỐI MẬT");
  EXPECT_EQ(next_secrecy("TỐI MẬT"), "TUYỆT MẬT");
  EXPECT_EQ(next_secrecy("TUYỆT MẬT"), "TUYỆT MẬT");
}

TEST(StampWordsTest, BetweenEqualsTheHigherLevelIsTaken) {
  // One letter from both TỐI MẬT and GIẢI MẬT at best: never the declassified one.
  EXPECT_EQ(match_stamp("II MẬT")->kind, "secrecy");
}

}  // namespace
}  // namespace tangthu::ocr
