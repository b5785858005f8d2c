// The median.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tangthu {

// Of an even number the upper of the two in the middle. `values` has at least one.
template <typename Value>
Value median_of(std::vector<Value> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace tangthu
