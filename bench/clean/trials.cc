#include "bench/clean/trials.h"

#include <algorithm>
#include <cmath>

namespace tangthu::bench {

Page rendering(std::uint64_t seed) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.length = samples::Length::kSinglePage;
  auto made = must(samples::make_document(spec));
  return std::move(made.pages.front());
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::ceil(share * last))];
}

bool tells_pages() {
  return std::getenv("BENCH_PAGES") != nullptr;
}

std::pair<double, double> on_capture(const PageMap& map, double x, double y) {
  const double bent = y + map.bend_at(x, y);
  return {map.xx * x + map.xy * bent + map.x0, map.yx * x + map.yy * bent + map.y0};
}

}  // namespace tangthu::bench
