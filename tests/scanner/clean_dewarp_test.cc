// Bent lines are straightened; straight ones are left alone.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

constexpr double kBend = 26;  // pixels, at the right edge against the middle

// Unlike Sheet::text the letters don't stand below each other on a grid, which would be
// lines too: the straighter ones, on a bent page.
Sheet text_sheet(unsigned seed) {
  Sheet sheet(2000, 1400);
  std::mt19937 random(seed);
  for (int row = 16; row < 250; row += 18) {
    const int end = sheet.columns - 24 - static_cast<int>(random() % 40);
    for (int column = 24; column < end;) {
      for (auto i = 2 + random() % 4; i > 0 && column < end; --i) {
        sheet.letter(random() % kGlyphs.size(), column, row);
        column += 6 + static_cast<int>(random() % 3);
      }
      column += 4;
    }
  }
  return sheet;
}

double fall(double x, double width) {
  const double u = 2 * x / width - 1;
  return kBend * u * u;
}

Page bent(const Page& flat) {
  Page page = flat.clone();
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const int from = y - static_cast<int>(std::lround(fall(x, page.width())));
      const bool there = from >= 0;
      for (int channel = 0; channel < 3; ++channel)
        page.row(y)[3 * x + channel] =
            there ? flat.row(from)[3 * x + channel] : std::uint8_t{240};
    }
  }
  return page;
}

CleanedPage cleaned(const Page& page, const CleanOptions& options = {}) {
  auto result = clean_page(page, options);
  EXPECT_TRUE(result.has_value());
  return std::move(*result);
}

TEST(CleanDewarpTest, BentLinesAreFlattenedAndPlacesLeadBack) {
  const Page flat = shoot(text_sheet(31), {});
  const CleanedPage page = cleaned(bent(flat));
  ASSERT_TRUE(page.to_master.is_bent());
  const double width = page.ink.width();
  const double y = page.ink.height() * 0.5;
  const auto place = [&](double share) {
    return page.to_master.bend_at(share * width, y);
  };
  EXPECT_NEAR(place(0.2) + place(0.8) - 2 * place(0.5),
              fall(0.2, 1) + fall(0.8, 1) - 2 * fall(0.5, 1), 5);
  // A letter's box of the flat page lies deeper on the capture by the bend.
  const Box left = page.to_master.map({400, 700, 10, 10}, flat.width(), flat.height());
  const Box middle = page.to_master.map({1000, 700, 10, 10}, flat.width(), flat.height());
  EXPECT_NEAR(left.y - middle.y, fall(405, width) - fall(1005, width), 6);
}

TEST(CleanDewarpTest, FlatPagesAreLeftAlone) {
  for (const unsigned seed : {33U, 34U, 35U}) {
    for (const double skew : {0.0, 4.0}) {
      const CleanedPage page = cleaned(shoot(text_sheet(seed), {.skew_degrees = skew}));
      EXPECT_FALSE(page.to_master.is_bent());
    }
  }
}

TEST(CleanDewarpTest, LeftOutItLeavesTheBend) {
  CleanOptions options;
  options.left_out.add(Stage::kDewarp);
  EXPECT_FALSE(cleaned(bent(shoot(text_sheet(36), {})), options).to_master.is_bent());
}

}  // namespace
}  // namespace tangthu::scanner
