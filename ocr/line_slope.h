// Lines that run up or down where the page was not flat: how steeply, and their picture
// made level. The model reads level lines; a rise of half a letter costs it words.
#pragma once

#include <cstdint>
#include <vector>

#include "base/page.h"
#include "ocr/engine.h"

namespace tangthu::ocr {

// Pixels down a pixel to the right, by the feet of a line's characters; 0 where these are
// too few to tell, or the line is level enough.
double line_slope(std::vector<Box> characters, int character_height);

// The part of `image` from `top` down, `height` rows, with every column moved up by
// `slope` for each pixel that it lies right of the middle; `paper` where nothing was.
GreyImage levelled(const GreyImage& image, double slope, int top, int height,
                   std::uint8_t paper);

}  // namespace tangthu::ocr
