#include "samples/degrade/degrade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "samples/degrade/recipe.h"
#include "samples/random.h"

namespace tangthu::samples {
namespace {

constexpr int kDpi = 120;
constexpr double kPxPerMm = kDpi / 25.4;
constexpr double kDegreesPerRadian = 57.29577951308232;
constexpr int kWidth = 992;  // A4
constexpr int kHeight = 1403;

struct Point {
  double x;
  double y;
};

Point mapped(const Affine& map, Point p) {
  return {map.xx * p.x + map.xy * p.y + map.x0, map.yx * p.x + map.yy * p.y + map.y0};
}

void fill(Page& page, const Box& box, std::uint8_t value) {
  const auto channels = static_cast<std::size_t>(page.channels());
  for (int y = box.y; y < box.bottom(); ++y) {
    std::memset(page.row(y) + static_cast<std::size_t>(box.x) * channels, value,
                static_cast<std::size_t>(box.width) * channels);
  }
}

int grey_at(const Page& page, int x, int y) {
  const auto* pixel = page.row(y) + static_cast<std::ptrdiff_t>(x) * page.channels();
  return page.format() == PixelFormat::kGrey ? pixel[0] : pixel[1];
}

// Squares of 6 mm, 25 mm from the edges: what the map has to find again.
constexpr int kSquare = 28;
constexpr std::array<Point, 5> kMarkers = {
    {{132, 132}, {860, 132}, {132, 1270}, {860, 1270}, {496, 700}}};

Page marked_page() {
  Page page = Page::create(kWidth, kHeight, PixelFormat::kRgb, kDpi).value();
  fill(page, {0, 0, kWidth, kHeight}, 255);
  for (const Point& marker : kMarkers) {
    fill(page,
         {static_cast<int>(marker.x) - kSquare / 2,
          static_cast<int>(marker.y) - kSquare / 2, kSquare, kSquare},
         0);
  }
  // Lines of "text" between, so that paper, light and bleed-through have a page to work
  // on.
  for (int y = 220; y < 1180; y += 24) {
    for (int x = 180; x < 800; x += 9) {
      if (std::abs(x - 496) > 60 || std::abs(y - 700) > 60) fill(page, {x, y, 4, 9}, 20);
    }
  }
  return page;
}

Degraded degraded(const Page& page, Grade grade, std::uint64_t seed) {
  Random random(seed);
  return degrade(page, grade, random).value();
}

struct Found {
  Point centre{};
  double contrast = 0;  // between paper and ink, grey levels
};

// The centre of the dark square near `where`: what is darker than half way.
Found find_square(const Page& page, Point where) {
  constexpr int kReach = 30;
  const int left = std::max(0, static_cast<int>(where.x) - kReach);
  const int top = std::max(0, static_cast<int>(where.y) - kReach);
  const int right = std::min(page.width(), static_cast<int>(where.x) + kReach + 1);
  const int bottom = std::min(page.height(), static_cast<int>(where.y) + kReach + 1);
  std::vector<int> levels;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x)
      levels.push_back(grey_at(page, x, y));
  }
  std::sort(levels.begin(), levels.end());
  const int ink = levels[levels.size() / 12];
  const int paper = levels[levels.size() * 2 / 3];
  Found found;
  found.contrast = paper - ink;
  double weight = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      if (grey_at(page, x, y) * 2 > ink + paper) continue;
      found.centre.x += x + 0.5;
      found.centre.y += y + 0.5;
      weight += 1;
    }
  }
  found.centre = {found.centre.x / weight, found.centre.y / weight};
  return found;
}

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// Mean difference to the rendering, each pixel compared where the map says it is.
double difference(const Page& rendering, const Degraded& result) {
  double sum = 0;
  int count = 0;
  for (int y = 100; y < kHeight - 100; y += 2) {
    for (int x = 100; x < kWidth - 100; x += 2) {
      const Point there = mapped(result.from_rendering, {x + 0.5, y + 0.5});
      const int to_x = std::clamp(static_cast<int>(there.x), 0, result.page.width() - 1);
      const int to_y = std::clamp(static_cast<int>(there.y), 0, result.page.height() - 1);
      sum += std::abs(grey_at(rendering, x, y) - grey_at(result.page, to_x, to_y));
      ++count;
    }
  }
  return sum / count;
}

std::vector<std::uint8_t> bytes_of(const Page& page) {
  return {page.pixels().begin(), page.pixels().end()};
}

