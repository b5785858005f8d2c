// The angle of the lines of text: the projection of the page across them is sharpest when
// it runs along them. Energy of the projection's differences: Postl, "Detection of linear
// oblique structures and skew scan in digitized documents", ICPR 1986. The last tenths of
// a degree come from the letters' feet (lines.cc).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/median.h"
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kStripWidth = 16;
constexpr int kRowsABin = 2;
constexpr double kMostDegrees = 15;
constexpr double kCoarseStep = 0.25;
constexpr double kFineStep = 0.05;

// Sums in 16 bits: a survey is at most 3,000 pixels wide.
using Sum = std::int16_t;

Sum count_ink(const std::uint8_t* __restrict from, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i)
    sum += from[i] & 1;
  return static_cast<Sum>(sum);
}

// Ink per bin of rows, one row of the matrix a vertical strip of the page.
cv::Mat sum_strips(const cv::Mat& letters) {
  const int strips = (letters.cols + kStripWidth - 1) / kStripWidth;
  const int bins = (letters.rows + kRowsABin - 1) / kRowsABin;
  const int whole = letters.cols / kStripWidth;
  cv::Mat sums = cv::Mat::zeros(strips, bins, CV_16S);
  for (int y = 0; y < letters.rows; ++y) {
    const auto* row = letters.ptr<std::uint8_t>(y);
    const auto add = [&](int strip, int width) {
      Sum& sum = sums.ptr<Sum>(strip)[y / kRowsABin];
      sum = static_cast<Sum>(sum +
                             count_ink(row + std::ptrdiff_t{kStripWidth} * strip, width));
    };
    for (int strip = 0; strip < whole; ++strip)
      add(strip, kStripWidth);
    if (whole < strips) add(whole, letters.cols - whole * kStripWidth);
  }
  return sums;
}

void add_row(const Sum* __restrict from, Sum* __restrict to, int count) {
  for (int i = 0; i < count; ++i)
    to[i] = static_cast<Sum>(to[i] + from[i]);
}

// In 32 bits: of no more than kBlock steps of 6,000.
constexpr std::size_t kBlock = 32;
std::int32_t squares_of_steps(const Sum* __restrict sums, std::size_t count) {
  std::int32_t squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t step = sums[i + 1] - sums[i];
    squares += step * step;
  }
  return squares;
}

class Projection {
 public:
  explicit Projection(const cv::Mat& letters)
      : strips_(sum_strips(letters)),
        reach_(static_cast<int>(letters.cols * 0.5 * std::tan(20 * kRadian)) / kRowsABin +
               2),
        bins_(static_cast<std::size_t>(strips_.cols + 2 * reach_)) {}

  double energy(double degrees) {
    std::fill(bins_.begin(), bins_.end(), Sum{0});
    const double slope = std::tan(degrees * kRadian) / kRowsABin;
    for (int strip = 0; strip < strips_.rows; ++strip) {
      const double x = (strip + 0.5 - strips_.rows * 0.5) * kStripWidth;
      const auto shift =
          std::clamp(static_cast<int>(std::lround(x * slope)), -reach_, reach_);
      add_row(strips_.ptr<Sum>(strip), bins_.data() + (reach_ - shift), strips_.cols);
    }
    double energy = 0;
    for (std::size_t i = 0; i + 1 < bins_.size(); i += kBlock)
      energy +=
          squares_of_steps(bins_.data() + i, std::min(kBlock, bins_.size() - 1 - i));
    return energy;
  }

 private:
  static constexpr double kRadian = std::numbers::pi / 180;
  cv::Mat strips_;
  int reach_;
  std::vector<Sum> bins_;
};

}  // namespace

LineAngle find_line_angle(const cv::Mat& letters) {
  Projection projection(letters);
  LineAngle best;
  std::vector<double> energies;
  const auto look_around = [&](double middle, double reach, double step) {
    const auto steps = static_cast<int>(std::lround(reach / step));
    for (int i = -steps; i <= steps; ++i) {
      const double degrees = middle + i * step;
      const double energy = projection.energy(degrees);
      energies.push_back(energy);
      if (energy > best.strength) best = {degrees, energy, 0};
    }
  };
  look_around(0, kMostDegrees, kCoarseStep);
  const double usual = median_of(energies);
  look_around(best.degrees, kCoarseStep, kFineStep);
  best.contrast = best.strength / std::max(1.0, usual);
  return best;
}

cv::Mat letters_only(const cv::Mat& mask) {
  const Marks marks = find_marks(mask);
  std::vector<int> sides;
  for (const cv::Rect& box : marks.boxes) {
    const int side = std::max(box.width, box.height);
    if (side >= 5 && side <= 80) sides.push_back(side);
  }
  cv::Mat letters = cv::Mat::zeros(mask.size(), CV_8U);
  if (sides.empty()) return letters;
  const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2);
  std::nth_element(sides.begin(), middle, sides.end());
  const int usual = *middle;

  std::vector<bool> keep(marks.boxes.size(), false);
  for (std::size_t i = 0; i < marks.boxes.size(); ++i) {
    const cv::Rect& box = marks.boxes[i];
    const int longer = std::max(box.width, box.height);
    const int shorter = std::min(box.width, box.height);
    // Letters that touch make a word; a rule is longer than any and has no body.
    const bool fits = longer * 3 >= usual && longer <= usual * 8 && shorter <= usual * 3;
    keep[i] = fits && longer <= 12 * shorter;
  }
  for (const InkRun& run : marks.runs) {
    if (!keep[static_cast<std::size_t>(run.mark)]) continue;
    auto* row = letters.ptr<std::uint8_t>(run.y);
    std::fill(row + run.begin, row + run.end, 255);
  }
  return letters;
}

}  // namespace tangthu::scanner
