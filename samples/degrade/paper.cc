#include <algorithm>
#include <cmath>

#include "samples/degrade/pixels.h"
#include "samples/degrade/sheet.h"

namespace tangthu::samples {
namespace {

// Paper changes slowly: its colour is computed on a small map.
constexpr int kMapStep = 8;

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

}  // namespace

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

}  // namespace tangthu::samples
