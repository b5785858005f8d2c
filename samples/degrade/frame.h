// The picture's frame: where the sheet lies in it before anything bends.
#pragma once

#include "base/page.h"
#include "samples/degrade/recipe.h"

namespace tangthu::samples {

struct Point {
  double x;
  double y;
};

Point mapped(const Affine& affine, double x, double y);

struct Frame {
  Affine from_sheet;
  int width = 0;
  int height = 0;
};

// For a sheet at (0, 0), of which `ink` must stay in the picture with paper around it.
Frame frame_for(const Box& sheet, const Box& ink, const BedRecipe& recipe,
                double px_per_mm);

}  // namespace tangthu::samples
