#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/pixels.h"
#include "samples/degrade/sheet.h"

namespace tangthu::samples {
namespace {

constexpr double kHolePitchMm = 80;  // ISO 838
constexpr int kSubpixels = 16;
constexpr int kSubpixelBits = 4;

cv::Point fine(double x, double y) {
  return {static_cast<int>(x * kSubpixels), static_cast<int>(y * kSubpixels)};
}

void punch(cv::Mat& rgb, double x, double y, double radius, double level,
           Random& random) {
  const double air = radius + 3;
  const Box around{static_cast<int>(x - air), static_cast<int>(y - air),
                   static_cast<int>(2 * air), static_cast<int>(2 * air)};
  if (!is_bare(rgb, around)) return;
  const int size = static_cast<int>(radius * kSubpixels);
  // The sheet's thickness throws a crescent of shadow into a light hole.
  const double shadow = std::max(0.0, level - random.uniform(25, 90));
  cv::circle(rgb, fine(x, y), size, cv::Scalar::all(shadow), cv::FILLED, cv::LINE_AA,
             kSubpixelBits);
  const double slip = random.uniform(0.03, 0.12) * radius;
  cv::circle(rgb, fine(x + slip, y + slip), static_cast<int>(size - slip * kSubpixels),
             cv::Scalar::all(level), cv::FILLED, cv::LINE_AA, kSubpixelBits);
}

void punch_holes(cv::Mat& rgb, int count, double level, double px_per_mm,
                 Random& random) {
  const double from_edge = random.uniform(9, 13) * px_per_mm;
  const double middle = rgb.rows * 0.5 + random.normal(0, 3) * px_per_mm;
  const double radius = random.uniform(2.5, 3.1) * px_per_mm;
  const double lean = random.normal(0, 0.5) * px_per_mm;
  for (int i = 0; i < count; ++i) {
    const double along = i - (count - 1) / 2.0;
    punch(rgb, from_edge + lean * along, middle + along * kHolePitchMm * px_per_mm,
          radius, level, random);
  }
}

// A staple, or after it was pulled its two holes, in a bare upper corner.
void staple(cv::Mat& rgb, double px_per_mm, Random& random) {
  const double length = random.uniform(9, 13) * px_per_mm;
  const double x = random.uniform(7, 14) * px_per_mm;
  const double y = random.uniform(6, 13) * px_per_mm;
  const double angle = random.uniform(-1.0, 0.3);
  const double end_x = x + length * std::cos(angle);
  const double end_y = y + length * std::sin(angle);
  const double air = 2 * px_per_mm;
  const Box around{static_cast<int>(x - air), static_cast<int>(std::min(y, end_y) - air),
                   static_cast<int>(end_x - x + 2 * air),
                   static_cast<int>(std::abs(end_y - y) + 2 * air)};
  if (!is_bare(rgb, around)) return;
  const double grey = random.uniform(70, 150);
  if (random.chance(0.5)) {
    const int thick = std::max(1, static_cast<int>(0.5 * px_per_mm));
    const double drop = 0.35 * px_per_mm;
    cv::line(rgb, fine(x + drop, y + drop), fine(end_x + drop, end_y + drop),
             cv::Scalar::all(grey + 60), thick, cv::LINE_AA, kSubpixelBits);
    cv::line(rgb, fine(x, y), fine(end_x, end_y), cv::Scalar::all(grey), thick,
             cv::LINE_AA, kSubpixelBits);
    return;
  }
  for (const cv::Point& hole : {fine(x, y), fine(end_x, end_y)}) {
    cv::circle(rgb, hole,
               static_cast<int>(random.uniform(0.2, 0.45) * px_per_mm * kSubpixels),
               cv::Scalar::all(grey), cv::FILLED, cv::LINE_AA, kSubpixelBits);
  }
}

}  // namespace

void pierce_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double bed_level,
                  double px_per_mm, Random& random) {
  punch_holes(rgb, recipe.punch_holes, bed_level, px_per_mm, random);
  if (recipe.staple) staple(rgb, px_per_mm, random);
}

}  // namespace tangthu::samples
