// How the picture is lit: an uneven lamp, shadows, dirt on the glass.
#pragma once

#include <opencv2/core.hpp>

#include "samples/degrade/recipe.h"

namespace tangthu::samples {

void light_unevenly(cv::Mat& rgb, const LightRecipe& recipe, double px_per_mm,
                    Random& random);

// Dirt under a feeder's lens draws a line down the whole picture. Thin enough to read
// through.
void draw_streaks(cv::Mat& rgb, int count, double px_per_mm, Random& random);

}  // namespace tangthu::samples
