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

class LineFinder {
 public:
  // `small` has level lines; for plumb ones it comes transposed.
  explicit LineFinder(const cv::Mat& small) : small_(small) {}

  std::vector<Line> find() const {
    std::vector<Line> found;
    for (double slope = -kSteepest; slope <= kSteepest; slope += kSlopeStep) {
      for (int offset = 1; offset + 1 < small_.rows; ++offset) {
        const double cover = cover_of(offset, slope);
        if (cover >= kLeastCover) keep({1.0 * offset, slope, cover}, found);
      }
    }
    return found;
  }

 private:
  // 0 unless the line is a crease's.
  double cover_of(int offset, double slope) const {
    const int length = small_.cols;
    int pale = 0, dark = 0, seen = 0;
    int begin = 0, end = 0;
    const auto ends = static_cast<int>(kEndShare * length);
    constexpr int kStep = 2;
    for (int x = 0; x < length; x += kStep) {
      const int y = offset + static_cast<int>(std::lround(slope * x));
      if (y < 1 || y + 1 >= small_.rows) return 0;
      const int value = small_.ptr<std::uint8_t>(y)[x];
      ++seen;
      const bool is_pale = value < kPale && value >= kDarkReduced;
      pale += is_pale ? 1 : 0;
      dark += value < kDarkReduced ? 1 : 0;
      begin += is_pale && x < ends ? 1 : 0;
      end += is_pale && x >= length - ends ? 1 : 0;
      // Nearly all lines are given up here, early.
      if (x == ends / kStep * kStep && begin * kStep < kLeastEndCover * ends) return 0;
    }
    const double each_end = std::max(1.0, 1.0 * ends / kStep);
    if (begin < kLeastEndCover * each_end || end < kLeastEndCover * each_end ||
        dark > kMostDark * seen) {
      return 0;
    }
    return static_cast<double>(pale) / (seen - dark);
  }

  void keep(const Line& line, std::vector<Line>& found) const {
    constexpr double kApart = 8;
    const double middle = small_.cols / 2.0;
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

  const cv::Mat& small_;
};

// Whitens what is pale along the line, but not what hangs on writing beside it.
void whiten_line(const Line& line, int reach, cv::Mat& ink) {
  constexpr int kNearWriting = 3;
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
  cv::Mat turned = ink.t();
  for (const Line& line : plumb) {
    whiten_line(line, reach, turned);
    ++folds.count;
    folds.sureness = std::max(folds.sureness, line.cover);
  }
  cv::transpose(turned, ink);
  return folds;
}

}  // namespace tangthu::scanner
