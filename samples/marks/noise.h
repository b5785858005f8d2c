// Smooth noise over a plane: random values on a lattice, blended in between.
#pragma once

#include <vector>

#include "samples/random.h"

namespace tangthu::samples {

class SmoothNoise {
 public:
  // Covers width × height with features about `cell` across (all in pixels, cell >= 1).
  SmoothNoise(double width, double height, double cell, Random& random);
  // In [0, 1); 0 <= x <= width, 0 <= y <= height.
  double at(double x, double y) const;

 private:
  double cell_;
  int columns_;
  int rows_;
  std::vector<float> values_;
};

}  // namespace tangthu::samples
