// The path of a pen: points with pressure, smoothed and inked.
#pragma once

#include <vector>

#include "samples/marks/ink.h"
#include "samples/random.h"

namespace tangthu::samples {

struct PenPoint {
  double x = 0;
  double y = 0;
};

using Stroke = std::vector<PenPoint>;

// How one pen in one hand writes.
struct Pen {
  double width_px = 5;
  double pressure_change = 0.15;  // how much the width breathes, 0–1
  double skip = 0.1;              // how often a ballpoint leaves a gap, 0–1
  Ink ink;
};

Pen blue_pen(int dpi, Random& random);
Pen black_pen(int dpi, Random& random);
Pen red_pen(int dpi, Random& random);

// A curve through the points (centripetal enough for handwriting: Catmull–Rom).
Stroke smoothed(const Stroke& corners, double step_px);

// Strokes in page coordinates, inked as one layer.
Box ink_strokes(Page& page, const std::vector<Stroke>& strokes, const Pen& pen,
                Random& random);

}  // namespace tangthu::samples
