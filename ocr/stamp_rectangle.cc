// At each angle the ink is sheared so that the lines of a rectangle lie along rows and
// columns; where two rows and two columns are inked between their crossings and not
// beyond, there is a rectangle. On cells of a third of a millimetre, in words of 64 bits.
#include "ocr/stamp_rectangle.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

namespace tangthu::ocr {
namespace {

constexpr int kCellsPerInch = 75;
constexpr int kDarkness = 10;  // of 255, on the mean over a cell
constexpr double kDegrees = 12;
constexpr double kStepDegrees = 1;
constexpr double kLeastWidthMm = 14;
constexpr double kMostWidthMm = 80;
constexpr double kLeastHeightMm = 5;
constexpr double kMostHeightMm = 52;
constexpr double kLeastShape = 1.15;  // width by height
constexpr double kGapMm = 2.8;        // a line may break off for so long
// Of a side, at least; and of all sides on the whole.
constexpr double kSide = 0.38;
constexpr double kThird =
    0.3;  // each third of a side: a letter's stem has the middle one
constexpr double kOutline = 0.66;
constexpr double kBeyondMm = 3.5;  // how far beyond a corner a line is followed
constexpr double kGoesOn = 0.5;
// A frame's line has paper beside it; a row of print has more print.
constexpr double kBesideMm = 1.4;
constexpr double kClear = 0.5;   // of the ink on the line
constexpr int kAir = 2;          // cells at a corner that may be either's
constexpr int kMostGoingOn = 1;  // of eight ends
constexpr std::size_t kMostLines = 400;
constexpr std::size_t kMostRectangles = 12;

constexpr int cells_of(double mm) {
  return static_cast<int>(mm * kCellsPerInch / 25.4);
}

// Bits in lines.
class BitLines {
 public:
  BitLines(int lines, int along)
      : lines_(lines), along_(along), words_(static_cast<std::size_t>(along) / 64 + 1) {
    bits_.resize(static_cast<std::size_t>(lines) * words_);
  }
  int lines() const { return lines_; }
  int along() const { return along_; }
  void set(int line, int place) {
    if (line < 0 || line >= lines_) return;
    at(line)[static_cast<std::size_t>(place) / 64] |= std::uint64_t{1} << (place % 64);
  }
  bool has(int line, int place) const {
    return (at(line)[static_cast<std::size_t>(place) / 64] >> (place % 64) & 1U) != 0;
  }
  // Of [from, to), cut to the line.
  int count(int line, int from, int to) const {
    if (line < 0 || line >= lines_) return 0;
    from = std::clamp(from, 0, along_);
    to = std::clamp(to, 0, along_);
    int sum = 0;
    while (from < to) {
      const int end = std::min(to, from / 64 * 64 + 64);
      const int length = end - from;
      const std::uint64_t mask =
          (length == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1)
          << (from % 64);
      sum += std::popcount(at(line)[static_cast<std::size_t>(from) / 64] & mask);
      from = end;
    }
    return sum;
  }
  // Each line with the next one, so that what leans by half a step stays one line.
  void join_neighbours() {
    for (std::size_t i = 0; i + words_ < bits_.size(); ++i)
      bits_[i] |= bits_[i + words_];
  }

 private:
  std::uint64_t* at(int line) {
    return bits_.data() + static_cast<std::size_t>(line) * words_;
  }
  const std::uint64_t* at(int line) const {
    return bits_.data() + static_cast<std::size_t>(line) * words_;
  }
  int lines_;
  int along_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

struct Cells {
  int width = 0;
  int height = 0;
  int side = 1;  // pixels
  std::vector<std::pair<int, int>> inked;
};

Cells inked_cells(const Page& layer) {
  Cells cells;
  cells.side = std::max(1, layer.dpi() / kCellsPerInch);
  cells.width = layer.width() / cells.side;
  cells.height = layer.height() / cells.side;
  const int least = kDarkness * cells.side * cells.side;
  std::vector<int> light(static_cast<std::size_t>(cells.width));
  for (int cy = 0; cy < cells.height; ++cy) {
    std::fill(light.begin(), light.end(), 255 * cells.side * cells.side);
    for (int y = cy * cells.side; y < (cy + 1) * cells.side; ++y) {
      const std::uint8_t* pixel = layer.row(y);
      for (int& cell : light) {
        for (int i = 0; i < cells.side; ++i)
          cell -= *pixel++;
      }
    }
    for (int cx = 0; cx < cells.width; ++cx) {
      if (light[static_cast<std::size_t>(cx)] >= least) cells.inked.emplace_back(cx, cy);
    }
  }
  return cells;
}

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

std::vector<Stretch> find_stretches(const BitLines& ink, int least) {
  std::vector<Stretch> found;
  const int gap = cells_of(kGapMm);
  for (int line = 0; line < ink.lines() && found.size() < kMostLines; ++line) {
    if (ink.count(line, 0, ink.along()) * 2 < least) continue;
    Stretch now{line, 0, -gap};
    int inked = 0;
    const auto close = [&] {
      const int length = now.to - now.from;
      if (length >= least && inked >= kSide * length &&
          stands_out(ink, line, now.from, now.to, inked)) {
        found.push_back(now);
      }
    };
    for (int place = 0; place < ink.along(); ++place) {
      if (!ink.has(line, place)) continue;
      if (place - now.to > gap) {
        close();
        now.from = place;
        inked = 0;
      }
      now.to = place + 1;
      ++inked;
    }
    close();
  }
  return found;
}

// All lines of one angle.
class Slant {
 public:
  Slant(const Cells& cells, double degrees)
      : side_(cells.side),
        degrees_(degrees),
        slope_(std::tan(degrees * std::numbers::pi / 180)),
        shift_down_(std::max(0, static_cast<int>(slope_ * cells.width) + 1)),
        shift_across_(std::max(0, static_cast<int>(-slope_ * cells.height) + 1)),
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
  void find_between(const Stretch& top, const Stretch& bottom,
                    const std::vector<Stretch>& columns,
                    std::vector<Rectangle>& out) const;
  void weigh(int top, int bottom, int left, int right, std::vector<Rectangle>& out) const;

