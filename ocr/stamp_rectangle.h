// Rectangles of four lines on a layer: what frames a stamp, found by its lines alone, so
// that dirt, strokes and other stamps which touch it don't matter.
#pragma once

#include <vector>

#include "base/page.h"

namespace tangthu::ocr {

struct Rectangle {
  double x = 0;  // its middle, in pixels of the layer
  double y = 0;
  double width = 0;
  double height = 0;
  double degrees = 0;   // leans clockwise
  double coverage = 0;  // 0–1: of its outline, how much is inked
  double clearness =
      0;  // 0–1: of its long sides, how much is line and no stems of letters

  Box box() const;  // around it, with its lines
  // Print and dirt seldom make such lines: what they surround is a stamp, read or not.
  bool has_clear_lines() const {
    return (coverage >= 0.45 && clearness >= 0.9) ||
           (coverage >= 0.5 && clearness >= 0.7) ||
           (coverage >= 0.7 && clearness >= 0.6) || (coverage >= 0.8 && clearness >= 0.5);
  }
};

// kBroken: worn or faded frames of the size of secrecy stamps, of which so little is left
// that other ink may look like one now and then.
// kLarge: of a receiver's stamp alone.
enum class Lines { kWhole, kLarge, kBroken };

// At most 12, the best covered ones, none inside another; 14–80 mm wide, 5–52 mm high,
// leaning up to 12°. Cells of tables are none: their lines go on beyond the corners.
// `layer`: grey, dark ink on white.
std::vector<Rectangle> find_rectangles(const Page& layer, Lines lines = Lines::kWhole);

// Whitens the rectangle and half a millimetre around it.
void erase(Page& layer, const Rectangle& rectangle);

}  // namespace tangthu::ocr
