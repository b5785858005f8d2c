#include "samples/marks/pen.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "samples/marks/noise.h"

namespace tangthu::samples {
namespace {

Pen some_pen(int dpi, Random& random) {
  Pen pen;
  const bool gel = random.chance(0.35);  // wetter, wider, without gaps
  const double mm = gel ? random.uniform(0.45, 0.7) : random.uniform(0.3, 0.5);
  pen.width_px = mm * dpi / 25.4;
  pen.pressure_change = random.uniform(0.1, 0.35);
  pen.skip = gel ? 0.0 : random.uniform(0.0, 0.3);
  return pen;
}

PenPoint between(const PenPoint& before, const PenPoint& from, const PenPoint& to,
                 const PenPoint& after, double t) {
  const auto blend = [t](double a, double b, double c, double d) {
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
                  (3 * b - a - 3 * c + d) * t * t * t);
  };
  return {blend(before.x, from.x, to.x, after.x), blend(before.y, from.y, to.y, after.y)};
}

struct Reach {
  double left = std::numeric_limits<double>::max();
  double top = std::numeric_limits<double>::max();
  double right = std::numeric_limits<double>::lowest();
  double bottom = std::numeric_limits<double>::lowest();
};

Reach reach_of(const std::vector<Stroke>& strokes) {
  Reach reach;
  for (const Stroke& stroke : strokes) {
    for (const PenPoint& point : stroke) {
      reach.left = std::min(reach.left, point.x);
      reach.right = std::max(reach.right, point.x);
      reach.top = std::min(reach.top, point.y);
      reach.bottom = std::max(reach.bottom, point.y);
    }
  }
  return reach;
}

// A stroke begins and ends thin or with a dot, and breathes in between.
void draw_stroke(cairo_t* canvas, const Stroke& stroke, const Pen& pen, Random& random) {
  const SmoothNoise pressure(static_cast<double>(stroke.size()), 1, 24, random);
  const double landing = random.uniform(0.7, 1.2);
  const double leaving = random.uniform(0.35, 1.0);
  const double ramp = std::max(2.0, 0.15 * static_cast<double>(stroke.size()));
  for (std::size_t i = 0; i + 1 < stroke.size() || i == 0; ++i) {
    const double after = static_cast<double>(i);
    const double ahead = static_cast<double>(stroke.size() - 1 - i);
    double width =
        pen.width_px * (1 + pen.pressure_change * 2 * (pressure.at(after, 0) - 0.5));
    width *= 1 + (landing - 1) * std::max(0.0, 1 - after / ramp);
    width *= 1 + (leaving - 1) * std::max(0.0, 1 - ahead / ramp);
    const PenPoint& to = stroke[std::min(i + 1, stroke.size() - 1)];
    cairo_set_line_width(canvas, width);
    cairo_move_to(canvas, stroke[i].x, stroke[i].y);
    cairo_line_to(canvas, to.x, to.y);
    cairo_stroke(canvas);
  }
}

}  // namespace

Pen blue_pen(int dpi, Random& random) {
  Pen pen = some_pen(dpi, random);
  const double violet = random.uniform();
  pen.ink = {0.08 + 0.2 * violet, random.uniform(0.10, 0.30), random.uniform(0.55, 0.80)};
  return pen;
}

Pen black_pen(int dpi, Random& random) {
  Pen pen = some_pen(dpi, random);
  const double grey = random.uniform(0.05, 0.2);
  pen.ink = {grey, grey, grey + random.uniform(0.0, 0.05)};
  return pen;
}

Pen red_pen(int dpi, Random& random) {
  Pen pen = some_pen(dpi, random);
  pen.ink = {random.uniform(0.75, 0.9), random.uniform(0.05, 0.2),
             random.uniform(0.1, 0.25)};
  return pen;
}

Stroke smoothed(const Stroke& corners, double step_px) {
  if (corners.size() < 2) return corners;
  Stroke curve;
  for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
    const PenPoint& from = corners[i];
    const PenPoint& to = corners[i + 1];
    const PenPoint& before = corners[i == 0 ? 0 : i - 1];
    const PenPoint& after = corners[std::min(i + 2, corners.size() - 1)];
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const int steps = std::clamp(static_cast<int>(length / step_px), 1, 400);
    for (int step = 0; step < steps; ++step) {
      curve.push_back(
          between(before, from, to, after, static_cast<double>(step) / steps));
    }
  }
  curve.push_back(corners.back());
  return curve;
}

Box ink_strokes(Page& page, const std::vector<Stroke>& strokes, const Pen& pen,
                Random& random) {
  const Reach reach = reach_of(strokes);
  const double air = 2 * pen.width_px + 2;
  InkMask mask(page, reach.left - air, reach.top - air, reach.right + air,
               reach.bottom + air);
  for (const Stroke& stroke : strokes) {
    if (!stroke.empty()) draw_stroke(mask.pen(), stroke, pen, random);
  }
  Unevenness unevenness;
  unevenness.blotches = random.uniform(0.05, 0.3);
  unevenness.grain = pen.skip;
  unevenness.slope = 0;
  unevenness.squeeze = random.uniform(0.0, 0.15);
  unevenness.faintness = random.uniform(0.0, 0.12);
  unevenness.spread_mm = 0.02;
  mask.make_uneven(unevenness, random);
  return mask.print(page, pen.ink);
}

}  // namespace tangthu::samples
