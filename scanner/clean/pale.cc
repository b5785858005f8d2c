// A second, stronger stretch for pages captured without colour. There a faded stamp is
// light grey, and what makes black print dark makes it paper. The white of this picture
// lies just below what the paper's own noise reaches (half the 16th–84th percentile,
// Tukey, "Exploratory Data Analysis", 1977).
#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kLeastColour = 24;  // of chroma noise and a lamp's warmth there is less
constexpr double kColouredShare = 0.0005;
constexpr double kDeviations = 3;
constexpr int kLeastBelowPaper = 8;
constexpr int kMostBelowPaper = 40;
constexpr int kSpan = 36;  // from white to black: ink of this contrast is full ink

}  // namespace

bool is_without_colour(const cv::Mat& levelled) {
  if (levelled.channels() == 1) return true;
  int coloured = 0;
  for (int y = 0; y < levelled.rows; y += 2) {
    const auto* row = levelled.ptr<cv::Vec3b>(y);
    for (int x = 0; x < levelled.cols; ++x) {
      const auto [low, high] = std::minmax({row[x][0], row[x][1], row[x][2]});
      coloured += high - low >= kLeastColour ? 1 : 0;
    }
  }
  return coloured * 2 < kColouredShare * static_cast<double>(levelled.total());
}

void draw_pale(const cv::Mat& ink, cv::Mat& pale) {
  // A stamp's strokes are wider than the grain of a bad camera.
  cv::GaussianBlur(ink, pale, {5, 5}, 0, 0, cv::BORDER_REPLICATE);
  std::array<int, 256> histogram{};
  int total = 0;
  for (int y = 0; y < pale.rows; y += 4) {
    const auto* row = pale.ptr<std::uint8_t>(y);
    for (int x = 0; x < pale.cols; ++x) {
      if (row[x] < 160) continue;
      ++histogram[row[x]];
      ++total;
    }
  }
  const auto percentile = [&](double share) {
    int below = 0;
    for (int i = 0; i < 256; ++i) {
      below += histogram[static_cast<std::size_t>(i)];
      if (below > share * total) return i;
    }
    return 255;
  };
  const double paper = percentile(0.5);
  const double noise = paper - percentile(0.16);
  const int white = static_cast<int>(
      std::lround(paper - std::clamp(kDeviations * noise, 1.0 * kLeastBelowPaper,
                                     1.0 * kMostBelowPaper)));
  cv::Mat table(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) {
    table.at<std::uint8_t>(i) =
        cv::saturate_cast<std::uint8_t>(255 - (white - i) * 255 / kSpan);
  }
  cv::LUT(pale, table, pale);
}

}  // namespace tangthu::scanner
