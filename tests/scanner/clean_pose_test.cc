// Which way up, how straight, how large; and the way back to the captured page.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

Sheet text_sheet(unsigned seed) {
  Sheet sheet(1600, 1300);
  sheet.text(16, 12, seed);
  return sheet;
}

CleanedPage cleaned(const Page& page, const CleanOptions& options = {}) {
  auto result = clean_page(page, options);
  EXPECT_TRUE(result.has_value());
  return std::move(*result);
}

TEST(CleanPoseTest, EveryTurnIsUndoneAndSaidSo) {
  for (const int lay : {0, 90, 180, 270}) {
    for (const unsigned seed : {1U, 2U, 3U}) {
      const CleanedPage page =
          cleaned(shoot(text_sheet(seed), {.turn_degrees = lay, .skew_degrees = 0.7}));
      EXPECT_EQ(page.turn_degrees, (360 - lay) % 360)
          << "lay " << lay << " seed " << seed;
      EXPECT_GT(page.turn_confidence, 0.9);
      EXPECT_GT(page.upright.width(), page.upright.height());
    }
  }
}

TEST(CleanPoseTest, SkewIsFoundToATenthOfADegree) {
  for (const double skew : {-14.0, -5.3, -1.0, -0.2, 0.35, 2.0, 7.7, 13.5}) {
    const CleanedPage page = cleaned(shoot(text_sheet(4), {.skew_degrees = skew}));
    EXPECT_NEAR(page.skew_degrees, skew, 0.1);
  }
}

TEST(CleanPoseTest, AStraightenedPageMeasuresStraight) {
  for (const double skew : {-3.0, 1.4}) {
    const CleanedPage once = cleaned(shoot(text_sheet(5), {.skew_degrees = skew}));
    const CleanedPage again = cleaned(once.upright);
    EXPECT_NEAR(again.skew_degrees, 0, 0.1);
    EXPECT_EQ(again.turn_degrees, 0);
  }
}

TEST(CleanPoseTest, AnOrderedTurnIsObeyed) {
  const Page page = shoot(text_sheet(6), {});
  for (const int turn : {0, 90, 180, 270}) {
    const CleanedPage out = cleaned(page, {.turn_degrees = turn});
    EXPECT_EQ(out.turn_degrees, turn);
    EXPECT_EQ(out.upright.height() > out.upright.width(), turn % 180 == 90);
  }
}

// The darkest pixel near a place of the cleaned page must be near the place of the
// captured page that the map names.
TEST(CleanPoseTest, ToMasterLeadsBackToTheSameInk) {
  Sheet sheet = text_sheet(7);
  for (int y = 0; y < 6; ++y) {
    for (int x = 0; x < 6; ++x)
      sheet.put(sheet.black, 30 + x, 245 + y);  // a block below
  }
  for (const int lay : {0, 90, 180, 270}) {
    const Page captured = shoot(sheet, {.turn_degrees = lay, .skew_degrees = 2.5});
    const CleanedPage page = cleaned(captured);
    const int x = 33 * kCellPixels, y = 248 * kCellPixels;  // of the sheet
    const int shift_x = (page.upright.width() - 1600) / 2;
    const int shift_y = (page.upright.height() - 1300) / 2;
    const Box block{x + shift_x - 8, y + shift_y - 8, 16, 16};
    const Box back = page.to_master.map(block, captured.width(), captured.height());
    ASSERT_FALSE(back.empty());
    const int centre_x = back.x + back.width / 2;
    const int centre_y = back.y + back.height / 2;
    for (const int dx : {-10, 0, 10}) {
      for (const int dy : {-10, 0, 10})
        EXPECT_LT(captured.row(centre_y + dy)[3 * (centre_x + dx)], 60) << "lay " << lay;
    }
    EXPECT_LT(page.ink.row(y + shift_y)[x + shift_x], 60);
  }
}

// Colours that change slowly, so that a place that is off by a pixel shows.
void shade(Page& page) {
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      for (int channel = 0; channel < page.channels(); ++channel) {
        auto& value = page.row(y)[x * page.channels() + channel];
        const double wave = std::sin(x * 0.02 + channel) + std::cos(y * 0.017 - channel);
        value = static_cast<std::uint8_t>(value * (0.8 + 0.09 * wave));
      }
    }
  }
}

double between_pixels(const Page& page, double x, double y, int channel) {
  const int left = static_cast<int>(std::floor(x - 0.5));
  const int top = static_cast<int>(std::floor(y - 0.5));
  const double across = x - 0.5 - left;
  const double down = y - 0.5 - top;
  const auto at = [&](int px, int py) {
    return 1.0 * page.row(py)[px * page.channels() + channel];
  };
  return (at(left, top) * (1 - across) + at(left + 1, top) * across) * (1 - down) +
         (at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across) * down;
}

