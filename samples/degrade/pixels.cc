#include "samples/degrade/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <mutex>

#include <opencv2/imgproc.hpp>

namespace tangthu::samples {
namespace {

// Differences to the paper's own grey that count as ink: a faint stamp does, dither not.
constexpr int kInkContrast = 14;

int paper_level(const cv::Mat& grey) {
  std::array<int, 256> histogram{};
  for (int y = 0; y < grey.rows; y += 3) {
    const auto* line = grey.ptr<std::uint8_t>(y);
    for (int x = 0; x < grey.cols; x += 3)
      ++histogram[line[x]];
  }
  const auto most = std::max_element(histogram.begin(), histogram.end());
  return static_cast<int>(most - histogram.begin());
}

// The green channel: red, blue and black ink all absorb it.
cv::Mat green_of(const cv::Mat& rgb) {
  cv::Mat green;
  cv::extractChannel(rgb, green, 1);
  return green;
}

}  // namespace

void use_one_thread() {
  static std::once_flag once;
  std::call_once(once, [] { cv::setNumThreads(1); });
}

cv::Mat to_rgb(const Page& page) {
  cv::Mat copy(page.height(), page.width(),
               page.format() == PixelFormat::kRgb ? CV_8UC3 : CV_8UC1);
  for (int y = 0; y < page.height(); ++y) {
    std::memcpy(copy.ptr(y), page.row(y), page.stride());
  }
  if (copy.channels() == 3) return copy;
  cv::Mat rgb;
  cv::cvtColor(copy, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

Result<Page> to_page(const cv::Mat& pixels, int dpi) {
  const PixelFormat format =
      pixels.channels() == 3 ? PixelFormat::kRgb : PixelFormat::kGrey;
  Page page = TRY(Page::create(pixels.cols, pixels.rows, format, dpi));
  for (int y = 0; y < page.height(); ++y) {
    std::memcpy(page.row(y), pixels.ptr(y), page.stride());
  }
  return page;
}

cv::Mat smooth_noise(cv::Size size, double cell, Random& random) {
  const int columns = std::max(2, static_cast<int>(size.width / std::max(cell, 1.0)) + 2);
  const int rows = std::max(2, static_cast<int>(size.height / std::max(cell, 1.0)) + 2);
  cv::Mat lattice(rows, columns, CV_32FC1);
  for (int y = 0; y < rows; ++y) {
    auto* line = lattice.ptr<float>(y);
    for (int x = 0; x < columns; ++x)
      line[x] = static_cast<float>(random.uniform());
  }
  cv::Mat noise;
  cv::resize(lattice, noise, size, 0, 0, cv::INTER_CUBIC);
  cv::min(cv::max(noise, 0.0), 1.0, noise);
  return noise;
}

void multiply_by(cv::Mat& image, const cv::Mat& gains) {
  cv::Mat bytes;
  gains.convertTo(bytes, CV_8UC3, 255.0);
  cv::Mat stretched;
  cv::resize(bytes, stretched, image.size(), 0, 0, cv::INTER_LINEAR);
  cv::multiply(image, stretched, image, 1 / 255.0);
}

Box ink_box(const cv::Mat& rgb) {
  const cv::Mat green = green_of(rgb);
  const int darkest_paper = paper_level(green) - kInkContrast;
  int left = green.cols;
  int right = 0;
  int top = green.rows;
  int bottom = 0;
  for (int y = 0; y < green.rows; ++y) {
    const auto* line = green.ptr<std::uint8_t>(y);
    const auto is_ink = [darkest_paper](std::uint8_t value) {
      return value < darkest_paper;
    };
    const auto* first = std::find_if(line, line + green.cols, is_ink);
    if (first == line + green.cols) continue;
    int last = green.cols - 1;
    while (!is_ink(line[last]))
      --last;
    left = std::min(left, static_cast<int>(first - line));
    right = std::max(right, last + 1);
    top = std::min(top, y);
    bottom = y + 1;
  }
  if (right <= left) return {};
  return {left, top, right - left, bottom - top};
}

bool is_bare(const cv::Mat& rgb, const Box& box) {
  const cv::Rect part =
      cv::Rect(box.x, box.y, box.width, box.height) & cv::Rect({0, 0}, rgb.size());
  if (part.empty()) return true;
  double low = 0;
  double high = 0;
  cv::minMaxLoc(green_of(rgb(part)), &low, &high);
  return high - low < kInkContrast;
}

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
}

}  // namespace tangthu::samples