TEST(DegradeTest, SameSeedGivesTheSameBytes) {
  const Page page = marked_page();
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      const Degraded once = degraded(page, grade, seed);
      const Degraded again = degraded(page, grade, seed);
      EXPECT_EQ(bytes_of(once.page), bytes_of(again.page));
      EXPECT_EQ(once.applied, again.applied);
      EXPECT_EQ(once.skew_degrees, again.skew_degrees);
    }
  }
  EXPECT_NE(bytes_of(degraded(page, Grade::kScan, 1).page),
            bytes_of(degraded(page, Grade::kScan, 2).page));
}

TEST(DegradeTest, EveryMarkerIsWhereTheMapSays) {
  const Page page = marked_page();
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    const double allowed_mm = grade == Grade::kHard ? kMaxWarpMillimetres : 0.9;
    for (std::uint64_t seed = 0; seed < 15; ++seed) {
      const Degraded result = degraded(page, grade, seed);
      for (const Point& marker : kMarkers) {
        const Point expected = mapped(result.from_rendering, marker);
        const Found found = find_square(result.page, expected);
        EXPECT_LT(distance(found.centre, expected), allowed_mm * kPxPerMm)
            << static_cast<int>(grade) << " seed " << seed << " at " << marker.x << ','
            << marker.y;
        // A person reads what differs from its paper this much.
        EXPECT_GT(found.contrast, 40) << static_cast<int>(grade) << " seed " << seed;
      }
    }
  }
}

TEST(DegradeTest, TurnAndSkewAreReportedTrue) {
  const Page page = marked_page();
  bool saw_turn = false;
  for (const Grade grade : {Grade::kScan, Grade::kHard}) {
    const double allowed = grade == Grade::kHard ? 0.35 : 0.15;
    for (std::uint64_t seed = 100; seed < 120; ++seed) {
      const Degraded result = degraded(page, grade, seed);
      saw_turn = saw_turn || result.turn_degrees != 0;
      // The line through two markers, averaged over the upper and the lower pair.
      double angle = 0;
      for (const std::size_t row : {0U, 2U}) {
        const Found left =
            find_square(result.page, mapped(result.from_rendering, kMarkers[row]));
        const Found right =
            find_square(result.page, mapped(result.from_rendering, kMarkers[row + 1]));
        const double seen =
            std::atan2(right.centre.y - left.centre.y, right.centre.x - left.centre.x) *
                kDegreesPerRadian +
            result.turn_degrees;
        angle += std::remainder(seen, 360) / 2;
      }
      EXPECT_NEAR(angle, result.skew_degrees, allowed) << "seed " << seed;
      EXPECT_LE(std::abs(result.skew_degrees), grade == Grade::kHard ? 7.5 : 2.2);
    }
  }
  EXPECT_TRUE(saw_turn);
}

TEST(DegradeTest, NothingPrintedIsCutOff) {
  Page page = Page::create(kWidth, kHeight, PixelFormat::kRgb, kDpi).value();
  fill(page, {0, 0, kWidth, kHeight}, 255);
  // Ink far nearer to the edges than any letter stands: 3 mm.
  const int near = static_cast<int>(3 * kPxPerMm);
  const std::array<Point, 4> corners = {
      {{static_cast<double>(near), static_cast<double>(near)},
       {static_cast<double>(kWidth - near), static_cast<double>(near)},
       {static_cast<double>(near), static_cast<double>(kHeight - near)},
       {static_cast<double>(kWidth - near), static_cast<double>(kHeight - near)}}};
  fill(page, {near, near, 20, 20}, 0);
  fill(page, {kWidth - near - 20, kHeight - near - 20, 20, 20}, 0);
  for (const Grade grade : {Grade::kScan, Grade::kHard}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Degraded result = degraded(page, grade, seed);
      for (const Point& corner : corners) {
        const Point there = mapped(result.from_rendering, corner);
        EXPECT_GE(there.x, 0) << seed;
        EXPECT_GE(there.y, 0) << seed;
        EXPECT_LE(there.x, result.page.width()) << seed;
        EXPECT_LE(there.y, result.page.height()) << seed;
      }
    }
  }
}

TEST(DegradeTest, GradesAreOrderedByDistanceToTheOriginal) {
  const Page page = marked_page();
  std::array<double, 3> mean{};
  for (std::size_t grade = 0; grade < mean.size(); ++grade) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      mean[grade] +=
          difference(page, degraded(page, static_cast<Grade>(grade), seed)) / 12;
    }
  }
  EXPECT_LT(mean[0], 2);
  EXPECT_GT(mean[1], 4 * mean[0]);
  EXPECT_GT(mean[2], 1.3 * mean[1]);
}

