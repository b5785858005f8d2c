#include "ocr/stamp_slant.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tangthu::ocr {
namespace {

constexpr double kLeastWidthMm = 14;
// Of broken lines one short side may have faded to this.
constexpr double kFadedSide = 0.1;
// A frame that is cut off by the sheet's edge has three sides, in the outer part of it.
constexpr double kMarginShare = 0.14;
constexpr double kCutMm = 2.5;
constexpr double kOpenOutline = 0.75;
constexpr double kHighestOpenMm = 14;
// Of a short side that other ink hides so much is inked at least.
constexpr double kHiddenSide = 0.7;
constexpr double kLeastHiddenMm = 6.5;
constexpr double kWidestHiddenMm = 46;
// A page with more has text that could not be read: everything looks like frames there.
constexpr std::size_t kMostTraces = 80;
constexpr std::size_t kMostSides = 150;
// Of a side as long, half of it inked, one end may have been taken for print.
constexpr double kLongSideMm = 25;
constexpr double kBeyondMm = 3.5;  // how far beyond a corner a line is followed
constexpr double kGoesOn = 0.5;
constexpr int kAir = 2;  // cells at a corner that may be either's

// Ink beyond a corner. A line that leans a little has left its own row there.
bool goes_on(const BitLines& ink, int line, int from) {
  constexpr int kDrift = 2;
  const int beyond = cells_of(kBeyondMm);
  int most = 0;
  for (int beside = line - kDrift; beside <= line + kDrift; ++beside)
    most = std::max(most, ink.count(beside, from, from + beyond));
  return most > kGoesOn * beyond;
}

}  // namespace

Slant::Slant(const Cells& cells, double degrees, const FrameSides& lines)
    : sides_(lines),
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
      find_stretches(rows_, cells_of(sides_.least_width_mm), sides_);
  if (rows.size() < 2) return;  // as at most angles
  fill_columns(cells);
  const std::vector<Stretch> columns =
      find_stretches(columns_, cells_of(sides_.least_height_mm), sides_);
  for_each_pair(rows, sides_, [&](const Stretch& top, const Stretch& bottom) {
    find_between(top, bottom, columns, out);
  });
}

void Slant::find_between(const Stretch& top, const Stretch& bottom,
                         const std::vector<Stretch>& columns,
                         std::vector<Rectangle>& out) const {
  const int slack = cells_of(sides_.gap_mm);
  const int from = std::max(top.from, bottom.from) - slack;
  const int to = std::min(top.to, bottom.to) + slack;
  std::vector<int> sides;
  const Span within = columns_between(from, to, top.line, bottom.line);
  const auto first_column =
      std::lower_bound(columns.begin(), columns.end(), within.first,
                       [](const Stretch& one, int line) { return one.line < line; });
  for (auto at = first_column; at != columns.end() && at->line <= within.last; ++at) {
    const Stretch& column = *at;
    const Corner upper = corner(top.line, column.line);
    const Corner lower = corner(bottom.line, column.line);
    if (upper.x < from || lower.x < from || upper.x > to || lower.x > to) continue;
    const double shared =
        std::min<double>(column.to, lower.y) - std::max<double>(column.from, upper.y);
    if (shared >= sides_.side * (lower.y - upper.y) &&
        (sides.empty() || sides.back() != column.line)) {
      sides.push_back(column.line);
    }
  }
  for (const int left : sides) {
    for (const int right : sides)
      weigh_sides(top, bottom, {left}, {right}, out);
  }
  find_cut(top, bottom, sides, out);
  find_hidden(top, bottom, out);
}

void Slant::weigh_sides(const Stretch& top, const Stretch& bottom, const Side& left,
                        const Side& right, std::vector<Rectangle>& out) const {
  const int width = right.column - left.column;
  if (width >= cells_of(sides_.least_width_mm) && width <= cells_of(sides_.widest_mm) &&
      width >= sides_.least_shape * (bottom.line - top.line)) {
    weigh(top.line, bottom.line, left, right, out);
  }
}

