// At each angle the ink is sheared so that the lines of a rectangle lie along rows and
// columns; where two rows and two columns are inked between their crossings and not
// beyond, there is a rectangle. On cells of a third of a millimetre, in words of 64 bits.
#include "ocr/stamp_rectangle.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "ocr/ink_cells.h"

namespace tangthu::ocr {
namespace {

constexpr int kDarkness = 10;  // of 255, on the mean over a cell
constexpr double kStepDegrees = 1;
constexpr double kLeastWidthMm = 14;
// What lines of a frame must be.
struct Strictness {
  double least_width_mm, widest_mm, least_height_mm, highest_mm;
  double least_shape;  // width by height
  double degrees;
  double gap_mm;  // a line may break off for so long
  double side;    // of a side, at least, is inked; and of all sides on the whole
  double outline;
  double third;  // of each third of a side: a letter's stem has the middle one
  int going_on;  // of eight ends, at most
};
constexpr Strictness kWholeLines = {14, 80, 5, 52, 1.15, 12, 2.8, 0.38, 0.66, 0.3, 1};
constexpr Strictness kLargeLines = {32, 80, 16, 52, 1.15, 12, 2.8, 0.38, 0.66, 0.3, 1};
// Of a stamp with one line of words only, by law 20, 30 or 40 by 8 mm.
constexpr Strictness kBrokenLines = {14, 46, 7.2, 10.5, 1.7, 11, 0, 0.3, 0.42, 0, 0};
// Of broken lines one short side may have faded to this.
constexpr double kFadedSide = 0.1;
// Some part as long as the shortest frame has so much of a broken long side.
constexpr double kDensestPart = 0.25;
constexpr double kBrokenShare = 0.45;  // they are sought so far down the page
// A frame that is cut off by the sheet's edge has three sides, in the outer part of it.
constexpr double kMarginShare = 0.14;
constexpr double kCutMm = 2.5;
constexpr double kOpenOutline = 0.75;
constexpr double kHighestOpenMm = 14;
constexpr int kFaintDarkness = 2;
// Between a frame and its words there is paper.
constexpr double kCloseByMm = 1.05;
constexpr double kTraceClear = 0.6;  // of the ink on the line
// A page with more has text that could not be read: everything looks like frames there.
constexpr std::size_t kMostTraces = 80;
constexpr std::size_t kMostSides = 150;
// Of a side as long, half of it inked, one end may have been taken for print.
constexpr double kLongSideMm = 25;
constexpr double kBeyondMm = 3.5;  // how far beyond a corner a line is followed
constexpr double kGoesOn = 0.5;
// A frame's line has paper beside it; a row of print has more print.
constexpr double kBesideMm = 1.4;
constexpr double kClear = 0.5;  // of the ink on the line
constexpr int kAir = 2;         // cells at a corner that may be either's
constexpr std::size_t kMostLines = 400;
constexpr std::size_t kMostRectangles = 12;

// Ink along a line, gaps within it left out of account.
struct Stretch {
  int line = 0;
  int from = 0;
  int to = 0;
};

bool stands_out(const BitLines& ink, int line, int from, int to, int inked) {
  const int beside = cells_of(kBesideMm);
  const int clearest =
      std::min(ink.count(line - beside, from, to), ink.count(line + beside, from, to));
  return clearest <= kClear * inked;
}

// Ink beyond a corner. A line that leans a little has left its own row there.
bool goes_on(const BitLines& ink, int line, int from) {
  constexpr int kDrift = 2;
  const int beyond = cells_of(kBeyondMm);
  int most = 0;
  for (int beside = line - kDrift; beside <= line + kDrift; ++beside)
    most = std::max(most, ink.count(beside, from, from + beyond));
  return most > kGoesOn * beyond;
}

std::vector<Stretch> find_stretches(const BitLines& ink, int least,
                                    const Strictness& lines) {
  std::vector<Stretch> found;
  const int gap = cells_of(lines.gap_mm);
  for (int line = 0; line < ink.lines() && found.size() < kMostLines; ++line) {
    if (ink.count(line, 0, ink.along()) * 2 < least) continue;
    Stretch now{line, 0, -gap};
    int inked = 0;
    const auto close = [&] {
      const int length = now.to - now.from;
      if (length >= least && inked >= lines.side * length &&
          stands_out(ink, line, now.from, now.to, inked)) {
        found.push_back(now);
      }
    };
    ink.for_each(line, [&](int place) {
      if (place - now.to > gap) {
        close();
        now.from = place;
        inked = 0;
      }
      now.to = place + 1;
      ++inked;
    });
    close();
  }
  return found;
}

// All lines of one angle.
class Slant {
 public:
  Slant(const Cells& cells, double degrees, const Strictness& lines)
      : strictness_(lines),
        side_(cells.side),
        degrees_(degrees),
        slope_(std::tan(degrees * std::numbers::pi / 180)),
        shift_down_(std::max(0, static_cast<int>(slope_ * cells.width) + 1)),
        shift_across_(std::max(0, static_cast<int>(-slope_ * cells.height) + 1)),
        columns_width_(cells.width),
        rows_(cells.height + static_cast<int>(std::abs(slope_) * cells.width) + 3,
              cells.width),
        columns_(cells.width + static_cast<int>(std::abs(slope_) * cells.height) + 3,
                 cells.height) {
    std::vector<int> down(static_cast<std::size_t>(cells.width));
    for (int x = 0; x < cells.width; ++x)
      down[static_cast<std::size_t>(x)] =
          static_cast<int>(std::lround(-slope_ * x)) + shift_down_;
    for (const auto& [x, y] : cells.inked)
      rows_.set(y + down[static_cast<std::size_t>(x)], x);
    rows_.join_neighbours();
  }

