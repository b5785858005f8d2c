#include "samples/degrade/frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tangthu::samples {
namespace {

constexpr double kPi = 3.14159265358979;
constexpr double kPaperAroundInkMm = 1.0;

struct Span {
  double low;
  double high;
};

// The extent of a box after mapping, one axis each.
std::array<Span, 2> extent(const Affine& affine, const Box& box) {
  std::array<Span, 2> spans = {{{1e9, -1e9}, {1e9, -1e9}}};
  for (int corner = 0; corner < 4; ++corner) {
    const Point point = mapped(affine, corner % 2 == 0 ? box.x : box.right(),
                               corner < 2 ? box.y : box.bottom());
    spans[0] = {std::min(spans[0].low, point.x), std::max(spans[0].high, point.x)};
    spans[1] = {std::min(spans[1].low, point.y), std::max(spans[1].high, point.y)};
  }
  return spans;
}

// Moves `offset`, then enlarges `size`, until span + offset lies within 0…size.
void hold(const Span& span, double margin, double& offset, int& size) {
  const double needed = span.high - span.low + 2 * margin;
  size = std::max(size, static_cast<int>(std::ceil(needed)));
  offset = std::clamp(offset, margin - span.low, size - margin - span.high);
}

}  // namespace

Point mapped(const Affine& affine, double x, double y) {
  return {affine.xx * x + affine.xy * y + affine.x0,
          affine.yx * x + affine.yy * y + affine.y0};
}

Frame frame_for(const Box& sheet, const Box& ink, const BedRecipe& recipe,
                double px_per_mm) {
  const double angle = recipe.skew_degrees * kPi / 180;
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  Frame frame;
  Affine& affine = frame.from_sheet;
  affine.xx = cosine * recipe.scale_x;
  affine.yx = sine * recipe.scale_x;
  affine.xy = (recipe.shear * cosine - sine) * recipe.scale_y;
  affine.yy = (recipe.shear * sine + cosine) * recipe.scale_y;

  const std::array<Span, 2> all = extent(affine, sheet);
  const double margin = recipe.margin_mm * px_per_mm;
  std::array<double, 2> size = {static_cast<double>(sheet.width),
                                static_cast<double>(sheet.height)};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (recipe.canvas == Canvas::kGrow) {
      size[axis] = all[axis].high - all[axis].low + 2 * margin;
    } else if (recipe.canvas == Canvas::kCut) {
      size[axis] = std::max(size[axis] - 2 * margin, 0.5 * size[axis]);
    }
  }
  frame.width = std::max(1, static_cast<int>(size[0]));
  frame.height = std::max(1, static_cast<int>(size[1]));
  affine.x0 =
      (frame.width - all[0].low - all[0].high) / 2 + recipe.offset_x_mm * px_per_mm;
  affine.y0 =
      (frame.height - all[1].low - all[1].high) / 2 + recipe.offset_y_mm * px_per_mm;
  if (ink.empty()) return frame;

  Affine linear = affine;
  linear.x0 = 0;
  linear.y0 = 0;
  const std::array<Span, 2> kept = extent(linear, ink);
  const double around = (kPaperAroundInkMm + std::abs(recipe.perspective_mm) +
                         std::abs(recipe.bow_mm) + recipe.wave_mm + recipe.curl_mm) *
                        px_per_mm;
  hold(kept[0], around, affine.x0, frame.width);
  hold(kept[1], around, affine.y0, frame.height);
  return frame;
}

}  // namespace tangthu::samples