TEST(DegradeTest, CleanStaysWhereItWas) {
  const Page page = marked_page();
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const Degraded result = degraded(page, Grade::kClean, seed);
    EXPECT_EQ(result.page.width(), page.width());
    EXPECT_EQ(result.page.height(), page.height());
    EXPECT_EQ(result.turn_degrees, 0);
    EXPECT_EQ(result.skew_degrees, 0);
    EXPECT_EQ(result.from_rendering.x0, 0);
    EXPECT_EQ(result.from_rendering.xx, 1);
  }
}

TEST(DegradeTest, GreyRenderingsAndTinyOnesAreTaken) {
  for (const int side : {1, 2, 9, 40}) {
    for (const PixelFormat format : {PixelFormat::kGrey, PixelFormat::kRgb}) {
      const Page page = Page::create(side, side + 1, format, 300).value();
      for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
          Random random(seed);
          const Result<Degraded> result = degrade(page, grade, random);
          ASSERT_TRUE(result) << side << " seed " << seed;
          EXPECT_EQ(result->page.dpi(), 300);
        }
      }
    }
  }
}

TEST(DegradeTest, ALayerIsBentAsThePageAndNothingElse) {
  const Page page = marked_page();
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    for (std::uint64_t seed = 40; seed < 48; ++seed) {
      Random random(seed);
      const Degraded result = degrade(page, grade, random, {}, {}, &page).value();
      ASSERT_TRUE(result.layer.has_value());
      ASSERT_EQ(result.layer->width(), result.page.width());
      ASSERT_EQ(result.layer->height(), result.page.height());
      EXPECT_EQ(bytes_of(result.page), bytes_of(degraded(page, grade, seed).page));
      for (const Point& marker : kMarkers) {
        const Point expected = mapped(result.from_rendering, marker);
        const Found worn = find_square(result.page, expected);
        const Found bare = find_square(*result.layer, expected);
        EXPECT_LT(distance(worn.centre, bare.centre), 1.5) << "seed " << seed;
        EXPECT_GT(bare.contrast, 245) << "seed " << seed;
      }
    }
  }
}

TEST(DegradeTest, MoreWearShowsOnThePage) {
  const Page page = marked_page();
  const auto worn = [&](const MoreWear& more) {
    Random random(5);
    return degrade(page, Grade::kScan, random, {}, more).value();
  };
  const double plain = difference(page, worn({}));
  const auto after = [&](double bleed, int folds) {
    MoreWear more;
    more.bleed = bleed;
    more.folds = folds;
    return difference(page, worn(more));
  };
  EXPECT_GT(after(0.5, 0), plain + 1);
  EXPECT_GT(after(0, 3), plain);
  MoreWear coloured;
  coloured.colour = true;
  EXPECT_EQ(worn(coloured).page.format(), PixelFormat::kRgb);
}

TEST(RecipeTest, TurnsAreAsRareAsInAnOffice) {
  constexpr int kCount = 4000;
  Random random(3);
  int scan = 0;
  int hard = 0;
  for (int i = 0; i < kCount; ++i) {
    scan += draw_recipe(Grade::kScan, random).bed.turn_degrees != 0 ? 1 : 0;
    hard += draw_recipe(Grade::kHard, random).bed.turn_degrees != 0 ? 1 : 0;
  }
  EXPECT_NEAR(scan, 0.05 * kCount, 0.015 * kCount);
  EXPECT_NEAR(hard, 0.15 * kCount, 0.025 * kCount);
}

TEST(RecipeTest, WhatMakesAPageUnreadableTogetherStaysApart) {
  Random random(4);
  for (int i = 0; i < 4000; ++i) {
    const Recipe recipe = draw_recipe(Grade::kHard, random);
    EXPECT_GE(recipe.sheet.ink_left, 0.5);
    EXPECT_LE(recipe.sheet.bleed, 0.4 * recipe.sheet.ink_left);
    if (recipe.sensor.depth == Depth::kBitonal) {
      EXPECT_GE(recipe.sheet.ink_left, 0.75);
      EXPECT_LE(recipe.sheet.bleed, 0.1);
    }
    EXPECT_GE(recipe.sensor.jpeg_quality, 25);
    EXPECT_LE(std::abs(recipe.bed.skew_degrees), 7);
  }
}

}  // namespace
}  // namespace tangthu::samples
