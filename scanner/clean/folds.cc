// Fold lines. What is left of a crease once light is levelled is a pale line, hardly
// wider than a pen's, that runs straight from one side of the sheet to the other. Lines
// are sought as by Hough ("Method and means for recognizing complex patterns", US
// 3069654, 1962), with near-level and near-plumb ones only. A printed rule is dark, and
// ends at the type area: neither is touched. Letters that stand on the line stay.
#include <algorithm>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kReduction = 4;
constexpr int kPale = 246;    // of reduced pixels, paper is lighter
constexpr int kStrong = 150;  // at full size: writing
constexpr double kSteepest = 0.025;
constexpr double kSlopeStep = 0.0015;
constexpr double kLeastCover = 0.62;  // of the way from side to side
constexpr double kAboveGrain = 0.4;   // more than beside it: not the paper's grain
constexpr std::size_t kBeside = 8;    // reduced pixels
constexpr double kMostDark = 0.12;    // of it, crossed by writing or a rule
constexpr double kEndShare = 0.12;    // each end of the way must be covered as well
constexpr double kLeastEndCover = 0.4;
constexpr double kReachMm = 0.9;
constexpr std::size_t kMostFolds = 6;
constexpr int kDarkReduced = 120;

struct Line {
  double offset = 0;  // reduced pixels, at the left or upper end
  double slope = 0;
  double cover = 0;
};

using Counts = std::vector<std::uint16_t>;

void add_row(const std::uint8_t* __restrict from, Counts& counts) {
  std::uint16_t* __restrict to = counts.data();
  const std::size_t size = counts.size();
  for (std::size_t i = 0; i < size; ++i)
    to[i] = static_cast<std::uint16_t>(to[i] + from[i]);
}

// All lines of one slope at once: along the columns of the picture, neighbours lie side
// by side in memory.
class LineFinder {
 public:
  // `small` has level lines; for plumb ones it comes transposed.
  explicit LineFinder(const cv::Mat& small) : length_(small.cols), rows_(small.rows) {
    const cv::Mat columns = small.t();
    cv::threshold(columns, dark_, kDarkReduced - 1, 1, cv::THRESH_BINARY_INV);
    cv::threshold(columns, pale_, kPale - 1, 1, cv::THRESH_BINARY_INV);
    pale_ -= dark_;
  }

  std::vector<Line> find() const {
    std::vector<Line> found;
    for (double slope = -kSteepest; slope <= kSteepest; slope += kSlopeStep)
      look_along(slope, found);
    return found;
  }

 private:
  static constexpr int kStep = 2;

  // Offsets of which the whole line, and a pixel beside it, lies in the picture.
  void look_along(double slope, std::vector<Line>& found) const {
    const auto last = static_cast<int>(std::lround(slope * (length_ - 1)));
    const int from = std::max(1, 1 - last);
    const int to = std::min(rows_ - 1, rows_ - 1 - last);
    if (from >= to) return;
    const auto size = static_cast<std::size_t>(to - from);
    Counts pale(size), dark(size), begin, end(size);
    const auto ends = static_cast<int>(kEndShare * length_);
    int seen = 0;
    for (int x = 0; x < length_; x += kStep, ++seen) {
      const int y = from + static_cast<int>(std::lround(slope * x));
      if (begin.empty() && x >= ends) begin = pale;
      add_row(pale_.ptr<std::uint8_t>(x) + y, pale);
      add_row(dark_.ptr<std::uint8_t>(x) + y, dark);
      if (x >= length_ - ends) add_row(pale_.ptr<std::uint8_t>(x) + y, end);
    }
    const double least_end = kLeastEndCover * std::max(1.0, 1.0 * ends / kStep);
    for (std::size_t i = 0; i < size; ++i) {
      if (begin[i] < least_end || end[i] < least_end || dark[i] > kMostDark * seen)
        continue;
      const double cover = static_cast<double>(pale[i]) / (seen - dark[i]);
      const double beside =
          std::max(pale[i - std::min(i, kBeside)], pale[std::min(i + kBeside, size - 1)]);
      if (cover >= std::max(kLeastCover, beside / seen + kAboveGrain))
        keep({1.0 * from + static_cast<double>(i), slope, cover}, found);
    }
  }

  void keep(const Line& line, std::vector<Line>& found) const {
    constexpr double kApart = 8;
    const double middle = length_ / 2.0;
    for (Line& other : found) {
      if (std::abs(other.offset + other.slope * middle - line.offset -
                   line.slope * middle) > kApart) {
        continue;
      }
      if (line.cover > other.cover) other = line;
      return;
    }
    if (found.size() < kMostFolds) found.push_back(line);
  }

  int length_;
  int rows_;
  // 1 where so, one row a column of the picture.
  cv::Mat pale_;
  cv::Mat dark_;
};

// Whitens what is pale along the line, but not what hangs on writing beside it.
constexpr int kNearWriting = 3;
void whiten_line(const Line& line, int reach, cv::Mat& ink) {
  for (int x = 0; x < ink.cols; ++x) {
    const auto middle =
        static_cast<int>(std::lround(kReduction * (line.offset + 0.5) + line.slope * x));
    const int first = std::max(0, middle - reach);
    const int last = std::min(ink.rows - 1, middle + reach);
    for (int y = first; y <= last; ++y) {
      auto& pixel = ink.ptr<std::uint8_t>(y)[x];
      if (pixel == 255 || pixel < kStrong) continue;
      bool near = false;
      for (int ny = std::max(0, y - kNearWriting);
           ny <= std::min(ink.rows - 1, y + kNearWriting) && !near; ++ny) {
        const auto* row = ink.ptr<std::uint8_t>(ny);
        for (int nx = std::max(0, x - kNearWriting);
             nx <= std::min(ink.cols - 1, x + kNearWriting) && !near; ++nx)
          near = row[nx] < kStrong;
      }
      if (!near) pixel = 255;
    }
  }
}

// Only the columns that the line needs are turned.
void whiten_plumb(const Line& line, int reach, cv::Mat& ink) {
  const double first = kReduction * (line.offset + 0.5);
  const double last = first + line.slope * ink.rows;
  const int beside = reach + kNearWriting + 2;
  const int begin = std::max(0, static_cast<int>(std::min(first, last)) - beside);
  const int end = std::min(ink.cols, static_cast<int>(std::max(first, last)) + beside);
  if (begin >= end) return;
  cv::Mat columns = ink.colRange(begin, end);
  cv::Mat turned = columns.t();
  const double shift = 1.0 * begin / kReduction;
  whiten_line({line.offset - shift, line.slope, line.cover}, reach, turned);
  cv::transpose(turned, columns);
}

}  // namespace

Folds remove_folds(cv::Mat& ink, const cv::Mat& small, int dpi) {
  Folds folds;
  if (std::min(ink.cols, ink.rows) < 40 * kReduction) return folds;
  const auto reach = static_cast<int>(kReachMm / 25.4 * dpi);
  for (const Line& line : LineFinder(small).find()) {
    whiten_line(line, reach, ink);
    ++folds.count;
    folds.sureness = std::max(folds.sureness, line.cover);
  }
  const cv::Mat turned_small = small.t();
  const std::vector<Line> plumb = LineFinder(turned_small).find();
  if (plumb.empty()) return folds;
  for (const Line& line : plumb) {
    whiten_plumb(line, reach, ink);
    ++folds.count;
    folds.sureness = std::max(folds.sureness, line.cover);
  }
  return folds;
}

}  // namespace tangthu::scanner
