// What is left on the page for the recogniser: all of the writing and nothing else.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 1300;

Sheet text_sheet(unsigned seed) {
  Sheet sheet(kWidth, kHeight);
  sheet.text(16, 11, seed);
  return sheet;
}

// The pose is fixed: these tests compare pixels with the sheet.
CleanedPage cleaned(const Page& page) {
  auto result = clean_page(page, {.turn_degrees = 0});
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(result->ink.width(), page.width());
  EXPECT_EQ(result->ink.height(), page.height());
  return std::move(*result);
}

int middle_of_cell(const Page& page, int column, int row) {
  return page.row(row * kCellPixels + 2)[column * kCellPixels + 2];
}

struct Kept {
  double ink = 0;    // share of inked cells that are dark
  double paper = 0;  // share of empty cells that are light
};

Kept compare(const Sheet& sheet, const Page& page) {
  double inked = 0, dark = 0, empty = 0, light = 0;
  for (int row = 2; row + 2 < sheet.rows; ++row) {
    for (int column = 2; column + 2 < sheet.columns; ++column) {
      const int value = middle_of_cell(page, column, row);
      if (sheet.black[static_cast<std::size_t>(row * sheet.columns + column)] != 0) {
        ++inked;
        dark += value < 100 ? 1 : 0;
      } else {
        ++empty;
        light += value > 200 ? 1 : 0;
      }
    }
  }
  return {dark / inked, light / empty};
}

void sprinkle(Page& page, int count, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<int>(random() % static_cast<unsigned>(page.width()));
    const auto y = static_cast<int>(random() % static_cast<unsigned>(page.height()));
    for (int channel = 0; channel < page.channels(); ++channel)
      page.row(y)[x * page.channels() + channel] = 0;
  }
}

TEST(CleanInkTest, NoLetterMarkOrDotIsLost) {
  const Sheet sheet = text_sheet(1);
  const CleanedPage page = cleaned(shoot(sheet, {}));
  const Kept kept = compare(sheet, page.ink);
  EXPECT_EQ(kept.ink, 1);
  EXPECT_GT(kept.paper, 0.9999);
  EXPECT_FALSE(page.blank);
  EXPECT_FALSE(page.has_red);
}

TEST(CleanInkTest, UnevenLightIsLevelled) {
  const Sheet sheet = text_sheet(2);
  const CleanedPage page = cleaned(shoot(sheet, {.light_right = 0.5}));
  const Kept kept = compare(sheet, page.ink);
  EXPECT_EQ(kept.ink, 1);
  EXPECT_GT(kept.paper, 0.9999);
}

TEST(CleanInkTest, FadedInkBecomesDark) {
  const Sheet sheet = text_sheet(3);
  const CleanedPage page = cleaned(shoot(sheet, {.ink = 150, .light_right = 0.8}));
  const Kept kept = compare(sheet, page.ink);
  EXPECT_EQ(kept.ink, 1);
  EXPECT_GT(kept.paper, 0.9999);
}

TEST(CleanInkTest, GreyAndBitonalPagesStayGood) {
  const Sheet sheet = text_sheet(4);
  Page page = shoot(sheet, {.format = PixelFormat::kGrey});
  EXPECT_EQ(compare(sheet, cleaned(page).ink).ink, 1);
  for (std::uint8_t& byte : page.pixels())
    byte = byte < 128 ? 0 : 255;
  const CleanedPage out = cleaned(page);
  const Kept kept = compare(sheet, out.ink);
  EXPECT_EQ(kept.ink, 1);
  EXPECT_EQ(kept.paper, 1);
  EXPECT_FALSE(out.has_red);
  EXPECT_EQ(out.upright.format(), PixelFormat::kGrey);
}

TEST(CleanInkTest, ASealLeavesTheInkAndStandsInTheRedLayer) {
  Sheet sheet = text_sheet(5);
  sheet.red_ring(200, 150, 40);
  const CleanedPage page = cleaned(shoot(sheet, {}));
  ASSERT_TRUE(page.has_red);
  // The writing under the seal is there, and the seal is not.
  const Kept kept = compare(sheet, page.ink);
  EXPECT_EQ(kept.ink, 1);
  EXPECT_GT(kept.paper, 0.999);
  int ring = 0, found = 0, strays = 0;
  for (int row = 0; row < sheet.rows; ++row) {
    for (int column = 0; column < sheet.columns; ++column) {
      const auto at = static_cast<std::size_t>(row * sheet.columns + column);
      const bool dark = middle_of_cell(page.red, column, row) < 128;
      if (sheet.red[at] != 0 && sheet.black[at] == 0) {
        ++ring;
        found += dark ? 1 : 0;
      } else if (sheet.red[at] == 0 && dark) {
        ++strays;
      }
    }
  }
  EXPECT_GT(found, ring * 99 / 100);
  EXPECT_EQ(strays, 0);
}

