// Where the dots of the invisible mark stand: a square tile of 60 mm that is repeated
// over the page. 12 of its dots are always there and tell where the tile lies; each of
// the other 40 stands on one of 4 × 4 places 0.6 mm apart and says four bits.
#pragma once

#include <array>
#include <vector>

#include "ocr/copies/mark_code.h"

namespace tangthu::ocr {

struct MarkPoint {
  double x = 0;  // millimetres, to the right
  double y = 0;  // downwards
};

inline constexpr double kTileMm = 60;
inline constexpr double kPlaceStepMm = 0.6;
inline constexpr std::size_t kGuides = 12;
// Edge of a dot, a black square.
inline constexpr double kDotMm = 0.14;

struct TileLayout {
  std::array<MarkPoint, kGuides> guides;        // in the tile, from its top left
  std::array<MarkPoint, kMarkSymbols> symbols;  // the middle of the 16 places
};

// The same on every machine and in every version: a mark is read years later.
const TileLayout& tile_layout();

// From the middle of a symbol's places to the place of `value`.
MarkPoint place_of(std::size_t value);

// The middles of all dots on a page of that size, measured from its top left corner.
std::vector<MarkPoint> mark_dots(MarkId id, double width_mm, double height_mm);

}  // namespace tangthu::ocr
