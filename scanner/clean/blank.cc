// Blank: nothing that a hand or a press put there. Asked of the page at 75 dpi before its
// ink is stretched, where a faded stamp is still there: it is paler than many a stain,
// but sharper. What counts is what is darker than its own surroundings of two
// millimetres, by more than the paper's noise, which is measured on the page itself (half
// the 16th-84th percentile, Tukey, "Exploratory Data Analysis", 1977). Pieces near one
// another make a group (O'Gorman, "The document spectrum", PAMI 1993); dust, foxing,
// hairs, creases, punch holes and the sheet's own edge are told from writing by shape.
// When in doubt a page isn't blank: one that is kept costs a glance, a lost page costs a
// record.
#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kReduction = 4;
constexpr double kSurroundingsMm = 2.4;
constexpr double kDeviations = 5;
constexpr int kLeastDarker = 7;
constexpr double kJoinMm = 1.6;
constexpr double kMarginMm = 5;
constexpr double kStrokeMm = 1.2;  // dust is smaller
// The sheet's own edge, where it lies on a larger bed.
constexpr double kEdgeMm = 20;
constexpr double kEdgeLengthMm = 25;
// Of a group, dark area weighed by darkness: a hair, a spot of foxing.
constexpr double kLeastMassMm2 = 1.5;
constexpr int kMostHairs = 2;
constexpr double kLineMm = 0.45;  // deviation across: a crease, a streak
constexpr double kLineAspect = 8;
// Punch holes, and the shadow beside them.
constexpr double kLeastHoleMm = 4;
constexpr double kMostHoleMm = 7.4;
constexpr double kHoleFromEdgeMm = 26;
// The other side's writing, which is nowhere as dark as the palest stamp.
constexpr int kShineThrough = 34;
// Wrinkles and the rims of stains, which run about and are hardly deeper.
constexpr double kWrinkleFill = 0.08;
constexpr int kWrinkleDepth = 40;

struct Group {
  int strokes = 0;  // pieces that dust doesn't reach
  int cells = 0;
  double mass = 0;  // cells, weighed by darkness
  int deepest = 0;
  cv::Rect box;
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;  // sums

  void add(int px, int py, int depth) {
    const cv::Rect cell(px, py, 1, 1);
    box = cells == 0 ? cell : box | cell;
    ++cells;
    mass += depth / 255.0;
    deepest = std::max(deepest, depth);
    x += px, y += py, xx += 1.0 * px * px, yy += 1.0 * py * py, xy += 1.0 * px * py;
  }
  // Deviations along the group and across it, in cells.
  cv::Point2d spread() const {
    const double n = std::max(1, cells);
    const double a = xx / n - x * x / n / n;
    const double b = yy / n - y * y / n / n;
    const double c = xy / n - x * y / n / n;
    const double root = std::hypot((a - b) / 2, c);
    return {std::sqrt(std::max(0.0, (a + b) / 2 + root)),
            std::sqrt(std::max(0.0, (a + b) / 2 - root))};
  }
};

class Traces {
 public:
  Traces(const cv::Mat& levelled, const cv::Mat& border, int dpi)
      : cell_mm_(25.4 * kReduction / dpi), grey_(one_channel(levelled)) {
    cv::Mat whitened;
    cv::resize(border, whitened, grey_.size(), 0, 0, cv::INTER_NEAREST);
    grey_.setTo(255, whitened);
  }

  bool any() const {
    const cv::Mat mask = darker_than_around();
    for (const Group& group : groups_of(mask)) {
      if (!is_harmless(group)) return true;
    }
    return false;
  }

 private:
  static cv::Mat one_channel(const cv::Mat& levelled) {
    if (levelled.channels() == 1) return levelled.clone();
    // Red, blue and black ink take green light; yellowed paper and stains least.
    cv::Mat green;
    cv::extractChannel(levelled, green, 1);
    return green;
  }

  int cells(double mm) const {
    return std::max(1, static_cast<int>(std::lround(mm / cell_mm_)));
  }

  // From the picture's sides: of a strip or a slip there is no more than a share of it.
  int from_side(double mm) const {
    return std::min(cells(mm), std::min(grey_.cols, grey_.rows) / 8);
  }

  cv::Mat darker_than_around() const {
    const int side = 2 * cells(kSurroundingsMm / 2) + 1;
    cv::Mat around, mask;
    cv::blur(grey_, around, {side, side}, {-1, -1}, cv::BORDER_REPLICATE);
    const cv::Mat darker = around - grey_;
    const double least = std::max<double>(kLeastDarker, kDeviations * noise_of(darker));
    cv::threshold(darker, mask, least - 0.5, 255, cv::THRESH_BINARY);
    take_out_edges(mask);
    const int margin = from_side(kMarginMm);
    if (margin > 0) cv::rectangle(mask, {0, 0, mask.cols, mask.rows}, 0, 2 * margin);
    return mask;
  }