  void find(const Cells& cells, std::vector<Rectangle>& out);
  void find_broken(const Cells& cells, std::vector<Rectangle>& out);

 private:
  void fill_columns(const Cells& cells);
  struct Corner {
    double x = 0;
    double y = 0;
  };
  Corner corner(int row, int column) const {
    const double r = row - shift_down_;
    const double c = column - shift_across_;
    const double x = (c - slope_ * r) / (1 + slope_ * slope_);
    return {x, r + slope_ * x};
  }
  void find_sides(const Stretch& top, const Stretch& bottom,
                  std::vector<Rectangle>& out) const;
  void find_between(const Stretch& top, const Stretch& bottom,
                    const std::vector<Stretch>& columns,
                    std::vector<Rectangle>& out) const;
  // The side of a frame that may be missing: where the sheet ends.
  enum class Open { kNone, kLeft, kRight };
  void weigh(int top, int bottom, int left, int right, Open open,
             std::vector<Rectangle>& out) const;

  const Strictness& strictness_;
  int side_;
  double degrees_;
  double slope_;
  int shift_down_;
  int shift_across_;
  int columns_width_;
  BitLines rows_;
  BitLines columns_;
};

void Slant::fill_columns(const Cells& cells) {
  std::vector<int> across(static_cast<std::size_t>(cells.height));
  for (int y = 0; y < cells.height; ++y)
    across[static_cast<std::size_t>(y)] =
        static_cast<int>(std::lround(slope_ * y)) + shift_across_;
  for (const auto& [x, y] : cells.inked)
    columns_.set(x + across[static_cast<std::size_t>(y)], y);
  columns_.join_neighbours();
}

void Slant::find(const Cells& cells, std::vector<Rectangle>& out) {
  const std::vector<Stretch> rows =
      find_stretches(rows_, cells_of(strictness_.least_width_mm), strictness_);
  if (rows.size() < 2) return;  // as at most angles
  fill_columns(cells);
  const std::vector<Stretch> columns =
      find_stretches(columns_, cells_of(strictness_.least_height_mm), strictness_);
  for (const Stretch& top : rows) {
    for (const Stretch& bottom : rows) {
      const int height = bottom.line - top.line;
      if (height < cells_of(strictness_.least_height_mm) ||
          height > cells_of(strictness_.highest_mm))
        continue;
      const int shared = std::min(top.to, bottom.to) - std::max(top.from, bottom.from);
      if (shared >= cells_of(strictness_.least_width_mm) / 2)
        find_between(top, bottom, columns, out);
    }
  }
}

void Slant::find_between(const Stretch& top, const Stretch& bottom,
                         const std::vector<Stretch>& columns,
                         std::vector<Rectangle>& out) const {
  const int slack = cells_of(strictness_.gap_mm);
  const int from = std::max(top.from, bottom.from) - slack;
  const int to = std::min(top.to, bottom.to) + slack;
  std::vector<int> sides;
  for (const Stretch& column : columns) {
    const Corner upper = corner(top.line, column.line);
    const Corner lower = corner(bottom.line, column.line);
    if (upper.x < from || lower.x < from || upper.x > to || lower.x > to) continue;
    const double shared =
        std::min<double>(column.to, lower.y) - std::max<double>(column.from, upper.y);
    if (shared >= strictness_.side * (lower.y - upper.y) &&
        (sides.empty() || sides.back() != column.line)) {
      sides.push_back(column.line);
    }
  }
  const auto weigh_sides = [&](int left, int right, Open open) {
    const int width = right - left;
    if (width >= cells_of(strictness_.least_width_mm) &&
        width <= cells_of(strictness_.widest_mm) &&
        width >= strictness_.least_shape * (bottom.line - top.line)) {
      weigh(top.line, bottom.line, left, right, open, out);
    }
  };
  for (const int left : sides) {
    for (const int right : sides)
      weigh_sides(left, right, Open::kNone);
  }
  // Off the sheet.
  if (bottom.line - top.line > cells_of(kHighestOpenMm)) return;
  const int margin = static_cast<int>(kMarginShare * columns_width_);
  const int first = std::max(top.from, bottom.from);
  const int last = std::min(top.to, bottom.to);
  if (first <= margin && std::abs(top.from - bottom.from) <= cells_of(kCutMm)) {
    for (const int right : sides)
      weigh_sides(first + shift_across_, right, Open::kLeft);
  }
  if (last >= columns_width_ - margin &&
      std::abs(top.to - bottom.to) <= cells_of(kCutMm)) {
    for (const int left : sides)
      weigh_sides(left, last + shift_across_, Open::kRight);
  }
}

// Where a line has the ink of a frame's, however broken, and little beside it.
std::vector<Stretch> find_traces(const BitLines& ink) {
  const int window = cells_of(kLeastWidthMm);
  const int least = static_cast<int>(kDensestPart * window);
  const int beside = cells_of(kBesideMm);
  const int close_by = cells_of(kCloseByMm);
  std::vector<Stretch> traces;
  for (int line = 0; line < ink.lines(); ++line) {
    if (ink.count(line, 0, ink.along()) < least) continue;
    Stretch now{line, 0, -1};
    const auto close = [&] {
      if (now.to <= now.from) return;
      const auto inked = static_cast<double>(ink.count(line, now.from, now.to));
      const int clearest = std::min(ink.count(line - beside, now.from, now.to),
                                    ink.count(line + beside, now.from, now.to));
      const int fullest = std::max(ink.count(line - close_by, now.from, now.to),
                                   ink.count(line + close_by, now.from, now.to));
      if (clearest <= kClear * inked && fullest <= kTraceClear * inked)
        traces.push_back(now);
    };
    int count = ink.count(line, 0, window);
    for (int place = 0; place + window <= ink.along(); ++place) {
      if (count >= least) {
        if (place > now.to) {
          close();
          now.from = place;
        }
        now.to = place + window;
      }
      count += (ink.has(line, place + window) ? 1 : 0) - (ink.has(line, place) ? 1 : 0);
    }
    close();
  }
  return traces;
}

void Slant::find_broken(const Cells& cells, std::vector<Rectangle>& out) {
  const std::vector<Stretch> traces = find_traces(rows_);
  if (traces.size() < 2 || traces.size() > kMostTraces) return;
  fill_columns(cells);
  for (const Stretch& top : traces) {
    for (const Stretch& bottom : traces) {
      const int height = bottom.line - top.line;
      if (height < cells_of(strictness_.least_height_mm) ||
          height > cells_of(strictness_.highest_mm))
        continue;
      const int shared = std::min(top.to, bottom.to) - std::max(top.from, bottom.from);
      if (shared >= cells_of(strictness_.least_width_mm) / 2)
        find_sides(top, bottom, out);
    }
  }
}

void Slant::find_sides(const Stretch& top, const Stretch& bottom,
                       std::vector<Rectangle>& out) const {
  struct Side {
    int column;
    int inked;
  };
  std::vector<Side> sides;
  const double height = bottom.line - top.line;
  const int slack = cells_of(strictness_.least_width_mm) / 2;
  const int from = std::min(top.from, bottom.from) - slack;
  const int to = std::max(top.to, bottom.to) + slack;
  for (int column = 0; column < columns_.lines(); ++column) {
    const Corner upper = corner(top.line, column);
    const Corner lower = corner(bottom.line, column);
    if (std::min(upper.x, lower.x) < from || std::max(upper.x, lower.x) > to) continue;
    const int inked = columns_.count(column, static_cast<int>(std::lround(upper.y)),
                                     static_cast<int>(std::lround(lower.y)));
    if (inked >= kFadedSide * height) sides.push_back({column, inked});
  }
  if (sides.size() > kMostSides) return;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    for (std::size_t k = i + 1; k < sides.size(); ++k) {
      const int width = sides[k].column - sides[i].column;
      if (width > cells_of(strictness_.widest_mm)) break;
      if (width < cells_of(strictness_.least_width_mm) ||
          width < strictness_.least_shape * height ||
          std::max(sides[i].inked, sides[k].inked) < strictness_.side * height)
        continue;
      weigh(top.line, bottom.line, sides[i].column, sides[k].column, Open::kNone, out);
    }
  }
}

void Slant::weigh(int top, int bottom, int left, int right, Open open,
                  std::vector<Rectangle>& out) const {
  double inked = 0;
  double length = 0;
  int going_on = 0;
  bool broken = false;
  const auto side = [&](const BitLines& ink, int line, double first, double last,
                        double least) {
    const int from = static_cast<int>(std::lround(first));
    const int to = static_cast<int>(std::lround(last));
    const int count = ink.count(line, from, to);
    inked += count;
    length += to - from;
    const int third = (to - from) / 3;
    const bool long_side = to - from >= cells_of(kLongSideMm) && 2 * count > to - from;
    const double least_third = long_side ? 0 : strictness_.third;
    broken = broken || count < least * (to - from) ||
             ink.count(line, from, from + third) < least_third * third ||
             ink.count(line, to - third, to) < least_third * third ||
             !stands_out(ink, line, from, to, count);
    going_on += goes_on(ink, line, from - kAir - cells_of(kBeyondMm)) ? 1 : 0;
    going_on += goes_on(ink, line, to + kAir) ? 1 : 0;
  };
  const Corner top_left = corner(top, left);
  const Corner top_right = corner(top, right);
  const Corner bottom_left = corner(bottom, left);
  const Corner bottom_right = corner(bottom, right);
  const double least = strictness_.side;
  const double least_short = strictness_.gap_mm > 0 ? least : kFadedSide;
  side(rows_, top, top_left.x, top_right.x, least);
  side(rows_, bottom, bottom_left.x, bottom_right.x, least);
  if (open != Open::kNone) going_on = 0;  // along the sheet's edge
  if (open != Open::kLeft) side(columns_, left, top_left.y, bottom_left.y, least_short);
  if (open != Open::kRight)
    side(columns_, right, top_right.y, bottom_right.y, least_short);
  if (broken || going_on > strictness_.going_on ||
      inked < (open == Open::kNone ? strictness_.outline : kOpenOutline) * length)
    return;
  const double stretch = std::cos(degrees_ * std::numbers::pi / 180) * side_;
  Rectangle found;
  // A joined line stands for itself and the next.
  found.x = ((top_left.x + bottom_right.x) / 2 + 1) * side_;
  found.y = ((top_left.y + bottom_right.y) / 2 + 1) * side_;
  found.width = (right - left) * stretch;
  found.height = (bottom - top) * stretch;
  found.degrees = degrees_;
  found.coverage = inked / length;
  found.clearness = std::min(rows_.thin_share(top, top_left.x, top_right.x),
                             rows_.thin_share(bottom, bottom_left.x, bottom_right.x));
  out.push_back(found);
}

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
  const Strictness& strictness = lines == Lines::kWhole   ? kWholeLines
                                 : lines == Lines::kLarge ? kLargeLines
                                                          : kBrokenLines;
  std::vector<Rectangle> found;
  const bool whole = lines != Lines::kBroken;
  Cells cells =
      inked_cells(layer, whole ? kDarkness : kFaintDarkness, whole ? 1 : kBrokenShare);
  if (!whole) drop_lone_cells(cells);
  if (cells.inked.empty()) return found;
  for (double degrees = -strictness.degrees; degrees <= strictness.degrees;
       degrees += kStepDegrees)
    whole ? Slant(cells, degrees, strictness).find(cells, found)
          : Slant(cells, degrees, strictness).find_broken(cells, found);
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
