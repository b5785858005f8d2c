// Punch holes. Where the lid behind the sheet was light, border.cc sees no hole: what is
// left of it are arcs of shadow. Holes come in pairs 80 mm apart, 6 mm wide and about 12
// mm from an edge (ISO 838:1974); a pair of marks that sits so is made paper. One alone
// may be anything and stays.
#include <algorithm>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr std::uint8_t kAnyInk = 236;
constexpr int kReduction = 4;
constexpr double kPitchMm = 80;
constexpr double kPitchOffMm = 1.6;  // paper shrinks, scanners stretch
constexpr double kNearestMm = 5;     // middle of a hole to the edge of the page
constexpr double kFarthestMm = 26;   // a sheet may lie inside a larger picture
constexpr double kLeanMm = 3;
constexpr double kLeastSideMm = 1.2;
constexpr double kMostSideMm = 7.2;
constexpr double kRadiusMm = 4.2;

struct Hole {
  double x = 0;  // mm, of its mark's middle
  double y = 0;
};

// Marks of a hole's size with nothing but paper in the disc that would be whitened.
std::vector<Hole> find_candidates(const Marks& marks, cv::Size size, double cell_mm) {
  std::vector<Hole> found;
  const auto mm = [&](int cells) { return cells * cell_mm; };
  for (const cv::Rect& box : marks.boxes) {
    const double longer = mm(std::max(box.width, box.height));
    if (longer < kLeastSideMm || longer > kMostSideMm) continue;
    const Hole hole{mm(2 * box.x + box.width) / 2, mm(2 * box.y + box.height) / 2};
    const double from_edge = std::min(std::min(hole.x, mm(size.width) - hole.x),
                                      std::min(hole.y, mm(size.height) - hole.y));
    if (from_edge < kNearestMm || from_edge > kFarthestMm) continue;
    const bool alone =
        std::none_of(marks.boxes.begin(), marks.boxes.end(), [&](const cv::Rect& other) {
          const double dx = std::max(mm(other.x) - hole.x, hole.x - mm(other.br().x));
          const double dy = std::max(mm(other.y) - hole.y, hole.y - mm(other.br().y));
          const bool inside = mm(std::max(other.width, other.height)) <= kMostSideMm &&
                              std::max(dx, dy) < 0;
          return !inside && std::max(dx, dy) < kRadiusMm * 0.8 &&
                 mm(std::max(other.width, other.height)) > 0.6;
        });
    if (alone) found.push_back(hole);
  }
  return found;
}

bool is_pair(const Hole& a, const Hole& b, double width_mm, double height_mm) {
  const double dx = std::abs(a.x - b.x);
  const double dy = std::abs(a.y - b.y);
  const auto beside = [](double along, double across, double from_edge) {
    return std::abs(along - kPitchMm) <= kPitchOffMm && across <= kLeanMm &&
           from_edge <= kFarthestMm;
  };
  return beside(dy, dx, std::min(a.x, width_mm - a.x)) ||
         beside(dx, dy, std::min(a.y, height_mm - a.y));
}

}  // namespace

int remove_holes(cv::Mat& ink, cv::Mat& half, const cv::Mat& small, int dpi) {
  if (std::min(ink.cols, ink.rows) < 40 * kReduction) return 0;
  cv::Mat mask = ink_mask(small, kAnyInk);
  // The arcs of one hole are one mark.
  cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  const double cell_mm = 25.4 * kReduction / dpi;
  const std::vector<Hole> candidates =
      find_candidates(find_marks(mask), small.size(), cell_mm);
  int holes = 0;
  const double pixel_mm = 25.4 / dpi;
  for (const Hole& hole : candidates) {
    const bool paired =
        std::any_of(candidates.begin(), candidates.end(), [&](const Hole& other) {
          return is_pair(hole, other, ink.cols * pixel_mm, ink.rows * pixel_mm);
        });
    if (!paired) continue;
    const auto whiten = [&](cv::Mat& image, double side_mm) {
      const cv::Point middle(static_cast<int>(hole.x / side_mm),
                             static_cast<int>(hole.y / side_mm));
      cv::circle(image, middle, static_cast<int>(kRadiusMm / side_mm),
                 cv::Scalar::all(255), cv::FILLED);
    };
    whiten(ink, pixel_mm);
    whiten(half, 2 * pixel_mm);
    ++holes;
  }
  return holes;
}

}  // namespace tangthu::scanner
