#include <algorithm>
#include <cmath>

#include "samples/degrade/pixels.h"
#include "samples/degrade/sheet.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;

// One crease from (x0, y0) to (x1, y1), in pixels.
struct Crease {
  double x0;
  double y0;
  double x1;
  double y1;
  double shade;   // the side turned from the light, 0–1
  double light;   // the side turned to it
  double core;    // darkening of the line itself
  double rubbed;  // share of toner lost on the line
  double width;   // of the shaded strip, to one side
  double core_width;
};

void crease_pixel(std::uint8_t* pixel, double distance, double fading, double wear,
                  const Crease& crease) {
  const double away = std::abs(distance);
  const double side = distance < 0 ? -crease.shade : crease.light;
  const double core = std::exp(-std::pow(away / crease.core_width, 2));
  const double strip = std::exp(-away / (0.35 * crease.width));
  const double gain = (1 + fading * side * strip) * (1 - fading * crease.core * core);
  const double rubbed = fading * crease.rubbed * wear * core;
  for (int colour = 0; colour < 3; ++colour) {
    const double inked = pixel[colour] + (255.0 - pixel[colour]) * rubbed;
    pixel[colour] = to_byte(inked * gain);
  }
}

// Walks along the longer axis and across the strip on the other one.
void draw_crease(cv::Mat& rgb, const Crease& crease, double px_per_mm, Random& random) {
  const double dx = crease.x1 - crease.x0;
  const double dy = crease.y1 - crease.y0;
  const double length = std::hypot(dx, dy);
  if (length < 1) return;
  const bool flat = std::abs(dx) >= std::abs(dy);
  const double start =
      flat ? std::min(crease.x0, crease.x1) : std::min(crease.y0, crease.y1);
  const double end =
      flat ? std::max(crease.x0, crease.x1) : std::max(crease.y0, crease.y1);
  const double slope = flat ? dy / dx : dx / dy;
  const double steep = (flat ? std::abs(dx) : std::abs(dy)) / length;
  const int limit_along = flat ? rgb.cols : rgb.rows;
  const int limit_across = flat ? rgb.rows : rgb.cols;
  const int count = static_cast<int>(end - start) + 2;
  const cv::Mat tremble = smooth_noise({count, 2}, 6 * px_per_mm, random);
  const cv::Mat wear = smooth_noise({count, 2}, 0.5 * px_per_mm, random);
  const int reach = static_cast<int>(crease.width / steep) + 1;
  const int first = std::max(0, static_cast<int>(start));
  const int last = std::min(limit_along - 1, static_cast<int>(end));
  for (int along = first; along <= last; ++along) {
    const int at = std::clamp(along - static_cast<int>(start), 0, count - 1);
    const double origin = flat ? crease.y0 + (along - crease.x0) * slope
                               : crease.x0 + (along - crease.y0) * slope;
    const double middle =
        origin + (static_cast<double>(tremble.at<float>(0, at)) - 0.5) * 0.8 * px_per_mm;
    const double ends = std::min(along - start, end - along) / (0.15 * (end - start));
    const double fading = std::clamp(ends, 0.15, 1.0);
    for (int across = std::max(0, static_cast<int>(middle) - reach);
         across <= std::min(limit_across - 1, static_cast<int>(middle) + reach);
         ++across) {
      auto* pixel =
          flat ? rgb.ptr<std::uint8_t>(across) + 3 * static_cast<std::ptrdiff_t>(along)
               : rgb.ptr<std::uint8_t>(along) + 3 * static_cast<std::ptrdiff_t>(across);
      crease_pixel(pixel, (across - middle) * steep, fading,
                   static_cast<double>(wear.at<float>(0, at)), crease);
    }
  }
}

Crease with_depth(Crease crease, double depth, double px_per_mm, Random& random) {
  crease.shade = depth * random.uniform(0.05, 0.28);
  crease.light = depth * random.uniform(0.0, 0.10);
  if (random.chance(0.5)) {  // the light comes from the other side
    std::swap(crease.shade, crease.light);
    crease.shade = -crease.shade;
    crease.light = -crease.light;
  }
  crease.core = depth * random.uniform(0.0, 0.3);
  crease.rubbed = depth * random.uniform(0.0, 0.8);
  crease.width = random.uniform(2, 9) * px_per_mm;
  crease.core_width = random.uniform(0.08, 0.25) * px_per_mm;
  return crease;
}

// Letters are folded in halves or thirds.
Crease some_fold(const cv::Mat& rgb, Random& random) {
  static constexpr std::array<double, 6> kWhere = {0.5, 0.5, 0.333, 0.667, 0.25, 0.75};
  const double where = random.pick(kWhere) + random.normal(0, 0.012);
  const double tilt = random.normal(0, 0.004);
  Crease crease{};
  if (random.chance(0.7)) {
    crease.y0 = (where - tilt) * rgb.rows;
    crease.y1 = (where + tilt) * rgb.rows;
    crease.x0 = -0.1 * rgb.cols;
    crease.x1 = 1.1 * rgb.cols;
  } else {
    crease.x0 = (0.5 + random.normal(0, 0.015) - tilt) * rgb.cols;
    crease.x1 = crease.x0 + 2 * tilt * rgb.cols;
    crease.y0 = -0.1 * rgb.rows;
    crease.y1 = 1.1 * rgb.rows;
  }
  return crease;
}

Crease some_wrinkle(const cv::Mat& rgb, double px_per_mm, Random& random) {
  const double angle = random.uniform(0, kPi);
  const double half = random.uniform(8, 60) * px_per_mm;
  const double x = random.uniform(0, rgb.cols);
  const double y = random.uniform(0, rgb.rows);
  Crease crease{};
  crease.x0 = x - half * std::cos(angle);
  crease.y0 = y - half * std::sin(angle);
  crease.x1 = x + half * std::cos(angle);
  crease.y1 = y + half * std::sin(angle);
  return crease;
}

}  // namespace

void fold_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm,
                Random& random) {
  for (int i = 0; i < recipe.folds; ++i) {
    const Crease crease =
        with_depth(some_fold(rgb, random), recipe.fold_depth, px_per_mm, random);
    draw_crease(rgb, crease, px_per_mm, random);
  }
  for (int i = 0; i < recipe.wrinkles; ++i) {
    const Crease crease = with_depth(some_wrinkle(rgb, px_per_mm, random),
                                     0.6 * recipe.fold_depth, px_per_mm, random);
    draw_crease(rgb, crease, px_per_mm, random);
  }
}

}  // namespace tangthu::samples
