#include "base/otsu.h"

#include <cstddef>

namespace tangthu {

std::optional<OtsuSplit> otsu_split(const std::array<double, 256>& histogram) {
  double total = 0;
  double sum = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    total += histogram[i];
    sum += histogram[i] * static_cast<double>(i);
  }
  std::optional<OtsuSplit> best;
  double most = -1;
  double count = 0;
  double partial = 0;
  for (std::size_t i = 0; i + 1 < histogram.size(); ++i) {
    count += histogram[i];
    partial += histogram[i] * static_cast<double>(i);
    if (count <= 0 || count >= total) continue;
    const double dark = partial / count;
    const double light = (sum - partial) / (total - count);
    const double between = count * (total - count) * (light - dark) * (light - dark);
    if (between <= most) continue;
    most = between;
    best = OtsuSplit{static_cast<int>(i), dark, light, count / total};
  }
  return best;
}

}  // namespace tangthu
