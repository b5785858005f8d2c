// Punch holes. Where the lid behind the sheet was light, border.cc sees no hole: what is
// left of it are arcs of shadow. Holes come in pairs 80 mm apart, 6 mm wide and about 12
// mm from an edge (ISO 838:1974): a pair of marks that sits so, each on a circle of that
// size (Kasa, "A circle fitting procedure and its error analysis", TIM 1976), is made
// paper. One alone may be anything and stays.
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
constexpr double kRadiusMm = 4.2;  // that is whitened
constexpr double kLeastRadiusMm = 2.1;
constexpr double kMostRadiusMm = 3.7;
constexpr double kMostOffCircleMm = 0.38;

struct Hole {
  double x = 0;  // mm
  double y = 0;
};

// Sums over a mark's cells for the circle x² + y² + ax + by + c = 0 that fits it best.
struct Circle {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0, xz = 0, yz = 0, z = 0;
  void add(double px, double py) {
    const double square = px * px + py * py;
    n += 1, x += px, y += py, xx += px * px, yy += py * py, xy += px * py;
    xz += px * square, yz += py * square, z += square;
  }
  // Middle and radius; a radius of 0 where the cells lie on no circle.
  cv::Point3d fit() const {
    const cv::Matx33d sums(xx, xy, x, xy, yy, y, x, y, n);
    if (std::abs(cv::determinant(sums)) < 1e-9) return {};
    const cv::Vec3d abc = sums.solve(cv::Vec3d(-xz, -yz, -z), cv::DECOMP_LU);
    const double square = (abc[0] * abc[0] + abc[1] * abc[1]) / 4 - abc[2];
    return {-abc[0] / 2, -abc[1] / 2, std::sqrt(std::max(0.0, square))};
  }
};

Hole middle_of(const cv::Rect& box, double cell_mm) {
  return {(box.x + box.width * 0.5) * cell_mm, (box.y + box.height * 0.5) * cell_mm};
}

// Where the lid behind is grey, more of the hole is left than its rim. Then what is left
// is round: nothing of it lies beyond a circle as wide as its box, and along that circle
// it is whole.
struct Disc {
  double within = 0;  // cells
  double along = 0;   // of these, in the outer quarter
  void add(double from_middle, double radius, double cell_mm) {
    within += from_middle <= radius + 0.5 * cell_mm ? 1 : 0;
    along += from_middle > 0.75 * radius ? 1 : 0;
  }
};

double radius_of(const cv::Rect& box, double cell_mm) {
  return (box.width + box.height - 4) * cell_mm / 4;  // without what joined its pieces
}

bool is_disc(const cv::Rect& box, const Disc& disc, double cells, double cell_mm) {
  const double radius = radius_of(box, cell_mm);
  const double ring = CV_PI * radius * radius * (1 - 0.75 * 0.75);
  return radius >= kLeastRadiusMm && radius <= kMostRadiusMm &&
         std::abs(box.width - box.height) * cell_mm <= 0.3 * radius &&
         disc.within >= 0.97 * cells && disc.along * cell_mm * cell_mm >= 0.7 * ring;
}

// The middles of marks that lie on a circle of a hole's size, near an edge.
std::vector<Hole> find_candidates(const Marks& marks, const cv::Mat& mask,
                                  double cell_mm) {
  std::vector<Circle> circles(marks.boxes.size());
  const auto visit = [&](const InkRun& run, const auto& use) {
    const auto mark = static_cast<std::size_t>(run.mark);
    const cv::Rect& box = marks.boxes[mark];
    const double longer = std::max(box.width, box.height) * cell_mm;
    if (longer < kLeastSideMm || longer > kMostSideMm) return;
    const auto* row = mask.ptr<std::uint8_t>(run.y);
    for (int x = run.begin; x < run.end; ++x)
      if (row[x] != 0) use(mark, (x + 0.5) * cell_mm, (run.y + 0.5) * cell_mm);
  };
  for (const InkRun& run : marks.runs) {
    visit(run, [&](std::size_t mark, double x, double y) { circles[mark].add(x, y); });
  }
  std::vector<cv::Point3d> fits;
  for (const Circle& circle : circles)
    fits.push_back(circle.n > 0 ? circle.fit() : cv::Point3d());
  std::vector<double> off(fits.size(), 0);
  std::vector<Disc> discs(fits.size());
  for (const InkRun& run : marks.runs) {
    visit(run, [&](std::size_t mark, double x, double y) {
      const double from = std::hypot(x - fits[mark].x, y - fits[mark].y) - fits[mark].z;
      off[mark] += from * from;
      const Hole middle = middle_of(marks.boxes[mark], cell_mm);
      discs[mark].add(std::hypot(x - middle.x, y - middle.y),
                      radius_of(marks.boxes[mark], cell_mm), cell_mm);
    });
  }
  std::vector<Hole> found;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const cv::Point3d& fit = fits[i];
    const Hole middle = middle_of(marks.boxes[i], cell_mm);
    const double from_edge = std::min(std::min(middle.x, mask.cols * cell_mm - middle.x),
                                      std::min(middle.y, mask.rows * cell_mm - middle.y));
    const bool lies_well = from_edge >= kNearestMm && from_edge <= kFarthestMm;
    const bool ring = fit.z >= kLeastRadiusMm && fit.z <= kMostRadiusMm &&
                      std::sqrt(off[i] / circles[i].n) <= kMostOffCircleMm;
    if (lies_well && (ring || is_disc(marks.boxes[i], discs[i], circles[i].n, cell_mm)))
      found.push_back(ring ? Hole{fit.x, fit.y} : middle);
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
  const cv::Mat mask = ink_mask(small, kAnyInk);
  // The arcs of one hole are one mark.
  cv::Mat joined;
  cv::dilate(mask, joined, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  const double cell_mm = 25.4 * kReduction / dpi;
  const std::vector<Hole> candidates = find_candidates(find_marks(joined), mask, cell_mm);
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
