#include "archive/word_alignment.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

constexpr double kAlone = 0.9;

}  // namespace

std::vector<AlignedPair> align(
    std::size_t before, std::size_t after,
    const std::function<double(std::size_t, std::size_t)>& cost) {
  const std::size_t width = after + 1;
  std::vector<double> best((before + 1) * width);
  std::vector<double> pair(before * after);
  for (std::size_t i = 0; i <= before; ++i) {
    for (std::size_t j = 0; j <= after; ++j) {
      double& here = best[i * width + j];
      if (i == 0 || j == 0) {
        here = kAlone * static_cast<double>(i + j);
        continue;
      }
      const double together = pair[(i - 1) * after + j - 1] = cost(i - 1, j - 1);
      here = std::min({best[(i - 1) * width + j - 1] + together,
                       best[(i - 1) * width + j] + kAlone,
                       best[i * width + j - 1] + kAlone});
    }
  }
  std::vector<AlignedPair> out;
  std::size_t i = before;
  std::size_t j = after;
  while (i > 0 || j > 0) {
    const double here = best[i * width + j];
    if (i > 0 && j > 0 &&
        here == best[(i - 1) * width + j - 1] + pair[(i - 1) * after + j - 1]) {
      out.push_back({--i, --j});
    } else if (i > 0 && here == best[(i - 1) * width + j] + kAlone) {
      out.push_back({--i, kNoneAligned});
    } else {
      out.push_back({kNoneAligned, --j});
    }
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace tangthu::archive
