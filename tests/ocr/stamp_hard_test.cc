// Stamps that went unseen, or whose level was taken for a lower one.
#include <algorithm>
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "ocr/stamp_frame.h"
#include "ocr/stamp_line.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamp_words.h"
#include "ocr/stamps.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Align;
using tangthu::testing::Print;

double mm(double pixels) {
  return pixels * 25.4 / 300;
}

TEST(HardFrameTest, FrameWhoseShortSidesAStainHidesIsFound) {
  // The ring of a cup ran through both: they stood out from nothing.
  Print print;
  print.rectangle(50, 60, 30, 8);
  print.rule(50, 45, 50, 83, 5);
  print.rule(80, 45, 80, 83, 5);
  const auto found = find_rectangles(print.page());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(mm(found[0].x), 65, 1.5);
  EXPECT_NEAR(mm(found[0].y), 64, 1);
  EXPECT_NEAR(mm(found[0].height), 8, 1);
}

TEST(HardFrameTest, LeaningFrameThatTheSheetCutsOffIsFoundInItsPlace) {
  // Three sides that lean by six degrees, far down: the fourth was sought elsewhere.
  constexpr double kLean = 0.105;
  Print print;
  print.rule(6, 110, 28, 110 + 22 * kLean, 0.5);
  print.rule(6, 118, 28 - 8 * kLean, 118 + (22 - 8 * kLean) * kLean, 0.5);
  print.rule(28, 110 + 22 * kLean, 28 - 8 * kLean, 118 + (22 - 8 * kLean) * kLean, 0.5);
  const auto found = find_rectangles(print.page());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(mm(found[0].width), 22, 2.5);
  EXPECT_NEAR(mm(found[0].x), 16.8, 2);
}

// Of 20 by 8 mm, with half of its lines.
void draw_broken_frame(Print& print, double x, double y) {
  for (const double below : {0.0, 8.0}) {
    print.rule(x, y + below, x + 5, y + below, 0.5);
    print.rule(x + 12, y + below, x + 20, y + below, 0.5);
  }
  print.rule(x, y, x, y + 5, 0.5);
  print.rule(x + 20, y, x + 20, y + 5, 0.5);
}

TEST(HardFrameTest, BrokenFrameIsFoundAmongFaintLines) {
  // Print that shines through, everywhere: nothing was sought at all.
  Print print;
  draw_broken_frame(print, 40, 60);
  Page page = print.page();
  for (int y = 40; y < page.height(); y += 24) {
    for (int line = y; line < y + 4 && line < page.height(); ++line) {
      for (int x = 0; x < page.width(); ++x)
        page.row(line)[x] = std::min<std::uint8_t>(page.row(line)[x], 249);
    }
  }
  const auto found = find_rectangles(page, Lines::kBroken);
  ASSERT_FALSE(found.empty());
  EXPECT_NEAR(mm(found[0].width), 20, 1.5);
  EXPECT_NEAR(mm(found[0].height), 8, 1);
}

TEST(HardFrameTest, LengthTellsTheLevelOfAFrameWithTwoBorders) {
  EXPECT_EQ(letters_of_frame(20, 8), 3);
  EXPECT_EQ(letters_of_frame(30, 8), 6);
  EXPECT_EQ(letters_of_frame(40, 8), 8);
  // Two millimetres higher: by its shape TUYỆT MẬT was TỐI MẬT.
  EXPECT_EQ(letters_of_frame(21, 10), 3);
  EXPECT_EQ(letters_of_frame(30, 10), 6);
  EXPECT_EQ(letters_of_frame(40.9, 9.8), 8);
}

TEST(HardFrameTest, StemOfAFirstLetterIsNoSideOfTheFrame) {
  // "BẢN SAO" lost its B and was a stamp that nobody can read.
  Print print(300, 80, 40);
  print.rectangle(20, 15, 30, 7);
  print.rule(24, 16.2, 24, 20.8, 0.8);
  print.rule(30, 16.5, 30, 20.5, 0.8);
  print.rule(40, 16.5, 40, 20.5, 0.8);
  const auto framed = find_framed_words(print.page());
  ASSERT_TRUE(framed.has_value());
  EXPECT_LT(mm(framed->words.x), 24);
}

