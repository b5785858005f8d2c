// The sheet on the scanner's glass: where it lies, how it is bent, what shows around it.
#pragma once

#include <functional>

#include <opencv2/core.hpp>

#include "base/page.h"
#include "samples/degrade/frame.h"
#include "samples/degrade/recipe.h"

namespace tangthu::samples {

struct Placed {
  cv::Mat image;
  // Pixels of the sheet → pixels of `image`, as continuous coordinates: the best fit.
  Affine from_sheet;
  std::function<Point(double, double)> to_sheet;  // exactly
};

// `ink` is what must stay on the picture, with some paper around it: where the drawn
// position would cut it, the sheet is moved, then the picture enlarged.
// kBadInput when the picture would be larger than a page may be.
Result<Placed> place_on_bed(const cv::Mat& sheet, const Box& ink, const BedRecipe& recipe,
                            double px_per_mm, Random& random);

}  // namespace tangthu::samples
