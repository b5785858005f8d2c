// What cleaning takes away besides dust, and what it must not take with it.
#include <algorithm>
#include <cmath>
#include <random>
#include <string_view>

#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "samples/marks/marks.h"
#include "samples/random.h"
#include "scanner/clean/binarise.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 1300;

CleanedPage cleaned(const Page& page, StageSet left_out = {}) {
  auto result = clean_page(page, {.turn_degrees = 0, .left_out = left_out});
  EXPECT_TRUE(result.has_value());
  return std::move(*result);
}

Page text_page(unsigned seed) {
  Sheet sheet(kWidth, kHeight);
  sheet.text(16, 11, seed);
  return shoot(sheet, {});
}

// Ink multiplies: `share` of what `other` lets through.
void lay_over(Page& page, const Page& other, double share) {
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < 3 * page.width(); ++x) {
      const int from = other.row(y)[3 * (other.width() - 1 - x / 3) + x % 3];
      const double through = 1 - share * (255 - from) / 255;
      page.row(y)[x] = static_cast<std::uint8_t>(page.row(y)[x] * through);
    }
  }
}

int count_darker(const Page& page, const Box& box, int limit) {
  int count = 0;
  for (int y = box.y; y < box.bottom(); ++y) {
    const std::uint8_t* row = page.row(y) + box.x;
    count += static_cast<int>(
        std::count_if(row, row + box.width, [&](int v) { return v < limit; }));
  }
  return count;
}

std::string action_of(const CleanedPage& page, Stage stage) {
  for (const StageReport& report : page.stages) {
    if (report.stage == stage) return report.action;
  }
  return "missing";
}

constexpr Box kWhole{0, 0, kWidth, kHeight};

TEST(CleanRepairTest, TheOtherSidesWritingGoesAndThisOnesStays) {
  const Page front = text_page(21);
  Page both = front.clone();
  // Its lines fall between this side's: where they touch, nothing is sure.
  Sheet sheet(kWidth, kHeight);
  sheet.text(26, 11, 22);
  lay_over(both, shoot(sheet, {}), 0.36);
  const CleanedPage alone = cleaned(front);
  const CleanedPage without = cleaned(both, StageSet().add(Stage::kBleed));
  const CleanedPage with = cleaned(both);
  EXPECT_EQ(action_of(with, Stage::kBleed), "other side's ink removed");
  const int written = count_darker(alone.ink, kWhole, 240);
  const int dirty = count_darker(without.ink, kWhole, 240) - written;
  const int left = count_darker(with.ink, kWhole, 240) - written;
  EXPECT_GT(dirty, 2000);
  EXPECT_LT(left, dirty / 3);
  EXPECT_GE(count_darker(with.ink, kWhole, 128),
            count_darker(without.ink, kWhole, 128) * 998 / 1000);
}

TEST(CleanRepairTest, AnEvenPageHasNoOtherSide) {
  const CleanedPage page = cleaned(text_page(23));
  for (const Stage stage : {Stage::kBleed, Stage::kFolds, Stage::kHoles})
    EXPECT_EQ(action_of(page, stage), stage_action::kNone);
}

// Grain of a bad camera, the same for all channels.
void grain(Page& page, unsigned seed, double deviation) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, deviation);
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const double by = noise(random);
      for (int plane = 0; plane < 3; ++plane) {
        std::uint8_t& value = page.row(y)[3 * x + plane];
        value = static_cast<std::uint8_t>(std::clamp(value + by, 0.0, 255.0));
      }
    }
  }
}

void draw_block(Page& page, const Box& box, int level) {
  for (int y = box.y; y < box.bottom(); ++y)
    std::fill_n(page.row(y) + std::ptrdiff_t{3} * box.x, 3 * box.width,
                static_cast<std::uint8_t>(level));
}

TEST(CleanRepairTest, ADateOnAGrainyPageOfFlySpecksIsNoOtherSide) {
  Sheet sheet(kWidth, kHeight);
  for (int i = 0; i < 10; ++i)
    sheet.letter(static_cast<std::size_t>(i) % kGlyphs.size(), 120 + 6 * i, 120);
  Page page = shoot(sheet, {.ink = 120});
  std::mt19937 random(5);
  for (int i = 0; i < 25; ++i) {
    draw_block(
        page,
        {static_cast<int>(random() % 1500), static_cast<int>(random() % 1200), 9, 9}, 25);
  }
  grain(page, 6, 14);
  const CleanedPage out = cleaned(page);
  const Box date{600, 600, 300, 55};
  const int written = count_darker(shoot(sheet, {}), date, 128);
  EXPECT_GT(count_darker(out.ink, date, 200), written * 9 / 10);
}