TEST(HardFrameTest, TwoRowsOfWordsAreToldApart) {
  Print print(300, 80, 40);
  print.text(30, 10, "GIẢI MẬT", 12, "Bold", Align::kCentre);
  print.text(30, 15.5, "Từ: 02/3/2020", 9, "", Align::kCentre);
  const Page page = print.page();
  const Box words = inked_within(page, {0, 0, page.width(), page.height()});
  const auto rows = rows_of(page, words);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_LT(rows[0].bottom(), rows[1].y + 1);
  EXPECT_GT(rows[0].width, rows[1].width / 2);
  Print single(300, 80, 40);
  single.text(30, 10, "TỐI MẬT", 14, "Bold", Align::kCentre);
  const Page one = single.page();
  EXPECT_EQ(rows_of(one, inked_within(one, {0, 0, one.width(), one.height()})).size(),
            1U);
}

TEST(HardWordsTest, APoorReadingOfOtherWordsMayBeALevel) {
  EXPECT_EQ(match_stamp("HẠT")->kind, "secrecy")
      << "was KHẨN: a page lay below its level";
  EXPECT_EQ(match_stamp("KHẨN")->kind, "urgency");
  EXPECT_EQ(match_stamp("KHÂN")->kind, "urgency");
  EXPECT_EQ(match_stamp("GIẢI MẠT")->kind, "declassified");
}

Line line_of(std::vector<Word> words) {
  Line line;
  line.words = std::move(words);
  line.text = joined_words(line.words);
  return line;
}

TEST(HardWordsTest, AWordReadSurelyDoesNotOutweighTheLongestFrame) {
  // Of TUYỆT MẬT, across print, MẬT alone was read, and surely.
  Print print;
  print.rectangle(40, 60, 40, 8);
  print.text(68, 61.2, "MẬT", 14, "Bold", Align::kCentre);
  auto engine = Engine::create("vie", "");
  ASSERT_TRUE(engine.has_value());
  const auto stamps =
      find_stamps(print.page(), {}, **engine,
                  std::chrono::steady_clock::now() + std::chrono::seconds(60));
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].text, "TUYỆT MẬT");
}

TEST(HardWordsTest, ALevelAmongScrapsIsInDoubt) {
  // The frame's remains and the word were one line of text, and the page was public.
  const auto alone = level_among_scraps(line_of({{"MAT", 0.9, {}}, {"lÍ", 0.4, {}}}));
  ASSERT_TRUE(alone.has_value());
  EXPECT_EQ(alone->text, "MẬT");
  EXPECT_LT(alone->confidence, 0.5);
  EXPECT_EQ(
      level_among_scraps(line_of({{"|", 0.3, {}}, {"TỐI", 0.9, {}}, {"MẬT", 0.9, {}}}))
          ->text,
      "TỐI MẬT");
  EXPECT_EQ(level_among_scraps(line_of({{"YẾT", 0.4, {}}, {"MẬT", 0.9, {}}}))->text,
            "TUYỆT MẬT");
  EXPECT_FALSE(level_among_scraps(line_of({{"MẶT", 0.9, {}}, {"TRẬN", 0.9, {}}})));
  EXPECT_FALSE(level_among_scraps(line_of({{"mặt", 0.9, {}}})));
}

TEST(HardWordsTest, StampAcrossPrintKeepsItsLevel) {
  // Red, across the name of a body that was read well, and itself too faint to read.
  Print print;
  print.rectangle(40, 60, 30, 8);
  print.rule(47, 62.5, 48, 65.5, 0.7);
  print.rule(52, 62.5, 51, 65.5, 0.7);
  print.rule(56, 62.5, 57, 65.5, 0.7);
  print.rule(61, 62.5, 60, 65.5, 0.7);
  Line line =
      line_of({{"ỦY", 0.95, {480, 740, 90, 50}}, {"BAN", 0.95, {590, 740, 130, 50}}});
  line.box = {480, 740, 350, 50};
  auto engine = Engine::create("vie", "");
  ASSERT_TRUE(engine.has_value());
  const auto stamps =
      find_stamps(print.page(), {line}, **engine,
                  std::chrono::steady_clock::now() + std::chrono::seconds(60));
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].kind, "secrecy");
}

}  // namespace
}  // namespace tangthu::ocr
