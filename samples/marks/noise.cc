#include "samples/marks/noise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tangthu::samples {
namespace {

double eased(double t) {
  return t * t * (3 - 2 * t);
}

}  // namespace

SmoothNoise::SmoothNoise(double width, double height, double cell, Random& random)
    : cell_(std::max(cell, 1.0)),
      columns_(static_cast<int>(width / cell_) + 3),
      rows_(static_cast<int>(height / cell_) + 3) {
  values_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
  for (float& value : values_)
    value = static_cast<float>(random.uniform());
}

double SmoothNoise::at(double x, double y) const {
  const double u = std::clamp(x / cell_, 0.0, columns_ - 1.001);
  const double v = std::clamp(y / cell_, 0.0, rows_ - 1.001);
  const auto column = static_cast<std::size_t>(u);
  const auto row = static_cast<std::size_t>(v);
  const double across = eased(u - std::floor(u));
  const double down = eased(v - std::floor(v));
  const float* upper = values_.data() + row * static_cast<std::size_t>(columns_) + column;
  const float* lower =
      row + 1 < static_cast<std::size_t>(rows_) ? upper + columns_ : upper;
  const double above = upper[0] + (upper[1] - upper[0]) * across;
  const double below = lower[0] + (lower[1] - lower[0]) * across;
  return above + (below - above) * down;
}

}  // namespace tangthu::samples