// Frames that reach off the sheet.
void Slant::find_cut(const Stretch& top, const Stretch& bottom,
                     const std::vector<int>& sides, std::vector<Rectangle>& out) const {
  if (bottom.line - top.line > cells_of(kHighestOpenMm)) return;
  const int middle = (top.line + bottom.line) / 2;
  const int margin = static_cast<int>(kMarginShare * columns_width_);
  const int first = std::max(top.from, bottom.from);
  const int last = std::min(top.to, bottom.to);
  if (first <= margin && std::abs(top.from - bottom.from) <= cells_of(kCutMm)) {
    for (const int right : sides)
      weigh_sides(top, bottom, {column_at(first, middle), End::kOff}, {right}, out);
  }
  if (last >= columns_width_ - margin &&
      std::abs(top.to - bottom.to) <= cells_of(kCutMm)) {
    for (const int left : sides)
      weigh_sides(top, bottom, {left}, {column_at(last, middle), End::kOff}, out);
  }
}

// Two lines of one length, one below the other: the short sides between their ends are
// there, but a stain or a stroke beside them hides that they are lines.
void Slant::find_hidden(const Stretch& top, const Stretch& bottom,
                        std::vector<Rectangle>& out) const {
  const int height = bottom.line - top.line;
  if (height < cells_of(kLeastHiddenMm) || height > cells_of(kHighestOpenMm) ||
      std::min(top.to, bottom.to) - std::max(top.from, bottom.from) >
          cells_of(kWidestHiddenMm) ||
      std::abs(top.from - bottom.from) > cells_of(kCutMm) ||
      std::abs(top.to - bottom.to) > cells_of(kCutMm))
    return;
  weigh_sides(top, bottom,
              hidden_side((top.from + bottom.from) / 2.0, top.line, bottom.line),
              hidden_side((top.to + bottom.to) / 2.0, top.line, bottom.line), out);
}

// The column with most ink close to where two lines end.
Slant::Side Slant::hidden_side(double x, int top, int bottom) const {
  const int middle = column_at(x, (top + bottom) / 2);
  const int reach = cells_of(kCutMm) / 2;
  Side best{middle, End::kHidden};
  int most = -1;
  for (int column = middle - reach; column <= middle + reach; ++column) {
    const int inked =
        columns_.count(column, static_cast<int>(std::lround(corner(top, column).y)),
                       static_cast<int>(std::lround(corner(bottom, column).y)));
    if (inked <= most) continue;
    most = inked;
    best.column = column;
  }
  return best;
}

Slant::Crowd Slant::find_broken(const Cells& cells, std::vector<Rectangle>& out) {
  const std::vector<Stretch> traces = find_traces(rows_, cells_of(kLeastWidthMm));
  if (traces.size() > kMostTraces) return Crowd::kTooMany;
  if (traces.size() < 2) return Crowd::kNone;
  fill_columns(cells);
  for_each_pair(traces, sides_, [&](const Stretch& top, const Stretch& bottom) {
    find_sides(top, bottom, out);
  });
  return Crowd::kNone;
}

void Slant::find_sides(const Stretch& top, const Stretch& bottom,
                       std::vector<Rectangle>& out) const {
  struct Upright {
    int column;
    int inked;
  };
  std::vector<Upright> sides;
  const double height = bottom.line - top.line;
  const int slack = cells_of(sides_.least_width_mm) / 2;
  const int from = std::min(top.from, bottom.from) - slack;
  const int to = std::max(top.to, bottom.to) + slack;
  const Span within = columns_between(from, to, top.line, bottom.line);
  for (int column = within.first; column <= within.last; ++column) {
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
      if (width > cells_of(sides_.widest_mm)) break;
      if (width < cells_of(sides_.least_width_mm) ||
          width < sides_.least_shape * height ||
          std::max(sides[i].inked, sides[k].inked) < sides_.side * height)
        continue;
      weigh(top.line, bottom.line, {sides[i].column}, {sides[k].column}, out);
    }
  }
}

