#include "ocr/stamp_rectangle.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "ocr/ink_cells.h"
#include "ocr/stamp_side.h"
#include "ocr/stamp_slant.h"

namespace tangthu::ocr {
namespace {

constexpr int kDarkness = 10;  // of 255, on the mean over a cell
constexpr int kFaintDarkness = 2;
constexpr double kStepDegrees = 1;
constexpr FrameSides kWholeLines = {14, 80, 5, 52, 1.15, 12, 2.8, 0.38, 0.66, 0.3, 1};
constexpr FrameSides kLargeLines = {32, 80, 16, 52, 1.15, 12, 2.8, 0.38, 0.66, 0.3, 1};
// Of a stamp with one line of words only, by law 20, 30 or 40 by 8 mm.
constexpr FrameSides kBrokenLines = {14, 46, 7.2, 10.5, 1.7, 11, 0, 0.3, 0.42, 0, 0};
constexpr double kBrokenShare = 0.45;  // they are sought so far down the page
constexpr std::size_t kMostRectangles = 12;

// Of the same frame the best covered one; of two lines around it, and of its parts, the
// outer.
void keep_best(std::vector<Rectangle>& found, int dpi, Lines lines) {
  constexpr double kOuterByMm = 0.004;  // of coverage
  constexpr double kChance = 0.25;      // other ink covers so much of an outline
  const auto weight = [&](const Rectangle& r) {
    const double sides = r.width + r.height;
    return lines == Lines::kBroken ? (r.coverage - kChance) * sides
                                   : r.coverage + kOuterByMm * sides * 25.4 / dpi;
  };
  std::sort(found.begin(), found.end(), [&](const Rectangle& a, const Rectangle& b) {
    return weight(a) > weight(b);
  });
  std::vector<Rectangle> kept;
  for (const Rectangle& one : found) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Rectangle& other) {
      return other.box().contains(one.x, one.y) || one.box().contains(other.x, other.y);
    });
    if (!known) kept.push_back(one);
    if (kept.size() == kMostRectangles) break;
  }
  found = std::move(kept);
}

template <typename See>
void for_each_angle(const FrameSides& sides, const See& see) {
  for (double degrees = -sides.degrees; degrees <= sides.degrees; degrees += kStepDegrees)
    see(degrees);
}

// In faint ink, and where that is everywhere, in darker ink.
void find_all_broken(const Page& layer, const FrameSides& sides,
                     std::vector<Rectangle>& found) {
  std::optional<Cells> dark;
  Cells faint = inked_cells(layer, kFaintDarkness, kBrokenShare);
  drop_lone_cells(faint);
  if (faint.inked.empty()) return;
  for_each_angle(sides, [&](double degrees) {
    const auto crowd = Slant(faint, degrees, sides).find_broken(faint, found);
    if (crowd == Slant::Crowd::kNone) return;
    if (!dark) dark = inked_cells(layer, kDarkness, kBrokenShare);
    Slant(*dark, degrees, sides).find_broken(*dark, found);
  });
}

}  // namespace

Box Rectangle::box() const {
  const double c = std::cos(degrees * std::numbers::pi / 180);
  const double s = std::abs(std::sin(degrees * std::numbers::pi / 180));
  const double across = width * c + height * s;
  const double down = width * s + height * c;
  return {static_cast<int>(x - across / 2), static_cast<int>(y - down / 2),
          static_cast<int>(across) + 1, static_cast<int>(down) + 1};
}

std::vector<Rectangle> find_rectangles(const Page& layer, Lines lines) {
  const FrameSides& sides = lines == Lines::kWhole   ? kWholeLines
                            : lines == Lines::kLarge ? kLargeLines
                                                     : kBrokenLines;
  std::vector<Rectangle> found;
  if (lines == Lines::kBroken) {
    find_all_broken(layer, sides, found);
  } else {
    const Cells cells = inked_cells(layer, kDarkness, 1);
    for_each_angle(sides, [&](double degrees) {
      if (!cells.inked.empty()) Slant(cells, degrees, sides).find(cells, found);
    });
  }
  keep_best(found, layer.dpi(), lines);
  return found;
}

void erase(Page& layer, const Rectangle& rectangle) {
  const double air = 0.5 * layer.dpi() / 25.4;
  const double c = std::cos(rectangle.degrees * std::numbers::pi / 180);
  const double s = std::sin(rectangle.degrees * std::numbers::pi / 180);
  const int reach = static_cast<int>(std::hypot(rectangle.width, rectangle.height)) / 2 +
                    static_cast<int>(air) + 1;
  const int middle_x = static_cast<int>(rectangle.x);
  const int middle_y = static_cast<int>(rectangle.y);
  for (int y = std::max(0, middle_y - reach);
       y < std::min(layer.height(), middle_y + reach); ++y) {
    for (int x = std::max(0, middle_x - reach);
         x < std::min(layer.width(), middle_x + reach); ++x) {
      const double dx = x - rectangle.x;
      const double dy = y - rectangle.y;
      if (std::abs(dx * c + dy * s) <= rectangle.width / 2 + air &&
          std::abs(dy * c - dx * s) <= rectangle.height / 2 + air) {
        layer.row(y)[x] = 255;
      }
    }
  }
}

}  // namespace tangthu::ocr
