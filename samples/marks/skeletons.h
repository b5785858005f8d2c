// The skeletons of handwritten characters: where a pen goes, before a hand is a hand.
#pragma once

#include <vector>

#include "samples/marks/pen.h"

namespace tangthu::samples {

inline constexpr double kSkeletonHeight = 10;  // of a digit or capital; y grows upwards

// The strokes of one character in one of its common forms; empty when there is none.
// The letters of one hand keep their form: `hand` picks among forms.
std::vector<Stroke> skeleton(char character, unsigned hand);

}  // namespace tangthu::samples