TEST(CleanRepairTest, AGreyStampStaysWhereTheOtherSideGoes) {
  Page both = text_page(27);
  draw_block(both, {0, 1080, kWidth, 220}, 240);
  Sheet sheet(kWidth, kHeight);
  sheet.text(26, 9, 28);
  lay_over(both, shoot(sheet, {}), 0.36);
  // A frame and four letters, as pale as what shines through.
  Sheet stamp(kWidth, kHeight);
  for (std::size_t i = 0; i < 4; ++i)
    stamp.letter(i, 150 + 7 * static_cast<int>(i), 228);
  Page pale = shoot(stamp, {});
  for (const Box& side : {Box{700, 1110, 260, 4}, Box{700, 1220, 260, 4},
                          Box{700, 1110, 4, 114}, Box{956, 1110, 4, 114}})
    draw_block(pale, side, 30);
  for (int y = 1100; y < 1240; ++y) {
    for (int x = 0; x < 3 * kWidth; ++x) {
      std::uint8_t& value = both.row(y)[x];
      value =
          static_cast<std::uint8_t>(value * (1 - 0.36 * (255 - pale.row(y)[x]) / 255));
    }
  }
  const CleanedPage without = cleaned(both, StageSet().add(Stage::kBleed));
  const CleanedPage with = cleaned(both);
  EXPECT_EQ(action_of(with, Stage::kBleed), "other side's ink removed");
  const Box letters{710, 1120, 240, 95};
  const int there = count_darker(without.ink, letters, 236);
  EXPECT_GT(there, 500);
  EXPECT_GE(count_darker(with.ink, letters, 236), there * 95 / 100);
}

TEST(CleanRepairTest, GrainIsNoFold) {
  Sheet sheet(kWidth, kHeight);
  Page page = shoot(sheet, {});
  grain(page, 7, 14);
  EXPECT_EQ(action_of(cleaned(page), Stage::kFolds), stage_action::kNone);
}

TEST(CleanRepairTest, GreyDiscsOfPunchHolesGo) {
  Page page = text_page(26);
  const double mm = 300 / 25.4;
  for (const double middle_y : {120.0, 120 + 80 * mm}) {
    for (int y = -35; y <= 35; ++y) {
      const int half = static_cast<int>(std::sqrt(35.0 * 35 - y * y));
      draw_block(
          page,
          {static_cast<int>(6 * mm) - half, static_cast<int>(middle_y) + y, 2 * half, 1},
          170);
    }
  }
  const CleanedPage out = cleaned(page);
  EXPECT_EQ(action_of(out, Stage::kHoles), "made paper");
  EXPECT_EQ(count_darker(out.ink, {static_cast<int>(6 * mm) - 37, 83, 74, 74}, 230), 0);
}

TEST(CleanRepairTest, AFoldGoesAndARuleStays) {
  Page page = text_page(24);
  const auto draw = [&](int from, int to, int y0, double slope, int thick, double keeps) {
    for (int x = from; x < to; ++x) {
      for (int i = 0; i < thick; ++i) {
        const int y = y0 + i + static_cast<int>(slope * x);
        for (int plane = 0; plane < 3; ++plane) {
          std::uint8_t& value = page.row(y)[3 * x + plane];
          value = static_cast<std::uint8_t>(value * keeps);
        }
      }
    }
  };
  draw(0, kWidth, 1130, 0.01, 3, 0.66);  // a fold: from edge to edge, pale
  draw(200, 1400, 1220, 0, 3, 0.2);      // a rule: dark, within the type area
  const CleanedPage with = cleaned(page);
  const CleanedPage without = cleaned(page, StageSet().add(Stage::kFolds));
  EXPECT_EQ(action_of(with, Stage::kFolds), "lines removed");
  const Box fold{0, 1125, kWidth, 30};
  EXPECT_GT(count_darker(without.ink, fold, 250), 1500);
  EXPECT_LT(count_darker(with.ink, fold, 250), 150);
  EXPECT_GT(count_darker(with.ink, {200, 1215, 1200, 12}, 128), 2000);
}

