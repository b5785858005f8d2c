// Two facing pages are parted; what only looks like two pages is left whole.
#include <random>

#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "scanner/clean/clean.h"
#include "scanner/clean/spread.h"

namespace tangthu::scanner {
namespace {

void column_of_text(Sheet& sheet, int from, int to, unsigned seed) {
  std::mt19937 random(seed);
  for (int row = 20; row < 220; row += 18) {
    int column = from;
    while (column + 6 < to) {
      for (auto i = 2 + random() % 4; i > 0 && column + 6 < to; --i, column += 6)
        sheet.letter(random() % kGlyphs.size(), column, row);
      column += 4;
    }
  }
}

// The left page bears a red ring.
Sheet spread_sheet(int gap, unsigned seed) {
  Sheet sheet(2000, 1300);
  column_of_text(sheet, 35, 200 - gap / 2, seed);
  column_of_text(sheet, 200 + gap / 2, 365, seed + 1);
  sheet.red_ring(70, 235, 14);
  return sheet;
}

TEST(CleanSpreadTest, FacingPagesArePartedInReadingOrder) {
  for (const int lay : {0, 90, 180, 270}) {
    const Page captured =
        shoot(spread_sheet(70, 3), {.turn_degrees = lay, .skew_degrees = 1.2});
    const auto spread = split_spread(captured);
    ASSERT_TRUE(spread.has_value());
    ASSERT_EQ(spread->pages.size(), 2U) << "lay " << lay;
    EXPECT_GT(spread->report.confidence, 0.8);
    const auto left = clean_page(spread->pages[0].page, {spread->turn_degrees});
    const auto right = clean_page(spread->pages[1].page, {spread->turn_degrees});
    EXPECT_TRUE(left->has_red) << "lay " << lay;
    EXPECT_FALSE(right->has_red) << "lay " << lay;
    EXPECT_EQ(spread->turn_degrees, (360 - lay) % 360);
    EXPECT_LT(left->upright.width(), left->upright.height());
  }
}

TEST(CleanSpreadTest, PlacesOfAHalfLeadBackToTheCapture) {
  const Page captured = shoot(spread_sheet(70, 5), {});
  const auto spread = split_spread(captured);
  ASSERT_TRUE(spread.has_value());
  ASSERT_EQ(spread->pages.size(), 2U);
  for (const SpreadPage& half : spread->pages) {
    const Box box{half.page.width() / 2, half.page.height() / 2, 1, 1};
    const Box place = half.to_capture.map(box, captured.width(), captured.height());
    EXPECT_EQ(half.page.row(box.y)[3 * box.x], captured.row(place.y)[3 * place.x]);
  }
  // They meet, or share the column that the cut goes through.
  EXPECT_NEAR(spread->pages[0].page.width() + spread->pages[1].page.width(),
              captured.width(), 1);
}

TEST(CleanSpreadTest, OnePageStaysOne) {
  Sheet wide(2000, 1300);
  wide.text(16, 12, 7);  // lines from margin to margin
  Sheet tall(1300, 2000);
  tall.text(16, 5, 8);  // a band without ink across its middle
  tall.text(240, 5, 9);
  Sheet columns = spread_sheet(12, 10);  // near each other, as on one page
  for (const Sheet* sheet : {&wide, &tall, &columns}) {
    const auto spread = split_spread(shoot(*sheet, {}));
    ASSERT_TRUE(spread.has_value());
    EXPECT_TRUE(spread->pages.empty());
    EXPECT_EQ(spread->report.action, stage_action::kNone);
  }
}

TEST(CleanSpreadTest, StripsAndScrapsAreNoTrouble) {
  for (const auto& [width, height] :
       {std::pair{8, 8}, {9, 4000}, {4000, 9}, {33, 31}, {640, 400}}) {
    auto page = Page::create(width, height, PixelFormat::kGrey, 300);
    for (std::size_t i = 0; i < page->size_bytes(); ++i)
      page->pixels()[i] = static_cast<std::uint8_t>(i * 37 % 251);
    const auto spread = split_spread(*page);
    ASSERT_TRUE(spread.has_value());
    EXPECT_TRUE(spread->pages.empty()) << width << " × " << height;
  }
}

}  // namespace
}  // namespace tangthu::scanner
