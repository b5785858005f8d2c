// Rows and columns of ink that may be sides of a stamp's frame.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "ocr/ink_cells.h"

namespace tangthu::ocr {

// What the sides of a frame must be; lengths in millimetres.
struct FrameSides {
  double least_width_mm, widest_mm, least_height_mm, highest_mm;
  double least_shape;  // width by height
  double degrees;
  double gap_mm;  // a line may break off for so long
  double side;    // of a side, at least, is inked; and of all sides on the whole
  double outline;
  double third;  // of each third of a side: a letter's stem has the middle one
  int going_on;  // of eight ends, at most
};

// Ink along a line, gaps within it left out of account.
struct Stretch {
  int line = 0;
  int from = 0;
  int to = 0;
};

// A frame's line has paper beside it; a row of print has more print. `inked`: of the
// line's cells in [from, to).
bool stands_out(const BitLines& ink, int line, int from, int to, int inked);

// In the order of lines; at most 400. `least`: cells long.
std::vector<Stretch> find_stretches(const BitLines& ink, int least,
                                    const FrameSides& sides);

// Where a line has the ink of a frame's, however broken, and little beside it: windows of
// so many cells. In the order of lines.
std::vector<Stretch> find_traces(const BitLines& ink, int window);

// Upper and lower sides that lie as far apart as a frame is high, with enough of their
// lengths above each other. `rows` in the order of lines.
template <typename See>
void for_each_pair(const std::vector<Stretch>& rows, const FrameSides& sides,
                   const See& see) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = i + 1; k < rows.size(); ++k) {
      const Stretch& top = rows[i];
      const Stretch& bottom = rows[k];
      const int height = bottom.line - top.line;
      if (height > cells_of(sides.highest_mm)) break;
      const int shared = std::min(top.to, bottom.to) - std::max(top.from, bottom.from);
      if (height >= cells_of(sides.least_height_mm) &&
          shared >= cells_of(sides.least_width_mm) / 2)
        see(top, bottom);
    }
  }
}

}  // namespace tangthu::ocr
