// The angle of the lines of text: the projection of the page across them is sharpest when
// it runs along them. Energy of the projection's differences: Postl, "Detection of linear
// oblique structures and skew scan in digitized documents", ICPR 1986. The last tenths of
// a degree come from the letters' feet (lines.cc).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kStripWidth = 16;
constexpr int kRowsABin = 2;
constexpr double kMostDegrees = 15;
constexpr double kCoarseStep = 0.25;
constexpr double kFineStep = 0.05;

// Ink per bin of rows, one row of the matrix a vertical strip of the page.
cv::Mat sum_strips(const cv::Mat& letters) {
  const int strips = (letters.cols + kStripWidth - 1) / kStripWidth;
  const int bins = (letters.rows + kRowsABin - 1) / kRowsABin;
  cv::Mat sums = cv::Mat::zeros(strips, bins, CV_32S);
  for (int y = 0; y < letters.rows; ++y) {
    const auto* row = letters.ptr<std::uint8_t>(y);
    for (int strip = 0; strip < strips; ++strip) {
      const int end = std::min(letters.cols, (strip + 1) * kStripWidth);
      int sum = 0;
      for (int x = strip * kStripWidth; x < end; ++x)
        sum += row[x] & 1;
      sums.ptr<int>(strip)[y / kRowsABin] += sum;
    }
  }
  return sums;
}

class Projection {
 public:
  explicit Projection(const cv::Mat& letters)
      : strips_(sum_strips(letters)),
        reach_(static_cast<int>(letters.cols * 0.5 * std::tan(20 * kRadian)) / kRowsABin +
               2),
        bins_(static_cast<std::size_t>(strips_.cols + 2 * reach_)) {}

  double energy(double degrees) {
    std::fill(bins_.begin(), bins_.end(), 0);
    const double slope = std::tan(degrees * kRadian) / kRowsABin;
    for (int strip = 0; strip < strips_.rows; ++strip) {
      const double x = (strip + 0.5 - strips_.rows * 0.5) * kStripWidth;
      const auto shift =
          std::clamp(static_cast<int>(std::lround(x * slope)), -reach_, reach_);
      const int* from = strips_.ptr<int>(strip);
      int* to = bins_.data() + (reach_ - shift);
      for (int i = 0; i < strips_.cols; ++i)
        to[i] += from[i];
    }
    double energy = 0;
    for (std::size_t i = 1; i < bins_.size(); ++i) {
      const double step = bins_[i] - bins_[i - 1];
      energy += step * step;
    }
    return energy;
  }

 private:
  static constexpr double kRadian = std::numbers::pi / 180;
  cv::Mat strips_;
  int reach_;
  std::vector<int> bins_;
};

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

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
