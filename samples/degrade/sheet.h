// The sheet of paper itself: its ink, its age, its folds and holes.
#pragma once

#include <opencv2/core.hpp>

#include "base/page.h"
#include "samples/degrade/recipe.h"

namespace tangthu::samples {

// `bed_level` is what shows through holes.
void age_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double bed_level,
               double px_per_mm, Random& random);

// The paper's own colour, stains, foxing and browned edges (paper.cc).
void tint_paper(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm,
                Random& random);

// Creases (creases.cc): shading on both sides of a line, toner rubbed off along it.
void fold_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double px_per_mm,
                Random& random);

// Holes and staples (holes.cc), on bare paper only.
void pierce_sheet(cv::Mat& rgb, const SheetRecipe& recipe, double bed_level,
                  double px_per_mm, Random& random);

}  // namespace tangthu::samples
