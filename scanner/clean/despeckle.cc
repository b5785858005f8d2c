// Dust. A speck goes only when it is smaller than the marks of the script at this size,
// or small and out of reach of any letter: a dot below, a point or a tone mark is always
// within reach of the letter it belongs to. Cf. O'Gorman, "The document spectrum", PAMI
// 1993, on component sizes; the rule of reach is ours.
#include <algorithm>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr std::uint8_t kInk = 150;
constexpr double kUsualXHeight = 24;  // of 13-point Times at 300 dpi
constexpr double kEdgeMm = 4;
constexpr double kLetterMm = 1.3;
constexpr double kSliverFromEdgeMm = 6;
constexpr double kSliverMm = 4;

class Reach {
 public:
  // `x_height` in pixels of the half-size mask.
  Reach(const Marks& marks, cv::Size size, double x_height)
      : near_(cv::Mat::zeros(size.height / kGrid + 1, size.width / kGrid + 1, CV_8U)) {
    const auto least = static_cast<int>(x_height * 0.6);
    for (std::size_t i = 0; i < marks.boxes.size(); ++i) {
      const cv::Rect& box = marks.boxes[i];
      const bool body =
          std::max(box.width, box.height) >= least && marks.areas[i] * 8 >= least * least;
      if (!body) continue;
      const cv::Point end = box.br() - cv::Point(1, 1);
      near_(cv::Rect(cv::Point(box.x / kGrid, box.y / kGrid),
                     cv::Point(end.x / kGrid + 1, end.y / kGrid + 1)))
          .setTo(255);
    }
    const auto cells = [](double reach) {
      return 2 * static_cast<int>(reach / kGrid + 1) + 1;
    };
    // Across: a full stop and the dots of a leader; up and down: a mark over a capital.
    const cv::Size window(cells(1.6 * x_height), cells(1.1 * x_height));
    cv::dilate(near_, near_, cv::getStructuringElement(cv::MORPH_RECT, window));
  }
  bool covers(const cv::Rect& box) const {
    return near_.at<std::uint8_t>((box.y + box.height / 2) / kGrid,
                                  (box.x + box.width / 2) / kGrid) != 0;
  }

 private:
  static constexpr int kGrid = 4;
  cv::Mat near_;
};

void erase(const InkRun& run, cv::Mat& ink) {
  // Four pixels a cell, and their grey rim.
  const cv::Rect blot(2 * run.begin - 1, 2 * run.y - 1, 2 * (run.end - run.begin) + 2, 4);
  ink(blot & cv::Rect({0, 0}, ink.size())).setTo(255);
}

// What is left of a border or of the page's own edge: thin, and running along a side.
bool is_sliver(const cv::Rect& box, cv::Size size, double cell_mm) {
  const auto margin = static_cast<int>(kSliverFromEdgeMm / cell_mm);
  const auto least = static_cast<int>(kSliverMm / cell_mm);
  const bool beside = box.br().x <= margin || box.x >= size.width - margin;
  const bool at_end = box.br().y <= margin || box.y >= size.height - margin;
  return (beside && box.height >= least && box.height >= 6 * box.width) ||
         (at_end && box.width >= least && box.width >= 6 * box.height);
}

bool is_at_edge(const cv::Rect& box, cv::Size size, int margin) {
  return box.x < margin || box.y < margin || box.br().x > size.width - margin ||
         box.br().y > size.height - margin;
}

}  // namespace

InkLeft despeckle(cv::Mat& ink, const cv::Mat& darkest, double x_height, int dpi) {
  InkLeft left;
  if (std::min(ink.cols, ink.rows) < 8) return left;
  const cv::Mat half = ink_mask(darkest, kInk - 1);
  const Marks marks = find_marks(half);
  const double body = (x_height > 0 ? x_height : kUsualXHeight * dpi / 300) / 2;
  const Reach reach(marks, half.size(), body);
  // Half-size cells. A full stop of 13-point Times covers some 9 of them.
  const double dot = body * body / 16;
  const auto dust = static_cast<int>(std::max(1.0, dot * 0.12));
  const auto lone = static_cast<int>(std::max(2.0, dot * 1.6));
  const double cell_mm = 2 * 25.4 / dpi;
  const auto margin = static_cast<int>(kEdgeMm / cell_mm);
  std::vector<bool> dirt(marks.boxes.size(), false);
  for (std::size_t i = 0; i < marks.boxes.size(); ++i) {
    const cv::Rect& box = marks.boxes[i];
    const int area = marks.areas[i];
    if (area <= dust || (area <= lone && !reach.covers(box)) ||
        is_sliver(box, half.size(), cell_mm)) {
      dirt[i] = true;
      ++left.specks_removed;
      continue;
    }
    const double side_mm = std::max(box.width, box.height) * cell_mm;
    if (side_mm < kLetterMm || is_at_edge(box, half.size(), margin)) continue;
    ++left.marks;
    left.tallest_mm = std::max(left.tallest_mm, side_mm);
  }
  for (const InkRun& run : marks.runs) {
    if (dirt[static_cast<std::size_t>(run.mark)]) erase(run, ink);
  }
  return left;
}

}  // namespace tangthu::scanner