// Inked in all its thirds, with paper beside it.
bool Slant::is_side(const Line& line) const {
  const Stretch& at = line.at;
  const int count = line.ink.count(at.line, at.from, at.to);
  const int third = (at.to - at.from) / 3;
  const bool long_side =
      at.to - at.from >= cells_of(kLongSideMm) && 2 * count > at.to - at.from;
  const double least_third = long_side ? 0 : sides_.third * third;
  return line.ink.count(at.line, at.from, at.from + third) >= least_third &&
         line.ink.count(at.line, at.to - third, at.to) >= least_third &&
         stands_out(line.ink, at.line, at.from, at.to, count);
}

int Slant::ends_that_go_on(const Line& line) {
  const Stretch& at = line.at;
  return (goes_on(line.ink, at.line, at.from - kAir - cells_of(kBeyondMm)) ? 1 : 0) +
         (goes_on(line.ink, at.line, at.to + kAir) ? 1 : 0);
}

void Slant::weigh(int top, int bottom, const Side& left, const Side& right,
                  std::vector<Rectangle>& out) const {
  const Corner top_left = corner(top, left.column);
  const Corner top_right = corner(top, right.column);
  const Corner bottom_left = corner(bottom, left.column);
  const Corner bottom_right = corner(bottom, right.column);
  const double least = sides_.side;
  const double least_short = sides_.gap_mm > 0 ? least : kFadedSide;
  const auto stretch_of = [](int line, double first, double last) {
    return Stretch{line, static_cast<int>(std::lround(first)),
                   static_cast<int>(std::lround(last))};
  };
  const std::array<Line, 4> all = {
      {{rows_, stretch_of(top, top_left.x, top_right.x), least, End::kLine},
       {rows_, stretch_of(bottom, bottom_left.x, bottom_right.x), least, End::kLine},
       {columns_, stretch_of(left.column, top_left.y, bottom_left.y), least_short,
        left.end},
       {columns_, stretch_of(right.column, top_right.y, bottom_right.y), least_short,
        right.end}}};
  const bool whole = left.end == End::kLine && right.end == End::kLine;
  double inked = 0;
  double length = 0;
  for (const Line& line : all) {
    if (line.end == End::kOff) continue;
    const int count = line.ink.count(line.at.line, line.at.from, line.at.to);
    const double needed = line.end == End::kHidden ? kHiddenSide : line.least;
    if (count < needed * (line.at.to - line.at.from)) return;
    if (line.end == End::kHidden) continue;
    inked += count;
    length += line.at.to - line.at.from;
  }
  if (inked < (whole ? sides_.outline : kOpenOutline) * length) return;
  // Along the sheet's edge lines seem to go on.
  const bool cut = left.end == End::kOff || right.end == End::kOff;
  int going_on = 0;
  for (const Line& line : all) {
    if (line.end != End::kLine) continue;
    if (!is_side(line)) return;
    if (!cut) going_on += ends_that_go_on(line);
    if (going_on > sides_.going_on) return;
  }
  const double stretch = std::cos(degrees_ * std::numbers::pi / 180) * side_;
  Rectangle found;
  // A joined line stands for itself and the next.
  found.x = ((top_left.x + bottom_right.x) / 2 + 1) * side_;
  found.y = ((top_left.y + bottom_right.y) / 2 + 1) * side_;
  found.width = (right.column - left.column) * stretch;
  found.height = (bottom - top) * stretch;
  found.degrees = degrees_;
  found.coverage = inked / length;
  found.clearness = std::min(rows_.thin_share(top, top_left.x, top_right.x),
                             rows_.thin_share(bottom, bottom_left.x, bottom_right.x));
  out.push_back(found);
}

}  // namespace tangthu::ocr