TEST(CleanInkTest, DustGoesAndDotsBelowStay) {
  const Sheet sheet = text_sheet(6);
  Page page = shoot(sheet, {});
  sprinkle(page, 3000, 6);
  const CleanedPage out = cleaned(page);
  const Kept kept = compare(sheet, out.ink);
  EXPECT_GT(kept.ink, 0.9999);
  // The foot of the page is empty; what is dark there is dust.
  int dark = 0;
  for (int y = 1120; y < kHeight; ++y) {
    const std::uint8_t* row = out.ink.row(y);
    dark +=
        static_cast<int>(std::count_if(row, row + kWidth, [](int v) { return v < 128; }));
  }
  EXPECT_EQ(dark, 0);
}

TEST(CleanInkTest, ADarkBorderAndAPunchHoleAreWhitened) {
  const Sheet sheet = text_sheet(7);
  Page page = shoot(sheet, {});
  const auto blacken = [&page](int x, int y) {
    for (int channel = 0; channel < 3; ++channel)
      page.row(y)[3 * x + channel] = 12;
  };
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < 40; ++x)
      blacken(x, y);
    for (int x = 0; x < kWidth; ++x) {
      if (std::hypot(x - 86, y - 650) < 32) blacken(x, y);
    }
  }
  const CleanedPage out = cleaned(page);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < 119; ++x)
      ASSERT_GT(out.ink.row(y)[x], 200) << x << ", " << y;
  }
  EXPECT_EQ(compare(sheet, out.ink).ink, 1);
  EXPECT_EQ(out.upright.row(10)[30], 12);  // never in the page itself
}

// Letters that the edge of the picture cuts are letters.
TEST(CleanInkTest, WritingUpToTheVeryEdgeStays) {
  Sheet sheet(1600, 1300);
  sheet.text(16, 10, 41);
  for (int row = 16; row < 220; row += 18) {  // bold ones, through the left edge
    for (int dx = 0; dx < 2; ++dx)
      sheet.letter(static_cast<std::size_t>(row) % kGlyphs.size(), -2 + dx, row);
  }
  for (int column = 40; column < 260; column += 9) {  // and the upper one
    for (int dx = 0; dx < 2; ++dx)
      sheet.letter(static_cast<std::size_t>(column) % kGlyphs.size(), column + dx, -6);
  }
  for (const double skew : {0.0, 1.3}) {
    const Page captured = shoot(sheet, {.skew_degrees = skew});
    const auto result = clean_page(captured);
    ASSERT_TRUE(result);
    const CleanedPage& page = *result;
    long there = 0, kept = 0;
    for (int y = 0; y < page.ink.height(); ++y) {
      for (int x = 0; x < page.ink.width(); ++x) {
        const Affine& map = page.to_master;
        const int px = static_cast<int>(
            std::floor(map.xx * (x + 0.5) + map.xy * (y + 0.5) + map.x0));
        const int py = static_cast<int>(
            std::floor(map.yx * (x + 0.5) + map.yy * (y + 0.5) + map.y0));
        if (px < 0 || py < 0 || px >= captured.width() || py >= captured.height())
          continue;
        if (px > 40 && py > 40) continue;
        if (captured.row(py)[3 * px] > 60) continue;
        ++there;
        kept += page.ink.row(y)[x] < 160 ? 1 : 0;
      }
    }
    EXPECT_GT(there, 3000);
    EXPECT_GE(kept * 100, there * 97) << "skew " << skew;
  }
}

TEST(CleanInkTest, AnEmptyPageIsBlankWithDustHolesAndShineThrough) {
  const Sheet empty(kWidth, kHeight);
  Page page = shoot(empty, {.light_right = 0.7});
  sprinkle(page, 200, 8);
  EXPECT_TRUE(cleaned(page).blank);
  // The other side's writing shines through.
  EXPECT_TRUE(cleaned(shoot(text_sheet(8), {.ink = 215})).blank);
}

TEST(CleanInkTest, OneLineOfWritingIsNotBlank) {
  Sheet sheet(kWidth, kHeight);
  sheet.text(200, 1, 9);
  EXPECT_FALSE(cleaned(shoot(sheet, {})).blank);
  Sheet seal(kWidth, kHeight);
  seal.red_ring(150, 150, 40);
  EXPECT_FALSE(cleaned(shoot(seal, {})).blank);
}

// A strip cut from a page has no margin to speak of.
TEST(CleanInkTest, AStripWithOneLineIsNotBlank) {
  Sheet sheet(kWidth, 80);
  sheet.text(2, 1, 9);
  EXPECT_FALSE(cleaned(shoot(sheet, {})).blank);
}

}  // namespace
}  // namespace tangthu::scanner
