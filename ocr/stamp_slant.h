// At each angle the ink is sheared so that the lines of a rectangle lie along rows and
// columns; where two rows and two columns are inked between their crossings and not
// beyond, there is a rectangle. On cells of a third of a millimetre, in words of 64 bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/ink_cells.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamp_side.h"

namespace tangthu::ocr {

// All lines of one angle. `lines` must outlive it.
class Slant {
 public:
  Slant(const Cells& cells, double degrees, const FrameSides& lines);

  void find(const Cells& cells, std::vector<Rectangle>& out);
  // Nothing was sought where there are too many lines.
  enum class Crowd { kNone, kTooMany };
  Crowd find_broken(const Cells& cells, std::vector<Rectangle>& out);

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
  int column_at(double x, int row) const {
    return static_cast<int>(
        std::lround(x * (1 + slope_ * slope_) + slope_ * (row - shift_down_)) +
        shift_across_);
  }
  struct Span {
    int first = 0;
    int last = 0;
  };
  // Those that cross both rows from `from` to `to`, and a few beside them.
  Span columns_between(int from, int to, int top, int bottom) const {
    return {std::max(0, std::min(column_at(from, top), column_at(from, bottom)) - 1),
            std::min(columns_.lines() - 1,
                     std::max(column_at(to, top), column_at(to, bottom)) + 1)};
  }
  // A short side: a line of its own, one that other ink hides, or off the sheet.
  enum class End { kLine, kHidden, kOff };
  struct Side {
    int column = 0;
    End end = End::kLine;
  };
  struct Line {
    const BitLines& ink;
    Stretch at;
    double least = 0;  // of it, at least, is inked
    End end = End::kLine;
  };
  bool is_side(const Line& line) const;
  static int ends_that_go_on(const Line& line);
  void find_cut(const Stretch& top, const Stretch& bottom, const std::vector<int>& sides,
                std::vector<Rectangle>& out) const;
  void find_hidden(const Stretch& top, const Stretch& bottom,
                   std::vector<Rectangle>& out) const;
  Side hidden_side(double x, int top, int bottom) const;
  void weigh_sides(const Stretch& top, const Stretch& bottom, const Side& left,
                   const Side& right, std::vector<Rectangle>& out) const;
  void weigh(int top, int bottom, const Side& left, const Side& right,
             std::vector<Rectangle>& out) const;

  const FrameSides& sides_;
  int side_;
  double degrees_;
  double slope_;
  int shift_down_;
  int shift_across_;
  int columns_width_;
  BitLines rows_;
  BitLines columns_;
};

}  // namespace tangthu::ocr
