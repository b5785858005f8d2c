// The same paper twice, and others; blank pages and pages that only look it.
#include <cmath>

#include <gtest/gtest.h>

#include "samples/degrade/degrade.h"
#include "samples/marks/marks.h"
#include "samples/page_maker.h"
#include "scanner/batch/likeness.h"
#include "scanner/clean/clean.h"
#include "tests/support/made_page.h"

namespace tangthu::scanner {
namespace {

using samples::Grade;

Page made(std::uint64_t seed) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.type = "QĐ";
  spec.dpi = 150;
  return made_page(spec);
}

Page scanned(const Page& page, std::uint64_t seed) {
  samples::Random random(seed);
  auto worn = samples::degrade(page, Grade::kScan, random);
  EXPECT_TRUE(worn);
  return std::move(worn->page);
}

PagePrint print(const Page& page) {
  const auto clean = clean_page(page);
  EXPECT_TRUE(clean);
  return print_of(page, clean->ink);
}

TEST(LikenessTest, TheSamePictureIsFoundExactly) {
  const Page page = made(1);
  DuplicateFinder finder;
  EXPECT_FALSE(finder.add(1, print(page)));
  const auto found = finder.add(2, print(page));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->earlier, 1);
  EXPECT_EQ(found->likeness, Likeness::kSamePicture);
}

TEST(LikenessTest, TheSamePaperScannedAgainIsFoundAndOthersAreNot) {
  const Page one = made(1);
  const Page other = made(2);
  DuplicateFinder finder;
  EXPECT_FALSE(finder.add(1, print(scanned(one, 11))));
  EXPECT_FALSE(finder.add(2, print(scanned(other, 12)))) << "another decision";
  const auto found = finder.add(3, print(scanned(one, 13)));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->earlier, 1);
  EXPECT_EQ(found->likeness, Likeness::kSamePaper);
}

TEST(LikenessTest, OnePixelMakesAnotherPictureOfTheSamePaper) {
  Page page = made(1);
  DuplicateFinder finder;
  finder.add(1, print(page));
  page.pixels()[page.size_bytes() - 1] ^= 1;
  const auto found = finder.add(2, print(page));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->likeness, Likeness::kSamePaper);
}

Page bare() {
  auto page = Page::create(1240, 1754, PixelFormat::kRgb, 150);
  EXPECT_TRUE(page);
  std::fill(page->pixels().begin(), page->pixels().end(), std::uint8_t{255});
  return std::move(*page);
}

TEST(BlankTest, AFaintStampASignatureOrOneLineIsNotBlank) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    samples::Random random(seed);
    Page stamped = bare();
    samples::StampStyle style;
    style.faintness = 0.5;
    samples::draw_rect_stamp(stamped, 400, 500, {"MẬT"}, style, random);
    EXPECT_FALSE(clean_page(stamped)->blank);
    Page line = bare();
    style.ink = samples::StampInk::kBlack;
    style.border = samples::StampBorder::kNone;
    samples::draw_rect_stamp(line, 300, 900, {"XEM TIẾP TRANG SAU"}, style, random);
    EXPECT_FALSE(clean_page(line)->blank) << "one pale line";
    Page signed_page = bare();
    samples::draw_signature(signed_page, 500, 900, 250, 110, random);
    EXPECT_FALSE(clean_page(scanned(signed_page, seed))->blank);
  }
  EXPECT_TRUE(clean_page(bare())->blank);
}

// Grey: a colour would tell.
void rule(Page& page, double x, double y, double dx, double dy, int count, int level) {
  for (int i = 0; i < count; ++i, x += dx, y += dy) {
    for (int side = 0; side < 2; ++side) {
      std::uint8_t* pixel = page.row(static_cast<int>(y) + side * (dx != 0)) +
                            3 * (static_cast<int>(x) + side * (dx == 0));
      std::fill(pixel, pixel + 3, static_cast<std::uint8_t>(level));
    }
  }
}

TEST(BlankTest, AGreyStampAsPaleAsAStainIsNotBlank) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    samples::Random random(seed);
    Page stamped = bare();
    samples::StampStyle style;
    style.faintness = 0.6;
    style.ink = samples::StampInk::kBlack;
    samples::draw_rect_stamp(stamped, 300, 700, {"MẬT"}, style, random);
    samples::Told told;
    samples::MoreWear wear;
    auto worn = samples::degrade(stamped, Grade::kScan, random, told, wear);
    ASSERT_TRUE(worn);
    EXPECT_FALSE(clean_page(worn->page)->blank) << "seed " << seed;
  }
}

TEST(BlankTest, CreasesHairsHolesAndTheSheetsEdgeAreNothing) {
  Page page = bare();
  rule(page, 5, 880, 1, 0.002, 1230, 190);  // a crease from side to side
  rule(page, 1190, 5, 0, 1, 1740, 60);      // the sheet's edge, on its bed
  for (int i = 0; i < 120; ++i) {           // a hair, bent, a sixth of a millimetre wide
    const double turn = i * 0.015;
    std::uint8_t* pixel = page.row(static_cast<int>(1200 + 40 * std::cos(turn))) +
                          3 * static_cast<int>(500 + 40 * std::sin(turn));
    std::fill(pixel, pixel + 3, std::uint8_t{110});
  }
  for (const int y : {640, 1112}) {  // punch holes, 6 mm wide and 80 mm apart
    for (int i = 0; i < 112; ++i) {
      rule(page, 70 + 17.7 * std::cos(i * 0.0561), y + 17.7 * std::sin(i * 0.0561), 1, 0,
           2, 150);
    }
  }
  EXPECT_TRUE(clean_page(page)->blank);
  for (int letter = 0; letter < 3; ++letter)  // and a word of three letters isn't
    for (int stroke = 0; stroke < 3; ++stroke)
      rule(page, 600 + 16 * letter + 5 * stroke, 300, 0, 1, 17, 120);
  EXPECT_FALSE(clean_page(page)->blank);
}

}  // namespace
}  // namespace tangthu::scanner
