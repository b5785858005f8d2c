// Measures the geometry of cleaning on the page maker's pages, of which turn, skew and
// all bending are told.
//   bench-clean pose|curl|spread|border [PAGES a grade] [SEED] [JOBS] [SKEW]
//   bench-clean write PAGES SEED JOBS SKEW FOLDER     pages of grade scan, for peers
//   bench-clean angle FILE...                         the skew of their outputs
//   bench-clean time FILE...                          PNG or JPEG: what the stages cost
// SKEW: the most that is told either way, in degrees (10; pose only). With BENCH_PAGES
// set, a line a page on stderr. Times are of the processor, in the thread that cleans:
// other work on the machine counts as little as it can.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "bench/clean/trials.h"

int main(int argc, char** argv) {
  using namespace tangthu::bench;
  const auto number = [&](int at, double otherwise) {
    return argc > at ? std::atof(argv[at]) : otherwise;
  };
  const Plan plan{.count = std::max(1, static_cast<int>(number(2, 40))),
                  .seed = static_cast<std::uint64_t>(number(3, 1)),
                  .jobs = std::clamp(static_cast<int>(number(4, 2)), 1, 64),
                  .skew = std::clamp(number(5, 10), 0.0, 40.0)};
  const char* subject = argc > 1 ? argv[1] : "pose";
  if (std::strcmp(subject, "pose") == 0) {
    bench_pose(plan);
  } else if (std::strcmp(subject, "curl") == 0) {
    bench_curl(plan);
  } else if (std::strcmp(subject, "spread") == 0) {
    bench_spread(plan);
  } else if (std::strcmp(subject, "border") == 0) {
    bench_border(plan);
  } else if (std::strcmp(subject, "write") == 0 && argc == 7) {
    write_pages(plan, argv[6]);
  } else if (std::strcmp(subject, "angle") == 0) {
    print_angles({argv + 2, argv + argc});
  } else if (std::strcmp(subject, "time") == 0) {
    bench_time({argv + 2, argv + argc});
  } else {
    std::fprintf(stderr,
                 "bench-clean: pose, curl, spread, border, write, angle or time?\n");
    return 2;
  }
  return 0;
}
