#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/pixels.h"
#include "samples/degrade/sensor.h"

namespace tangthu::samples {
namespace {

constexpr int kSubpixels = 16;
constexpr int kSubpixelBits = 4;

void speck(cv::Mat& rgb, double px_per_mm, Random& random) {
  const double size = random.uniform();
  const double radius = (0.03 + 0.28 * size * size * size) * px_per_mm;
  const double x = random.uniform(0, rgb.cols);
  const double y = random.uniform(0, rgb.rows);
  const double level = random.chance(0.8) ? random.uniform(20, 170) : 250;
  const cv::Size axes(
      std::max(4, static_cast<int>(radius * random.uniform(0.6, 1.6) * kSubpixels)),
      std::max(4, static_cast<int>(radius * kSubpixels)));
  cv::ellipse(
      rgb, cv::Point(static_cast<int>(x * kSubpixels), static_cast<int>(y * kSubpixels)),
      axes, random.uniform(0, 180), 0, 360, cv::Scalar::all(level), cv::FILLED,
      cv::LINE_AA, kSubpixelBits);
}

void hair(cv::Mat& rgb, double px_per_mm, Random& random) {
  double x = random.uniform(0, rgb.cols);
  double y = random.uniform(0, rgb.rows);
  double direction = random.uniform(0, 6.28);
  const double bend = random.normal(0, 0.10);
  const double step = 0.4 * px_per_mm;
  std::vector<cv::Point> points;
  const int count = random.integer(6, 40);
  for (int i = 0; i < count; ++i) {
    points.emplace_back(static_cast<int>(x * kSubpixels),
                        static_cast<int>(y * kSubpixels));
    direction += bend + random.normal(0, 0.08);
    x += step * std::cos(direction);
    y += step * std::sin(direction);
  }
  const int thick =
      std::max(1, static_cast<int>(std::lround(random.uniform(0.05, 0.14) * px_per_mm)));
  cv::polylines(rgb, points, false, cv::Scalar::all(random.uniform(50, 180)), thick,
                cv::LINE_AA, kSubpixelBits);
}

}  // namespace

void dust(cv::Mat& rgb, const SensorRecipe& recipe, double px_per_mm, Random& random) {
  for (int i = 0; i < recipe.dust; ++i)
    speck(rgb, px_per_mm, random);
  for (int i = 0; i < recipe.hairs; ++i)
    hair(rgb, px_per_mm, random);
}

void pepper(cv::Mat& image, double share, Random& random) {
  const auto count =
      static_cast<int>(share * static_cast<double>(image.rows) * image.cols);
  const int channels = image.channels();
  for (int i = 0; i < count; ++i) {
    const int y = random.integer(0, image.rows - 1);
    const int x = random.integer(0, image.cols - 1);
    const auto level = static_cast<std::uint8_t>(
        random.chance(0.5) ? random.integer(0, 70) : random.integer(200, 255));
    auto* pixel = image.ptr<std::uint8_t>(y) + static_cast<std::ptrdiff_t>(x) * channels;
    std::fill(pixel, pixel + channels, level);
  }
}

}  // namespace tangthu::samples