TEST(CleanRepairTest, ThePairOfPunchHolesGoesAndALoneMarkStays) {
  Page page = text_page(25);
  const auto arc = [&](double middle_x, double middle_y) {
    for (int step = 0; step < 400; ++step) {
      const double angle = 2.4 + 3.1 * step / 400;
      for (const double radius : {34.0, 35.0, 36.0}) {
        const int x = static_cast<int>(middle_x + radius * std::cos(angle));
        const int y = static_cast<int>(middle_y + radius * std::sin(angle));
        for (int plane = 0; plane < 3; ++plane)
          page.row(y)[3 * x + plane] = 90;
      }
    }
  };
  const double mm = 300 / 25.4;
  arc(7 * mm, 100);
  arc(7 * mm, 100 + 80 * mm);
  arc(kWidth - 5.5 * mm, 600);
  const CleanedPage out = cleaned(page);
  EXPECT_EQ(action_of(out, Stage::kHoles), "made paper");
  const auto left_at = [&](double x, double y) {
    return count_darker(
        out.ink, {static_cast<int>(x) - 37, static_cast<int>(y) - 37, 74, 74}, 200);
  };
  EXPECT_EQ(left_at(7 * mm, 100), 0);
  EXPECT_EQ(left_at(7 * mm, 100 + 80 * mm), 0);
  EXPECT_GT(left_at(kWidth - 5.5 * mm, 600), 20);
}

TEST(CleanRepairTest, BluePenStandsInItsLayerAndInTheInk) {
  Page page = text_page(26);
  samples::Random random(26);
  const Box pen = samples::draw_signature(page, 900, 1130, 420, 130, random);
  const CleanedPage out = cleaned(page);
  ASSERT_TRUE(out.has_blue);
  EXPECT_FALSE(out.has_red);
  EXPECT_GT(count_darker(out.blue, pen, 160), 800);
  EXPECT_GT(count_darker(out.ink, pen, 160), 800);
  EXPECT_EQ(count_darker(out.blue, {0, 0, kWidth, 1000}, 200), 0);
}

TEST(CleanRepairTest, AStampFadedToABreathIsInTheRedLayer) {
  for (const unsigned seed : {31U, 32U, 33U}) {
    Page page = text_page(seed);
    samples::Random random(seed);
    const double mm = 300 / 25.4;
    samples::draw_round_seal(page, 1200, 1000, 17 * mm, "ỦY BAN NHÂN DÂN", "XÃ BÌNH AN",
                             random);
    samples::StampStyle style = samples::usual_stamp_style("TỐI MẬT", 1, random);
    style.faintness = 1;
    const Box stamp =
        samples::draw_rect_stamp(page, 250, 1130, {"TỐI MẬT"}, style, random);
    const CleanedPage out = cleaned(page);
    ASSERT_TRUE(out.has_red);
    EXPECT_GT(count_darker(out.red, stamp, 160), 1500) << seed;
  }
}

TEST(CleanRepairTest, AStampPalerThanTheSealIsWholeInTheRedLayer) {
  // Too red to count as pale, too pale beside the seal: scraps of it were left.
  for (const unsigned seed : {41U, 42U, 43U}) {
    Page page = text_page(seed);
    samples::Random random(seed);
    const double mm = 300 / 25.4;
    samples::draw_round_seal(page, 1200, 1000, 17 * mm, "ỦY BAN NHÂN DÂN", "XÃ BÌNH AN",
                             random);
    samples::StampStyle style = samples::usual_stamp_style("TỐI MẬT", 1, random);
    style.faintness = 0.62;
    style.wear = 0.3;
    const Box stamp =
        samples::draw_rect_stamp(page, 250, 1130, {"TỐI MẬT"}, style, random);
    const CleanedPage out = cleaned(page);
    ASSERT_TRUE(out.has_red);
    EXPECT_GT(count_darker(out.red, stamp, 160), 7500) << seed;
  }
}

TEST(CleanRepairTest, BitonalHasTwoValuesAndAllOfTheInk) {
  Sheet sheet(kWidth, kHeight);
  sheet.text(16, 11, 27);
  const CleanedPage page = cleaned(shoot(sheet, {.ink = 120, .light_right = 0.6}));
  const auto bitonal = binarise(page.ink);
  ASSERT_TRUE(bitonal.has_value());
  int wrong = 0;
  for (int row = 2; row + 2 < sheet.rows; ++row) {
    for (int column = 2; column + 2 < sheet.columns; ++column) {
      const int value = bitonal->row(row * kCellPixels + 2)[column * kCellPixels + 2];
      ASSERT_TRUE(value == 0 || value == 255);
      const bool inked =
          sheet.black[static_cast<std::size_t>(row * sheet.columns + column)] != 0;
      wrong += inked == (value == 0) ? 0 : 1;
    }
  }
  EXPECT_LT(wrong, 5);
  const Page colour = Page::create(9, 9, PixelFormat::kRgb, 300).value();
  EXPECT_FALSE(binarise(colour).has_value());
}

}  // namespace
}  // namespace tangthu::scanner
