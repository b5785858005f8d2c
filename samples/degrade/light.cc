#include "samples/degrade/light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr int kMapStep = 16;

// The light over the picture, in coordinates −1 … 1.
class Lamp {
 public:
  Lamp(const LightRecipe& recipe, Random& random)
      : recipe_(recipe),
        direction_(random.uniform(0, 2 * kPi)),
        centre_x_(random.uniform(-0.4, 0.4)),
        centre_y_(random.uniform(-0.4, 0.4)),
        gutter_side_(random.chance(0.7) ? -1 : 1),
        gutter_reach_(random.uniform(0.05, 0.22)),
        shadow_direction_(random.uniform(0, 2 * kPi)),
        shadow_from_(random.uniform(-0.2, 0.7)),
        shadow_edge_(random.uniform(0.03, 0.35)),
        shadow_bend_(random.uniform(-0.4, 0.4)) {}

  double at(double u, double v) const {
    const double along = (u * std::cos(direction_) + v * std::sin(direction_)) / 1.42;
    double gain = 1 - recipe_.slope * (0.5 + 0.5 * along);
    const double away = std::hypot(u - centre_x_, v - centre_y_);
    gain *= 1 - recipe_.falloff * std::min(1.0, away * away / 2.5);
    if (recipe_.gutter > 0) {
      const double inside = 1 - gutter_side_ * u;
      gain *= 1 - recipe_.gutter * std::exp(-inside / gutter_reach_);
    }
    if (recipe_.shadow > 0) {
      const double across =
          u * std::cos(shadow_direction_) + v * std::sin(shadow_direction_);
      const double beside =
          v * std::cos(shadow_direction_) - u * std::sin(shadow_direction_);
      const double depth = across + shadow_bend_ * beside * beside - shadow_from_;
      gain *= 1 - recipe_.shadow / (1 + std::exp(-depth / (0.25 * shadow_edge_)));
    }
    return gain;
  }

 private:
  const LightRecipe& recipe_;
  double direction_;
  double centre_x_;
  double centre_y_;
  double gutter_side_;
  double gutter_reach_;
  double shadow_direction_;
  double shadow_from_;
  double shadow_edge_;
  double shadow_bend_;
};

}  // namespace

void light_unevenly(cv::Mat& rgb, const LightRecipe& recipe, double px_per_mm,
                    Random& random) {
  const Lamp lamp(recipe, random);
  if (recipe.slope <= 0 && recipe.falloff <= 0 && recipe.gutter <= 0 &&
      recipe.shadow <= 0 && recipe.warmth == 0) {
    return;
  }
  const std::array<double, 3> colour = {1 + std::min(0.0, 0.04 * recipe.warmth), 1.0,
                                        1 - std::max(0.0, 0.05 * recipe.warmth)};
  const int step = std::max(1, static_cast<int>(kMapStep * px_per_mm / 11.8));
  cv::Mat gains(rgb.rows / step + 2, rgb.cols / step + 2, CV_32FC3);
  for (int y = 0; y < gains.rows; ++y) {
    auto* line = gains.ptr<cv::Vec3f>(y);
    const double v = 2.0 * y / (gains.rows - 1) - 1;
    for (int x = 0; x < gains.cols; ++x) {
      const double gain = lamp.at(2.0 * x / (gains.cols - 1) - 1, v);
      line[x] = {static_cast<float>(gain * colour[0]),
                 static_cast<float>(gain * colour[1]),
                 static_cast<float>(gain * colour[2])};
    }
  }
  multiply_by(rgb, gains);
}

void draw_streaks(cv::Mat& rgb, int count, double px_per_mm, Random& random) {
  for (int i = 0; i < count; ++i) {
    const int x = random.integer(0, rgb.cols - 1);
    const int width = std::max(
        1, static_cast<int>(std::lround(random.uniform(0.05, 0.22) * px_per_mm)));
    const double strength = random.uniform(0.08, 0.55);
    const bool bright = random.chance(0.3);
    std::array<double, 3> colour{};
    for (double& part : colour)
      part = strength * random.uniform(0.4, 1.0);
    const cv::Mat breathing = smooth_noise({rgb.rows, 2}, 25 * px_per_mm, random);
    for (int y = 0; y < rgb.rows; ++y) {
      auto* pixel = rgb.ptr<std::uint8_t>(y) + 3 * static_cast<std::ptrdiff_t>(x);
      const double here = 0.4 + 0.6 * static_cast<double>(breathing.at<float>(0, y));
      for (int column = x; column < std::min(x + width, rgb.cols); ++column, pixel += 3) {
        for (std::size_t part = 0; part < 3; ++part) {
          const double share = colour[part] * here;
          pixel[part] = to_byte(bright ? pixel[part] + (255 - pixel[part]) * share * 0.6
                                       : pixel[part] * (1 - share));
        }
      }
    }
  }
}

}  // namespace tangthu::samples
