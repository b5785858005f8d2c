// What lens, sensor and driver make of the lit picture, up to the file they write.
#pragma once

#include <opencv2/core.hpp>

#include "samples/degrade/recipe.h"

namespace tangthu::samples {

// `rgb` goes in; a picture of one or three channels comes out, of the same size.
void capture(cv::Mat& rgb, const SensorRecipe& recipe, double px_per_mm, Random& random);

// Specks, hairs and stray pixels (specks.cc).
void dust(cv::Mat& rgb, const SensorRecipe& recipe, double px_per_mm, Random& random);
void pepper(cv::Mat& image, double share, Random& random);

}  // namespace tangthu::samples
