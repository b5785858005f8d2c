// Where a histogram of greys parts into dark and light: N. Otsu, "A threshold selection
// method from gray-level histograms", IEEE SMC 9, 1979.
#pragma once

#include <array>
#include <optional>

namespace tangthu {

struct OtsuSplit {
  int level = 0;  // the last that is dark, 0–254
  double dark_mean = 0;
  double light_mean = 0;
  double dark_share = 0;  // of all, between 0 and 1
};

// `histogram`: how many pixels have each grey. Nothing where there are fewer than two.
std::optional<OtsuSplit> otsu_split(const std::array<double, 256>& histogram);

}  // namespace tangthu
