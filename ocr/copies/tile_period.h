// How large the tile of the mark is on a picture, and how it is turned: from the
// distances at which spots come again.
#pragma once

#include <vector>

#include "ocr/copies/mark_layout.h"

namespace tangthu::ocr {

// From a place of one tile to the same place of the next ones, in millimetres.
struct TilePeriod {
  MarkPoint right;
  MarkPoint down;
  double strength = 0;
};

// The likeliest first, at most `most`. Sides from 0.75 to 1.3 of the tile's, any angle.
std::vector<TilePeriod> tile_periods(const std::vector<MarkPoint>& spots,
                                     std::size_t most);

}  // namespace tangthu::ocr
