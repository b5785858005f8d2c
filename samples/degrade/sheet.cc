#include "samples/degrade/sheet.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

// Copies thicken strokes, worn plates and dry toner thin them.
void spread_ink(cv::Mat& rgb, double spread) {
  if (std::abs(spread) < 0.02) return;
  cv::Mat other;
  const cv::Mat cross = cv::getStructuringElement(cv::MORPH_CROSS, {3, 3});
  if (spread > 0) {
    cv::erode(rgb, other, cross);
  } else {
    cv::dilate(rgb, other, cross);
  }
  const double share = std::min(1.0, std::abs(spread));
  cv::addWeighted(rgb, 1 - share, other, share, 0, rgb);
}

// Fading has two scales: parts of the page, and gaps within letters where toner flaked.
void fade_ink(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm, Random& random) {
  if (recipe.ink_left > 0.995 && recipe.ink_patchy < 0.005) return;
  const cv::Size half((rgb.cols + 1) / 2, (rgb.rows + 1) / 2);
  const cv::Mat wide = smooth_noise(half, 14 * px_per_mm, random);
  const cv::Mat fine = smooth_noise(half, 0.11 * px_per_mm, random);
  cv::Mat kept(half, CV_8UC1);
  const auto left = static_cast<float>(recipe.ink_left);
  const auto patchy = static_cast<float>(recipe.ink_patchy);
  for (int y = 0; y < half.height; ++y) {
    const auto* broad = wide.ptr<float>(y);
    const auto* grain = fine.ptr<float>(y);
    auto* out = kept.ptr<std::uint8_t>(y);
    for (int x = 0; x < half.width; ++x) {
      const float lost =
          patchy * (0.55F * broad[x] + 1.1F * broad[x] * grain[x] * grain[x]);
      out[x] =
          static_cast<std::uint8_t>(255.0F * std::clamp(left * (1 - lost), 0.3F, 1.0F));
    }
  }
  for (int y = 0; y < rgb.rows; ++y) {
    auto* pixel = rgb.ptr<std::uint8_t>(y);
    const auto* gain = kept.ptr<std::uint8_t>(y / 2);
    for (int x = 0; x < rgb.cols; ++x) {
      for (int colour = 0; colour < 3; ++colour, ++pixel) {
        *pixel = static_cast<std::uint8_t>(255 - (255 - *pixel) * gain[x / 2] / 255);
      }
    }
  }
}

// The other side, as this page mirrored and moved so that its lines fall elsewhere.
void bleed_through(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm,
                   Random& random) {
  if (recipe.bleed <= 0) return;
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::Mat back;
  cv::resize(grey, back, {(rgb.cols + 1) / 2, (rgb.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
  cv::flip(back, back, random.chance(0.8) ? 1 : -1);
  const int move = random.integer(back.rows / 8, back.rows * 7 / 8);
  cv::Mat moved(back.size(), back.type());
  for (int y = 0; y < back.rows; ++y) {
    back.row((y + move) % back.rows).copyTo(moved.row(y));
  }
  cv::GaussianBlur(moved, moved, {}, std::max(0.4, recipe.bleed_blur_mm * px_per_mm / 2));
  const cv::Mat where = smooth_noise(moved.size(), 30 * px_per_mm, random);
  for (int y = 0; y < moved.rows; ++y) {
    auto* line = moved.ptr<std::uint8_t>(y);
    const auto* more = where.ptr<float>(y);
    for (int x = 0; x < moved.cols; ++x) {
      const double seen = recipe.bleed * (0.5 + 0.5 * static_cast<double>(more[x]));
      line[x] = to_byte(255 - seen * (255 - line[x]));
    }
  }
  cv::Mat full;
  cv::resize(moved, full, rgb.size(), 0, 0, cv::INTER_LINEAR);
  cv::cvtColor(full, full, cv::COLOR_GRAY2RGB);
  cv::multiply(rgb, full, rgb, 1 / 255.0);
}

}  // namespace

void age_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double bed_level,
               double px_per_mm, Random& random) {
  spread_ink(rgb, recipe.ink_spread);
  fade_ink(rgb, recipe, px_per_mm, random);
  bleed_through(rgb, recipe, px_per_mm, random);
  pierce_sheet(rgb, recipe, bed_level, px_per_mm, random);
  fold_sheet(rgb, recipe, px_per_mm, random);
  tint_paper(rgb, recipe, px_per_mm, random);
}

}  // namespace tangthu::samples