  // Half of it is 0, where paper isn't darker than around: the 84th percentile.
  static int noise_of(const cv::Mat& darker) {
    std::array<int, 256> histogram{};
    for (int y = 0; y < darker.rows; y += 2) {
      for (int x = 0; x < darker.cols; ++x)
        ++histogram[darker.ptr<std::uint8_t>(y)[x]];
    }
    const int rows = (darker.rows + 1) / 2;
    const double total = 1.0 * darker.cols * rows;
    int level = 0;
    for (int below = 0; level < 255; ++level) {
      below += histogram[static_cast<std::size_t>(level)];
      if (below >= 0.84 * total) break;
    }
    return level;
  }

  // Long, straight, and near a side of the picture.
  void take_out_edges(cv::Mat& mask) const {
    const int length = cells(kEdgeLengthMm);
    const int reach = from_side(kEdgeMm);
    cv::Mat thick, lines;
    for (const bool level : {true, false}) {
      cv::dilate(mask, thick,
                 cv::getStructuringElement(cv::MORPH_RECT,
                                           level ? cv::Size(1, 3) : cv::Size(3, 1)));
      cv::morphologyEx(
          thick, lines, cv::MORPH_OPEN,
          cv::getStructuringElement(cv::MORPH_RECT,
                                    level ? cv::Size(length, 1) : cv::Size(1, length)));
      cv::dilate(lines, lines, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
      cv::Rect inner(0, 0, mask.cols, mask.rows);
      if (level) {
        inner.y += reach, inner.height -= 2 * reach;
      } else {
        inner.x += reach, inner.width -= 2 * reach;
      }
      if (inner.width > 0 && inner.height > 0) lines(inner).setTo(0);
      mask.setTo(0, lines);
    }
  }

  std::vector<Group> groups_of(const cv::Mat& mask) const {
    cv::Mat joined;
    const int side = 2 * cells(kJoinMm / 2) + 1;
    cv::dilate(mask, joined, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
    const Marks marks = find_marks(joined);
    cv::Mat owner(mask.size(), CV_32S);
    for (const InkRun& run : marks.runs)
      std::fill_n(owner.ptr<int>(run.y) + run.begin, run.end - run.begin, run.mark);
    std::vector<Group> groups(marks.boxes.size());
    const Marks pieces = find_marks(mask);
    std::vector<bool> counted(pieces.boxes.size());
    for (const InkRun& run : pieces.runs) {
      Group& group = groups[static_cast<std::size_t>(owner.at<int>(run.y, run.begin))];
      for (int x = run.begin; x < run.end; ++x)
        group.add(x, run.y, 255 - grey_.at<std::uint8_t>(run.y, x));
      const auto piece = static_cast<std::size_t>(run.mark);
      if (counted[piece]) continue;
      counted[piece] = true;
      const cv::Rect& box = pieces.boxes[piece];
      group.strokes += std::max(box.width, box.height) * cell_mm_ >= kStrokeMm ? 1 : 0;
    }
    return groups;
  }

  bool is_harmless(const Group& group) const {
    if (group.strokes == 0 || group.deepest <= kShineThrough) return true;
    const double mass = group.mass * cell_mm_ * cell_mm_;
    if (group.strokes <= kMostHairs && mass < kLeastMassMm2) return true;
    const cv::Point2d spread = group.spread();
    const bool line =
        spread.y * cell_mm_ <= kLineMm && spread.x >= kLineAspect * spread.y;
    const bool wrinkle =
        group.cells <= kWrinkleFill * group.box.area() && group.deepest <= kWrinkleDepth;
    return line || wrinkle || is_hole(group);
  }

  bool is_hole(const Group& group) const {
    const double width = group.box.width * cell_mm_;
    const double height = group.box.height * cell_mm_;
    const double from_edge =
        cell_mm_ * std::min({group.box.x, group.box.y, grey_.cols - group.box.br().x,
                             grey_.rows - group.box.br().y});
    return std::min(width, height) >= kLeastHoleMm &&
           std::max(width, height) <= kMostHoleMm && group.strokes <= kMostHairs &&
           from_edge <= kHoleFromEdgeMm;
  }

  double cell_mm_;
  cv::Mat grey_;
};

}  // namespace

bool is_blank(const cv::Mat& levelled, const cv::Mat& border, int dpi) {
  if (std::min(levelled.cols, levelled.rows) < 8) return false;
  return !Traces(levelled, border, dpi).any();
}

}  // namespace tangthu::scanner