TEST(CleanPoseTest, StraightenedPixelsAreTheCapturesBetweenItsPixels) {
  for (const auto format : {PixelFormat::kRgb, PixelFormat::kGrey}) {
    for (const int lay : {0, 90, 180}) {
      Page captured = shoot(text_sheet(9),
                            {.turn_degrees = lay, .skew_degrees = 3.3, .format = format});
      shade(captured);
      const CleanedPage page = cleaned(captured);
      ASSERT_NEAR(page.skew_degrees, 3.3, 0.1);
      int seen = 0;
      for (int y = 0; y < page.upright.height(); y += 3) {
        for (int x = 0; x < page.upright.width(); x += 7) {
          const Affine& map = page.to_master;
          const double from_x = map.xx * (x + 0.5) + map.xy * (y + 0.5) + map.x0;
          const double from_y = map.yx * (x + 0.5) + map.yy * (y + 0.5) + map.y0;
          if (from_x < 1 || from_y < 1 || from_x > captured.width() - 1 ||
              from_y > captured.height() - 1) {
            continue;
          }
          const int channel = x % page.upright.channels();
          const double wanted = between_pixels(captured, from_x, from_y, channel);
          // Weights of 7 bits: at the edge of black ink they tell by half a grey each.
          ASSERT_NEAR(page.upright.row(y)[x * page.upright.channels() + channel], wanted,
                      2.5)
              << x << "," << y << " lay " << lay;
          ++seen;
        }
      }
      EXPECT_GT(seen, 50'000);
    }
  }
}

TEST(CleanPoseTest, AllThreePagesShareOneGeometry) {
  const CleanedPage page =
      cleaned(shoot(text_sheet(8), {.turn_degrees = 90, .skew_degrees = -4}));
  for (const Page* other : {&page.ink, &page.red}) {
    EXPECT_EQ(other->width(), page.upright.width());
    EXPECT_EQ(other->height(), page.upright.height());
    EXPECT_EQ(other->dpi(), page.upright.dpi());
    EXPECT_EQ(other->format(), PixelFormat::kGrey);
  }
  EXPECT_EQ(page.upright.format(), PixelFormat::kRgb);
}

TEST(CleanPoseTest, SmallTextIsEnlargedAndLargeTextReduced) {
  const CleanedPage small = cleaned(shoot(text_sheet(9), {.dpi = 150, .scale = 0.5}));
  EXPECT_EQ(small.ink.dpi(), 300);
  EXPECT_NEAR(small.ink.width(), 1600, 4);
  const CleanedPage large = cleaned(shoot(text_sheet(9), {.dpi = 600, .scale = 2}));
  EXPECT_EQ(large.ink.dpi(), 300);
  EXPECT_NEAR(large.ink.width(), 1600, 4);
}

TEST(CleanPoseTest, ALyingResolutionTagIsNotBelieved) {
  const CleanedPage page = cleaned(shoot(text_sheet(10), {.dpi = 72}));
  EXPECT_NEAR(page.ink.width(), 1600, 4);
  EXPECT_EQ(page.ink.dpi(), 300);
}

TEST(CleanPoseTest, ATagThatMakesA4OfThePageIsBelieved) {
  // Letters so large that they are no body text by the tag: stamps are sought in
  // millimetres, and were found nowhere.
  constexpr int kDpi = 87;
  Sheet sheet(1200, 1700);
  sheet.text(16, 11, 9);
  const Page captured = shoot(sheet, {.dpi = kDpi, .scale = 0.6});
  const double wanted = captured.width() * 300.0 / kDpi;
  EXPECT_NEAR(cleaned(captured).ink.width(), wanted, 0.03 * wanted);
}

TEST(CleanPoseTest, NoiseAndPicturesAreLeftAsTheyLie) {
  std::mt19937 random(11);
  auto noise = Page::create(900, 700, PixelFormat::kRgb, 300);
  for (std::uint8_t& byte : noise->pixels())
    byte = static_cast<std::uint8_t>(random());
  auto picture = Page::create(900, 700, PixelFormat::kGrey, 300);
  for (int y = 0; y < 700; ++y) {
    for (int x = 0; x < 900; ++x)
      picture->row(y)[x] =
          static_cast<std::uint8_t>(128 + 60 * std::sin(x * 0.021 + y * 0.013) +
                                    50 * std::sin(x * 0.007 - y * 0.03));
  }
  for (const Page* page : {&*noise, &*picture}) {
    const CleanedPage out = cleaned(*page);
    EXPECT_EQ(out.turn_degrees, 0);
    EXPECT_EQ(out.skew_degrees, 0);
    EXPECT_LT(out.turn_confidence, 0.5);
    EXPECT_EQ(out.upright.width(), 900);
  }
}

TEST(CleanPoseTest, APageWithoutRoomForTextIsRefused) {
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 500}, {500, 7}}) {
    auto page = Page::create(width, height, PixelFormat::kGrey, 300);
    const auto result = clean_page(*page);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code(), ErrorCode::kBadInput);
  }
}

TEST(CleanPoseTest, StripsAndScrapsAreNoTrouble) {
  for (const auto& [width, height] :
       {std::pair{8, 8}, {9, 4000}, {4000, 9}, {33, 31}, {64, 17}, {127, 129}}) {
    for (const PixelFormat format : {PixelFormat::kGrey, PixelFormat::kRgb}) {
      auto page = Page::create(width, height, format, 300);
      for (std::size_t i = 0; i < page->size_bytes(); ++i)
        page->pixels()[i] = static_cast<std::uint8_t>(i * 37 % 251);
      EXPECT_TRUE(clean_page(*page).has_value()) << width << " × " << height;
    }
  }
}

}  // namespace
}  // namespace tangthu::scanner
