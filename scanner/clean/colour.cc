// Is there red ink, and how red is it? By redness against the paper, per pixel, without
// clustering: cf. Tonazzini, Bedini and Salerno, "Independent component analysis for
// document restoration", IJDAR 2004. separate.cc has the unmixing.
#include <algorithm>
#include <array>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// Redness is the red channel less the brighter of the others, of 255 for paper.
constexpr int kSurelyRed = 30;
constexpr double kLeastRedMm2 = 5;

inline int redness_of(int red, int green, int blue) {
  return std::max(0, red - std::max(green, blue));
}

// Red ink takes green and blue alike; a brown stain takes blue first, and more of it.
bool is_red(const cv::Vec3b& pixel) {
  const int redness = redness_of(pixel[0], pixel[1], pixel[2]);
  const int taken = 255 - std::min(pixel[1], pixel[2]);
  return redness >= kSurelyRed && redness * 2 >= taken;
}

}  // namespace

cv::Mat levelled_quarter(const cv::Mat& quarter, const cv::Mat& paper_cells) {
  cv::Mat paper, levelled;
  cv::resize(paper_cells, paper, quarter.size(), 0, 0, cv::INTER_LINEAR);
  cv::divide(quarter, paper, levelled, 255);
  return levelled;
}

RedFound find_red(const cv::Mat& levelled_page, int dpi) {
  if (levelled_page.channels() != 3 ||
      std::min(levelled_page.cols, levelled_page.rows) < 4) {
    return {};
  }
  std::array<int, 256> histogram{};
  int count = 0;
  for (int y = 0; y < levelled_page.rows; ++y) {
    const auto* row = levelled_page.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levelled_page.cols; ++x) {
      if (!is_red(row[x])) continue;
      ++histogram[static_cast<std::size_t>(redness_of(row[x][0], row[x][1], row[x][2]))];
      ++count;
    }
  }
  RedFound found;
  const double side_mm = 25.4 * 4 / dpi;
  found.present = count * side_mm * side_mm >= kLeastRedMm2;
  found.redness = 255;
  for (int above = 0; found.redness > kSurelyRed; --found.redness) {
    above += histogram[static_cast<std::size_t>(found.redness)];
    if (above * 5 >= count) break;
  }
  return found;
}

}  // namespace tangthu::scanner
