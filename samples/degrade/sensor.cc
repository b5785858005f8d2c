#include "samples/degrade/sensor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "samples/degrade/jpeg.h"
#include "samples/degrade/pixels.h"

namespace tangthu::samples {
namespace {

constexpr double kReferencePxPerMm = 300 / 25.4;

// A window of 2·reach + 1 rows of which the outermost count by the fraction left over.
void blur_along_feed(cv::Mat& rgb, double length_px) {
  if (length_px <= 1) return;
  const double half = (length_px - 1) / 2;
  const int whole = static_cast<int>(std::ceil(half));
  cv::Mat kernel(2 * whole + 1, 1, CV_32FC1, cv::Scalar(1.0 / length_px));
  const double outermost = (half - (whole - 1)) / length_px;
  kernel.at<float>(0, 0) = static_cast<float>(outermost);
  kernel.at<float>(2 * whole, 0) = static_cast<float>(outermost);
  cv::sepFilter2D(rgb, rgb, CV_8U, cv::Mat(1, 1, CV_32FC1, cv::Scalar(1)), kernel,
                  {-1, -1}, 0, cv::BORDER_REPLICATE);
}

// A sensor bar reads the colours one after the other while the sheet moves on.
void shift_colours(cv::Mat& rgb, double rows) {
  if (rows <= 0) return;
  const int whole = static_cast<int>(rows);
  const int share = static_cast<int>(256 * (rows - whole));
  const auto moved = [&](int channel, int direction) {
    cv::Mat plane;
    cv::extractChannel(rgb, plane, channel);
    cv::Mat out(plane.size(), CV_8UC1);
    for (int y = 0; y < plane.rows; ++y) {
      const auto* near =
          plane.ptr<std::uint8_t>(std::clamp(y + direction * whole, 0, plane.rows - 1));
      const auto* far = plane.ptr<std::uint8_t>(
          std::clamp(y + direction * (whole + 1), 0, plane.rows - 1));
      auto* line = out.ptr<std::uint8_t>(y);
      for (int x = 0; x < plane.cols; ++x) {
        line[x] =
            static_cast<std::uint8_t>((near[x] * (256 - share) + far[x] * share) / 256);
      }
    }
    cv::insertChannel(out, rgb, channel);
  };
  moved(0, -1);
  moved(2, 1);
}

void apply_tone(cv::Mat& rgb, const SensorRecipe& recipe) {
  if (recipe.black == 0 && recipe.white == 255 && recipe.gamma == 1) return;
  cv::Mat table(1, 256, CV_8UC1);
  for (int level = 0; level < 256; ++level) {
    const double seen = std::min(1.0, level / recipe.white);
    table.at<std::uint8_t>(0, level) =
        to_byte(recipe.black + (255 - recipe.black) * std::pow(seen, recipe.gamma) + 0.5);
  }
  cv::LUT(rgb, table, rgb);
}

// Deviates are drawn once and reused from random places: a page has more pixels than a
// second has draws. Brightness noise is shared by the colours, a third is their own.
void add_noise(cv::Mat& rgb, double deviation, Random& random) {
  if (deviation <= 0) return;
  constexpr std::size_t kDeviates = 1U << 16U;
  std::vector<std::int16_t> deviates(kDeviates + 512);
  for (std::int16_t& deviate : deviates) {
    deviate = static_cast<std::int16_t>(std::lround(random.normal(0, 16 * deviation)));
  }
  // Dark parts are noisier once the driver has applied its gamma.
  std::array<int, 256> scale{};
  for (std::size_t level = 0; level < 256; ++level) {
    scale[level] = static_cast<int>(320 - level * 3 / 4);
  }
  std::uint64_t bits = 0;
  for (int y = 0; y < rgb.rows; ++y) {
    auto* pixel = rgb.ptr<std::uint8_t>(y);
    const int row_shift = static_cast<int>(random.normal(0, 2 * deviation));
    for (int x = 0; x < rgb.cols; ++x, bits >>= 16U) {
      if (x % 4 == 0) bits = random.next();
      const std::int16_t* drawn = &deviates[bits & (kDeviates - 1)];
      for (std::size_t colour = 0; colour < 3; ++colour, ++pixel) {
        const int shift = (2 * drawn[0] + drawn[7 + colour] + row_shift) * scale[*pixel];
        *pixel = static_cast<std::uint8_t>(std::clamp(*pixel + shift / 8192, 0, 255));
      }
    }
  }
}

void sharpen(cv::Mat& rgb, double strength, double radius) {
  if (strength <= 0) return;
  cv::Mat soft;
  cv::GaussianBlur(rgb, soft, {}, radius);
  cv::addWeighted(rgb, 1 + strength, soft, -strength, 0, rgb);
}

// Ink is what is darker than its surroundings by `threshold`; deep black always is. By
// green light, as machines do for black and white, so that red stamps count as ink.
void to_bitonal(cv::Mat& rgb, double threshold, double px_per_mm) {
  cv::Mat grey;
  cv::extractChannel(rgb, grey, 1);
  const int window = 2 * static_cast<int>(3 * px_per_mm) + 1;
  cv::Mat around;
  cv::boxFilter(grey, around, CV_8U, {window, window}, {-1, -1}, true,
                cv::BORDER_REPLICATE);
  for (int y = 0; y < grey.rows; ++y) {
    auto* line = grey.ptr<std::uint8_t>(y);
    const auto* mean = around.ptr<std::uint8_t>(y);
    for (int x = 0; x < grey.cols; ++x) {
      const bool is_ink = line[x] < 60 || line[x] < mean[x] * (1 - threshold);
      line[x] = is_ink ? 0 : 255;
    }
  }
  rgb = grey;
}

void take_depth(cv::Mat& rgb, const SensorRecipe& recipe, double px_per_mm) {
  if (recipe.depth == Depth::kColour) return;
  if (recipe.depth == Depth::kBitonal) {
    to_bitonal(rgb, recipe.threshold, px_per_mm);
    return;
  }
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  if (recipe.depth == Depth::kGreyInColour) cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
  rgb = grey;
}

}  // namespace

void capture(cv::Mat& rgb, const SensorRecipe& recipe, double px_per_mm, Random& random) {
  const cv::Size size = rgb.size();
  const bool coarse = recipe.resolution < 0.999;
  if (coarse) {
    const cv::Size fewer(std::max(1, cvRound(size.width * recipe.resolution)),
                         std::max(1, cvRound(size.height * recipe.resolution)));
    cv::resize(rgb, rgb, fewer, 0, 0, cv::INTER_AREA);
  }
  // Strengths are given in pixels at 300 dpi of the page as it came.
  const double scale = px_per_mm / kReferencePxPerMm * (coarse ? recipe.resolution : 1);
  const double blur = recipe.blur_px * scale;
  if (blur > 0.15) cv::GaussianBlur(rgb, rgb, {}, blur, blur, cv::BORDER_REPLICATE);
  blur_along_feed(rgb, recipe.motion_px * scale);
  shift_colours(rgb, recipe.fringe * scale);
  add_noise(rgb, recipe.noise, random);
  sharpen(rgb, recipe.sharpen, std::max(0.6, 1.2 * scale));
  apply_tone(rgb, recipe);
  if (coarse) {
    cv::resize(rgb, rgb, size, 0, 0,
               random.chance(0.5) ? cv::INTER_LINEAR : cv::INTER_CUBIC);
  }
  dust(rgb, recipe, px_per_mm, random);
  take_depth(rgb, recipe, px_per_mm);
  pepper(rgb, recipe.pepper, random);
  if (recipe.depth == Depth::kBitonal || recipe.jpeg_quality == 0) return;
  through_jpeg(rgb, recipe.jpeg_quality,
               recipe.jpeg_half_colour ? ColourSampling::kHalf : ColourSampling::kFull);
}

}  // namespace tangthu::samples
