// Scan borders and punch holes. Both are solid, dark and at the edge; writing is neither
// solid at 37 dpi nor, as a rule, at the edge. After Shafait, van Beusekom, Keysers and
// Breuel, "Document cleanup using page frame detection", IJDAR 2008, but erring towards
// leaving things: what is whitened can't be read.
#include <algorithm>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// Solid: survives an opening with a square of this side. A bold rule is 1 mm.
constexpr double kSolidMm = 2.0;
// Shorter than this it may be a letter that the edge cuts, where not much of the edge is
// dark.
constexpr double kLeastAlongMm = 6;
constexpr double kMuchOfEdge = 0.4;
constexpr double kHoleLeastMm = 3.5;
constexpr double kHoleMostMm = 9.0;
constexpr double kHoleFromEdgeMm = 25.0;
// Of the brightest paper: the inside of a scanner's lid is grey rather than black.
constexpr double kDarkShare = 0.53;
// Where a turned page ends, paler than this is the shadow of its edge.
constexpr int kPalestInk = 150;

int odd_cells(double mm, double cell_mm) {
  return 2 * std::max(1, static_cast<int>(std::lround(mm / cell_mm / 2))) + 1;
}

bool is_hole(const cv::Rect& box, int area, double cell_mm) {
  const double width = box.width * cell_mm;
  const double height = box.height * cell_mm;
  if (std::min(width, height) < kHoleLeastMm || std::max(width, height) > kHoleMostMm) {
    return false;
  }
  // A disc fills π/4 of its box; a square 1, a letter less.
  const double filled = 1.0 * area / box.area();
  const double aspect = width / height;
  return filled > 0.65 && filled < 0.93 && aspect > 0.8 && aspect < 1.25;
}

bool at_edge(const cv::Rect& box, cv::Size page) {
  return box.x <= 1 || box.y <= 1 || box.br().x >= page.width - 1 ||
         box.br().y >= page.height - 1;
}

// A dark block that only touches the edge at one end is a picture that bleeds off, or a
// page nearly all dark: neither is a border.
bool runs_along_edge(const cv::Rect& box, int area, cv::Size page) {
  if (area > page.area() * 4 / 5) return false;
  const bool along_side = (box.x <= 1 || box.br().x >= page.width - 1) &&
                          box.height > 2 * std::min(box.width, page.width / 8);
  const bool along_end = (box.y <= 1 || box.br().y >= page.height - 1) &&
                         box.width > 2 * std::min(box.height, page.height / 8);
  return along_side || along_end;
}

// The share of the darkest side that blocks at the edge cover.
double dark_share(const Marks& blocks, cv::Size page) {
  double left = 0, right = 0, top = 0, bottom = 0;
  for (const cv::Rect& box : blocks.boxes) {
    if (box.x <= 1) left += box.height;
    if (box.br().x >= page.width - 1) right += box.height;
    if (box.y <= 1) top += box.width;
    if (box.br().y >= page.height - 1) bottom += box.width;
  }
  return std::max(std::max(left, right) / page.height,
                  std::max(top, bottom) / page.width);
}

void draw(const Marks& blocks, const std::vector<bool>& taken, cv::Mat& border) {
  for (const InkRun& run : blocks.runs) {
    if (!taken[static_cast<std::size_t>(run.mark)]) continue;
    border.row(run.y).colRange(run.begin, run.end).setTo(255);
  }
}

cv::Mat near_edge(const cv::Mat& border, int reach) {
  cv::Mat near, padded;
  cv::copyMakeBorder(border, padded, 1, 1, 1, 1, cv::BORDER_CONSTANT, 255);
  const int side = 2 * reach + 1;
  cv::dilate(padded, near, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  return near(cv::Rect(1, 1, border.cols, border.rows));
}

}  // namespace

