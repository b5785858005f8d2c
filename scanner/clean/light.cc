// Even light: every pixel against the paper around it, then faded ink made dark. Paper by
// grey closing on the reduced page (the usual first half of background estimation, as in
// Gatos, Pratikakis and Perantonis, "Adaptive degraded document image binarization",
// Pattern Recognition 2006); the result stays grey, because the recogniser uses edges.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <opencv2/core/hal/intrin.hpp>

#include "base/histogram.h"
#include "base/otsu.h"
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// 7 cells of 8 pixels: wider than any stroke, narrower than the shadow of a fold.
constexpr int kPaperCells = 7;
constexpr double kDarkestShadow = 0.4;
// Weaker than this against its paper is the paper itself.
constexpr double kLeastContrast = 0.08;
constexpr std::uint8_t kStrong = 140;
constexpr int kPalestBlack = 190;
// Share of ink's contrast below which a pixel becomes white.
constexpr double kWhiteShare = 0.22;
constexpr double kLeastInkShare = 0.0004;
// Pixels: a stroke's rim and the tail of a comma, three to either side.
constexpr int kSoftReach = 7;

// Of every fourth row.
std::array<double, 256> count_levels(const cv::Mat& ink) {
  GreyHistogram histogram;
  for (int y = 0; y < ink.rows; y += 4)
    histogram.add({ink.ptr<std::uint8_t>(y), static_cast<std::size_t>(ink.cols)});
  return histogram.counts();
}

constexpr int kAtOnce = 16;
constexpr int kBandRows = 64;

class Stretcher {
 public:
  explicit Stretcher(const Levels& levels)
      : black_(static_cast<std::uint8_t>(levels.black)),
        gain_(static_cast<std::uint16_t>(
            256 * 255 / std::max(1, levels.white - levels.black) + 1)) {}

  std::uint8_t operator()(std::uint8_t pixel) const {
    return cv::saturate_cast<std::uint8_t>(std::max(0, pixel - black_) * gain_ >> 8);
  }
  cv::v_uint8x16 operator()(const cv::v_uint8x16& pixels) const {
    const cv::v_uint16x8 gains = cv::v_setall_u16(gain_);
    cv::v_uint16x8 low, high;
    cv::v_expand(pixels - cv::v_setall_u8(black_), low, high);  // no less than 0
    return cv::v_pack(cv::v_mul_hi(cv::v_shl<8>(low), gains),
                      cv::v_mul_hi(cv::v_shl<8>(high), gains));
  }

 private:
  std::uint8_t black_;
  std::uint16_t gain_;  // of 256
};

// Of the band of rows from `y` on.
void darkest_around(const cv::Mat& ink, int y, cv::Mat& near) {
  const cv::Mat square =
      cv::getStructuringElement(cv::MORPH_RECT, {kSoftReach, kSoftReach});
  cv::erode(ink.rowRange(y, std::min(ink.rows, y + kBandRows)), near, square);
}

void soften_band(const cv::Mat& levelled, int top, const cv::Mat& near,
                 const Stretcher& stretched, cv::Mat& ink) {
  const cv::v_uint8x16 strong = cv::v_setall_u8(kStrong);
  for (int y = 0; y < near.rows; ++y) {
    const auto* const from = levelled.ptr<std::uint8_t>(top + y);
    const auto* const darkest = near.ptr<std::uint8_t>(y);
    auto* const to = ink.ptr<std::uint8_t>(top + y);
    int x = 0;
    for (; x + kAtOnce <= ink.cols; x += kAtOnce) {
      const cv::v_uint8x16 here = cv::v_load(darkest + x) < strong;
      if (!cv::v_check_any(here)) continue;
      cv::v_store(to + x, cv::v_select(here, stretched(cv::v_load(from + x)),
                                       cv::v_load(to + x)));
    }
    for (; x < ink.cols; ++x) {
      if (darkest[x] < kStrong) to[x] = stretched(from[x]);
    }
  }
}

}  // namespace

cv::Mat estimate_paper(const cv::Mat& quarter, const cv::Mat& border_cells,
                       const cv::Scalar& paper) {
  const cv::Mat whole = averaged(quarter, 2);
  // The last, cut cells are as their neighbours.
  cv::Mat cells;
  cv::copyMakeBorder(whole, cells, 0, std::max(0, border_cells.rows - whole.rows), 0,
                     std::max(0, border_cells.cols - whole.cols), cv::BORDER_REPLICATE);
  cells = cells(cv::Rect({0, 0}, border_cells.size()));
  cells.setTo(paper, border_cells);
  cells = paper_behind(cells, kPaperCells);
  // As a matrix: OpenCV takes a scalar for one where the page has four cells.
  const cv::Mat darkest(cells.size(), cells.type(), paper * kDarkestShadow);
  return cv::max(cells, darkest);
}

Levels find_levels(const cv::Mat& ink) {
  const std::array<double, 256> histogram = count_levels(ink);
  const OtsuSplit split = otsu_split(histogram).value_or(OtsuSplit());
  Levels levels;
  double strong = 0, total = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    strong += i < kStrong ? histogram[i] : 0;
    total += histogram[i];
  }
  levels.strong = strong / std::max(1.0, total);
  if (split.dark_share < kLeastInkShare) return levels;
  levels.contrast = (split.light_mean - split.dark_mean) / 255;
  if (levels.contrast < kLeastContrast) return levels;
  // Strokes' edges pull the mean up; the darker half of the ink is the ink.
  double below = 0, dark = 0;
  for (int i = 0; i <= split.level; ++i)
    dark += histogram[static_cast<std::size_t>(i)];
  int black = 0;
  while (black < split.level && below < dark * 0.35)
    below += histogram[static_cast<std::size_t>(black++)];
  levels.black = std::clamp(black - 10, 0, kPalestBlack);
  levels.white = 255 - static_cast<int>(std::lround((255 - levels.black) * kWhiteShare));
  return levels;
}

cv::Mat stretch(cv::Mat& ink, const Levels& levels) {
  const Stretcher stretched(levels);
  cv::Mat before(ink.size(), CV_8U);
  for (int y = 0; y < ink.rows; ++y) {
    auto* const row = ink.ptr<std::uint8_t>(y);
    auto* const kept = before.ptr<std::uint8_t>(y);
    int x = 0;
    for (; x + kAtOnce <= ink.cols; x += kAtOnce) {
      const cv::v_uint8x16 pixels = cv::v_load(row + x);
      cv::v_store(kept + x, pixels);
      cv::v_store(row + x, stretched(pixels));
    }
    for (; x < ink.cols; ++x) {
      kept[x] = row[x];
      row[x] = stretched(row[x]);
    }
  }
  return before;
}

void soften(const cv::Mat& levelled, Levels levels, cv::Mat& ink) {
  levels.white = 255;
  const Stretcher stretched(levels);
  // Bands stay in the processor's cache. The next one's is made before this one changes:
  // it sees three rows of it.
  cv::Mat near, next;
  for (int y = -kBandRows; y < ink.rows; y += kBandRows) {
    std::swap(near, next);
    if (y + kBandRows < ink.rows) darkest_around(ink, y + kBandRows, next);
    if (y >= 0) soften_band(levelled, y, near, stretched, ink);
  }
}

}  // namespace tangthu::scanner
