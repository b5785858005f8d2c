#include "samples/degrade/sheet.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

constexpr int kMapStep =
    8;  // paper changes slowly: its colour is computed on a small map

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

// A liquid dried here: ragged, a little darker inside, darkest at its rim.
void stain(cv::Mat& gains, double radius, double depth, Random& random) {
  const double centre_x = random.uniform(0, gains.cols);
  const double centre_y = random.uniform(0, gains.rows);
  const double stretch = random.uniform(0.6, 1.6);
  const double rim = random.uniform(0, 0.8);
  const cv::Mat ragged = smooth_noise(gains.size(), radius * 0.6, random);
  const double brown = random.uniform(0.20, 0.40);  // absorbed blue; less of the others
  const cv::Vec3d tint(brown * random.uniform(0.20, 0.35),
                       brown * random.uniform(0.45, 0.60), brown);
  for (int y = 0; y < gains.rows; ++y) {
    auto* line = gains.ptr<cv::Vec3f>(y);
    const auto* shift = ragged.ptr<float>(y);
    for (int x = 0; x < gains.cols; ++x) {
      const double away = std::hypot((x - centre_x) * stretch, y - centre_y) / radius +
                          0.5 * (static_cast<double>(shift[x]) - 0.5);
      if (away > 1.05) continue;
      const double inside = std::clamp((1.05 - away) * 10, 0.0, 1.0) * 0.55;
      const double edge = rim * std::exp(-std::pow((away - 0.95) / 0.06, 2));
      for (int colour = 0; colour < 3; ++colour) {
        line[x][colour] *= static_cast<float>(1 - depth * tint[colour] * (inside + edge));
      }
    }
  }
}

void foxing(cv::Mat& gains, int spots, double px_per_mm, Random& random) {
  for (int i = 0; i < spots; ++i) {
    const double size = random.uniform();
    const double radius = std::max(0.7, (0.2 + 1.6 * size * size * size) * px_per_mm);
    const cv::Point centre(random.integer(0, gains.cols - 1),
                           random.integer(0, gains.rows - 1));
    const double depth = random.uniform(0.1, 0.6);
    const int reach = static_cast<int>(2 * radius) + 1;
    const cv::Rect around =
        cv::Rect(centre.x - reach, centre.y - reach, 2 * reach + 1, 2 * reach + 1) &
        cv::Rect({0, 0}, gains.size());
    for (int y = around.y; y < around.br().y; ++y) {
      auto* line = gains.ptr<cv::Vec3f>(y);
      for (int x = around.x; x < around.br().x; ++x) {
        const double away = std::hypot(x - centre.x, y - centre.y) / radius;
        const double here = depth * std::exp(-away * away);
        line[x] = {line[x][0] * static_cast<float>(1 - 0.35 * here),
                   line[x][1] * static_cast<float>(1 - 0.6 * here),
                   line[x][2] * static_cast<float>(1 - 0.9 * here)};
      }
    }
  }
}

// Old sheets are brown from the outside in.
void wear_edges(cv::Mat& gains, double wear, double px_per_mm, Random& random) {
  if (wear <= 0) return;
  const cv::Mat ragged = smooth_noise(gains.size(), 12 * px_per_mm, random);
  const double depth_px = random.uniform(3, 14) * px_per_mm;
  for (int y = 0; y < gains.rows; ++y) {
    auto* line = gains.ptr<cv::Vec3f>(y);
    const auto* shift = ragged.ptr<float>(y);
    for (int x = 0; x < gains.cols; ++x) {
      const int inside = std::min({x, y, gains.cols - 1 - x, gains.rows - 1 - y});
      const double here =
          wear * 2 * static_cast<double>(shift[x]) * std::exp(-inside / depth_px);
      line[x] = {line[x][0] * static_cast<float>(1 - 0.30 * std::min(here, 1.0)),
                 line[x][1] * static_cast<float>(1 - 0.40 * std::min(here, 1.0)),
                 line[x][2] * static_cast<float>(1 - 0.55 * std::min(here, 1.0))};
    }
  }
}

cv::Mat paper_colour(cv::Size size, const SheetRecipe& recipe, double px_per_mm,
                     Random& random) {
  const cv::Mat broad = smooth_noise(size, 35 * px_per_mm, random);
  const cv::Mat fibres = smooth_noise(size, 2.5 * px_per_mm, random);
  cv::Mat gains(size, CV_32FC3);
  for (int y = 0; y < size.height; ++y) {
    auto* line = gains.ptr<cv::Vec3f>(y);
    const auto* wide = broad.ptr<float>(y);
    const auto* fine = fibres.ptr<float>(y);
    for (int x = 0; x < size.width; ++x) {
      const double uneven =
          0.7 * static_cast<double>(wide[x]) + 0.3 * static_cast<double>(fine[x]);
      const double bright = recipe.brightness * (1 - recipe.mottle * uneven);
      const double yellow = recipe.yellow * (0.75 + 0.5 * static_cast<double>(wide[x]));
      line[x] = {static_cast<float>(bright * (1 - 0.015 * yellow)),
                 static_cast<float>(bright * (1 - 0.055 * yellow)),
                 static_cast<float>(bright * (1 - 0.155 * yellow))};
    }
  }
  return gains;
}

bool is_plain(const SheetRecipe& recipe) {
  return recipe.brightness > 0.999 && recipe.yellow <= 0 && recipe.mottle <= 0 &&
         recipe.stains == 0 && recipe.foxing_spots == 0 && recipe.edge_wear <= 0;
}

void tint_paper(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm,
                Random& random) {
  if (is_plain(recipe)) return;
  const cv::Size size(rgb.cols / kMapStep + 1, rgb.rows / kMapStep + 1);
  const double map_px_per_mm = px_per_mm / kMapStep;
  cv::Mat gains = paper_colour(size, recipe, map_px_per_mm, random);
  for (int i = 0; i < recipe.stains; ++i) {
    stain(gains, random.uniform(4, 45) * map_px_per_mm, recipe.stain_depth, random);
  }
  foxing(gains, recipe.foxing_spots, map_px_per_mm, random);
  wear_edges(gains, recipe.edge_wear, map_px_per_mm, random);
  multiply_by(rgb, gains);
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