cv::Mat find_border(const cv::Mat& brightest, double cell_mm) {
  cv::Mat border = cv::Mat::zeros(brightest.size(), CV_8U);
  if (std::min(brightest.rows, brightest.cols) < 16) return border;
  double white = 0;
  cv::minMaxLoc(brightest, nullptr, &white);
  const cv::Mat dark = ink_mask(brightest, static_cast<std::uint8_t>(kDarkShare * white));
  // Outside the page counts as dark, so that a thin border is solid too.
  const int side = odd_cells(kSolidMm, cell_mm);
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {side, side});
  cv::Mat padded, solid;
  cv::copyMakeBorder(dark, padded, side, side, side, side, cv::BORDER_CONSTANT, 255);
  cv::morphologyEx(padded, solid, cv::MORPH_OPEN, square);
  solid = solid(cv::Rect(side, side, dark.cols, dark.rows)).clone();

  const Marks blocks = find_marks(solid);
  std::vector<bool> taken(blocks.boxes.size(), false);
  const double least =
      dark_share(blocks, dark.size()) >= kMuchOfEdge ? 0 : kLeastAlongMm / cell_mm;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const cv::Rect& box = blocks.boxes[i];
    taken[i] = at_edge(box, dark.size()) && std::max(box.width, box.height) >= least &&
               runs_along_edge(box, blocks.areas[i], dark.size());
  }
  draw(blocks, taken, border);
  // Holes lie near the edge of the paper, wherever that is on the scan.
  const cv::Mat near = near_edge(border, static_cast<int>(kHoleFromEdgeMm / cell_mm));
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const cv::Rect& box = blocks.boxes[i];
    const cv::Point middle(box.x + box.width / 2, box.y + box.height / 2);
    taken[i] = taken[i] || (near.at<std::uint8_t>(middle) != 0 &&
                            is_hole(box, blocks.areas[i], cell_mm));
  }
  draw(blocks, taken, border);
  // Its blurred rim.
  cv::dilate(border, border, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  return border;
}

cv::Mat border_cells(const Survey& survey, const Geometry& geometry) {
  const cv::Size cells((geometry.width + kCell - 1) / kCell,
                       (geometry.height + kCell - 1) / kCell);
  cv::Mat out(cells, CV_8U), beyond(cells, CV_8U);
  const double per_cell = 4.0 * survey.reduction;  // captured pixels a cell of the mask
  for (int y = 0; y < cells.height; ++y) {
    auto* row = out.ptr<std::uint8_t>(y);
    for (int x = 0; x < cells.width; ++x) {
      const double px = (x + 0.5) * kCell;
      const PageMap& map = geometry.to_master;
      const double flat = (y + 0.5) * kCell;
      const double py = flat + map.bend_at(px, flat);
      const double mx = (map.xx * px + map.xy * py + map.x0) / per_cell;
      const double my = (map.yx * px + map.yy * py + map.y0) / per_cell;
      // A cut cell at the right or below is as its neighbour; beyond it is no page.
      const bool inside = mx >= 0 && my >= 0 && mx < survey.border.cols + 1.0 &&
                          my < survey.border.rows + 1.0;
      const int cx = std::clamp(static_cast<int>(mx), 0, survey.border.cols - 1);
      const int cy = std::clamp(static_cast<int>(my), 0, survey.border.rows - 1);
      row[x] = survey.border.at<std::uint8_t>(cy, cx);
      beyond.ptr<std::uint8_t>(y)[x] = inside ? 0 : 255;
    }
  }
  // The two grids don't meet; a cell more leaves no sliver between them. Where the page
  // ends, only a shadow: there is writing up to its very edge.
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
  cv::dilate(out, out, square);
  cv::dilate(beyond, beyond, square);
  out.setTo(kPageEnds, beyond & (out == 0));
  return out;
}

void whiten_border(const cv::Mat& cells, cv::Mat& ink) {
  for (int y = 0; y < cells.rows; ++y) {
    const auto* row = cells.ptr<std::uint8_t>(y);
    for (int x = 0; x < cells.cols;) {
      const std::uint8_t kind = row[x];
      const int begin = x;
      while (x < cells.cols && row[x] == kind)
        ++x;
      if (kind == 0) continue;
      const cv::Rect run(begin * kCell, y * kCell, (x - begin) * kCell, kCell);
      cv::Mat part = ink(run & cv::Rect({0, 0}, ink.size()));
      if (kind == kIsBorder) {
        part.setTo(255);
      } else {
        part.setTo(255, part >= kPalestInk);
      }
    }
  }
}

}  // namespace tangthu::scanner