  int side_;
  double degrees_;
  double slope_;
  int shift_down_;
  int shift_across_;
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
  const std::vector<Stretch> rows = find_stretches(rows_, cells_of(kLeastWidthMm));
  if (rows.size() < 2) return;  // as at most angles
  fill_columns(cells);
  const std::vector<Stretch> columns = find_stretches(columns_, cells_of(kLeastHeightMm));
  for (const Stretch& top : rows) {
    for (const Stretch& bottom : rows) {
      const int height = bottom.line - top.line;
      if (height < cells_of(kLeastHeightMm) || height > cells_of(kMostHeightMm)) continue;
      const int shared = std::min(top.to, bottom.to) - std::max(top.from, bottom.from);
      if (shared >= cells_of(kLeastWidthMm) / 2) find_between(top, bottom, columns, out);
    }
  }
}

void Slant::find_between(const Stretch& top, const Stretch& bottom,
                         const std::vector<Stretch>& columns,
                         std::vector<Rectangle>& out) const {
  const int slack = cells_of(kGapMm);
  const int from = std::max(top.from, bottom.from) - slack;
  const int to = std::min(top.to, bottom.to) + slack;
  std::vector<int> sides;
  for (const Stretch& column : columns) {
    const Corner upper = corner(top.line, column.line);
    const Corner lower = corner(bottom.line, column.line);
    if (upper.x < from || lower.x < from || upper.x > to || lower.x > to) continue;
    const double shared =
        std::min<double>(column.to, lower.y) - std::max<double>(column.from, upper.y);
    if (shared >= kSide * (lower.y - upper.y) &&
        (sides.empty() || sides.back() != column.line)) {
      sides.push_back(column.line);
    }
  }
  for (const int left : sides) {
    for (const int right : sides) {
      const int width = right - left;
      if (width >= cells_of(kLeastWidthMm) && width <= cells_of(kMostWidthMm) &&
          width >= kLeastShape * (bottom.line - top.line)) {
        weigh(top.line, bottom.line, left, right, out);
      }
    }
  }
}

void Slant::weigh(int top, int bottom, int left, int right,
                  std::vector<Rectangle>& out) const {
  double inked = 0;
  double length = 0;
  int going_on = 0;
  bool broken = false;
  const auto side = [&](const BitLines& ink, int line, double first, double last) {
    const int from = static_cast<int>(std::lround(first));
    const int to = static_cast<int>(std::lround(last));
    const int count = ink.count(line, from, to);
    inked += count;
    length += to - from;
    const int third = (to - from) / 3;
    broken = broken || count < kSide * (to - from) ||
             ink.count(line, from, from + third) < kThird * third ||
             ink.count(line, to - third, to) < kThird * third ||
             !stands_out(ink, line, from, to, count);
    going_on += goes_on(ink, line, from - kAir - cells_of(kBeyondMm)) ? 1 : 0;
    going_on += goes_on(ink, line, to + kAir) ? 1 : 0;
  };
  const Corner top_left = corner(top, left);
  const Corner top_right = corner(top, right);
  const Corner bottom_left = corner(bottom, left);
  const Corner bottom_right = corner(bottom, right);
  side(rows_, top, top_left.x, top_right.x);
  side(rows_, bottom, bottom_left.x, bottom_right.x);
  side(columns_, left, top_left.y, bottom_left.y);
  side(columns_, right, top_right.y, bottom_right.y);
  if (broken || going_on > kMostGoingOn || inked < kOutline * length) return;
  const double stretch = std::cos(degrees_ * std::numbers::pi / 180) * side_;
  Rectangle found;
  // A joined line stands for itself and the next.
  found.x = ((top_left.x + bottom_right.x) / 2 + 1) * side_;
  found.y = ((top_left.y + bottom_right.y) / 2 + 1) * side_;
  found.width = (right - left) * stretch;
  found.height = (bottom - top) * stretch;
  found.degrees = degrees_;
  found.coverage = inked / length;
  out.push_back(found);
}

bool contains(const Box& box, double x, double y) {
  return x >= box.x && x < box.right() && y >= box.y && y < box.bottom();
}

// Of the same frame the best covered one; of two lines around it, and of its parts, the
// outer.
void keep_best(std::vector<Rectangle>& found, int dpi) {
  constexpr double kOuterByMm = 0.004;  // of coverage
  const auto weight = [&](const Rectangle& r) {
    return r.coverage + kOuterByMm * (r.width + r.height) * 25.4 / dpi;
  };
  std::sort(found.begin(), found.end(), [&](const Rectangle& a, const Rectangle& b) {
    return weight(a) > weight(b);
  });
  std::vector<Rectangle> kept;
  for (const Rectangle& one : found) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Rectangle& other) {
      return contains(other.box(), one.x, one.y) || contains(one.box(), other.x, other.y);
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

std::vector<Rectangle> find_rectangles(const Page& layer) {
  std::vector<Rectangle> found;
  const Cells cells = inked_cells(layer);
  if (cells.inked.empty()) return found;
  for (double degrees = -kDegrees; degrees <= kDegrees; degrees += kStepDegrees)
    Slant(cells, degrees).find(cells, found);
  keep_best(found, layer.dpi());
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
