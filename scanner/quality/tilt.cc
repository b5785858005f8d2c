#include "scanner/quality/tilt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace tangthu::scanner {
namespace {

// A cell at 300 dpi: narrow enough for a tenth of a degree over a line's length.
constexpr int kCellWidth = 8;
constexpr int kCellHeight = 4;
constexpr std::uint8_t kInk = 128;
constexpr std::size_t kLeastCells = 800;
constexpr double kCoarse = 0.5;
constexpr double kFine = 0.05;
// Of the sharpest projection to the median one; for noise it is 1.
constexpr double kClear = 2.2;
constexpr double kShoulder = 0.85;

struct Cell {
  float x;
  float y;
};

std::vector<Cell> inked_cells(const Page& ink) {
  std::vector<Cell> cells;
  for (int y = 0; y + kCellHeight <= ink.height(); y += kCellHeight) {
    const std::uint8_t* upper = ink.row(y);
    const std::uint8_t* lower = ink.row(y + kCellHeight / 2);
    for (int x = 0; x + kCellWidth <= ink.width(); x += kCellWidth) {
      int dark = 0;
      for (int i = 0; i < kCellWidth; i += 2)
        dark += (upper[x + i] < kInk ? 1 : 0) + (lower[x + i] < kInk ? 1 : 0);
      if (dark < 2) continue;
      cells.push_back(
          {static_cast<float>(x) / kCellHeight, static_cast<float>(y) / kCellHeight});
    }
  }
  return cells;
}

class Projection {
 public:
  Projection(const std::vector<Cell>& cells, std::size_t rows, std::size_t columns)
      : cells_(cells), offset_(static_cast<float>(columns)), rows_(rows + 2 * columns) {}

  // How much the rows' sums change from one to the next at this angle, of every
  // `every`-th cell.
  double sharpness(double degrees, std::size_t every) {
    std::fill(rows_.begin(), rows_.end(), 0);
    const auto slope = static_cast<float>(std::tan(degrees * std::numbers::pi / 180));
    for (std::size_t i = 0; i < cells_.size(); i += every) {
      const float row = cells_[i].y - slope * cells_[i].x + offset_;
      ++rows_[static_cast<std::size_t>(std::max(0.0F, row))];
    }
    double sum = 0;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const double change = rows_[i] - rows_[i - 1];
      sum += change * change;
    }
    return sum;
  }

 private:
  const std::vector<Cell>& cells_;
  float offset_;
  std::vector<int> rows_;
};

struct Peak {
  double degrees = 0;
  double strength = 0;
  double clear = 0;
};

Peak coarse_peak(Projection& projection) {
  std::vector<double> all;
  Peak peak;
  for (double angle = -kWidestTilt; angle <= kWidestTilt; angle += kCoarse) {
    const double strength = projection.sharpness(angle, 3);
    if (strength > peak.strength) peak = {angle, strength, 0};
    all.push_back(strength);
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  peak.clear = *middle > 0 ? peak.strength / *middle : 0;
  return peak;
}

// The peak is flat over a few steps: its middle.
double fine_peak(Projection& projection, double around) {
  constexpr int kSteps = 10;  // each way
  std::array<double, 2 * kSteps + 1> strengths{};
  for (int i = 0; i <= 2 * kSteps; ++i) {
    strengths[static_cast<std::size_t>(i)] =
        projection.sharpness(around + (i - kSteps) * kFine, 1);
  }
  const double top = *std::max_element(strengths.begin(), strengths.end());
  double sum = 0;
  double weights = 0;
  for (int i = 0; i <= 2 * kSteps; ++i) {
    const double above = strengths[static_cast<std::size_t>(i)] - kShoulder * top;
    if (above <= 0) continue;
    sum += above * (i - kSteps) * kFine;
    weights += above;
  }
  return around + sum / weights;
}

}  // namespace

std::optional<double> measure_tilt(const Page& ink) {
  const std::vector<Cell> cells = inked_cells(ink);
  if (cells.size() < kLeastCells) return std::nullopt;
  Projection projection(cells, static_cast<std::size_t>(ink.height() / kCellHeight + 1),
                        static_cast<std::size_t>(ink.width() / kCellHeight + 1));
  const Peak coarse = coarse_peak(projection);
  if (coarse.clear < kClear) return std::nullopt;
  return fine_peak(projection, coarse.degrees);
}

}  // namespace tangthu::scanner
