// What the benches of cleaning share: pages of the page maker worn as told, trials spread
// over processes, percentiles.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "base/page_map.h"
#include "bench/bench.h"
#include "samples/degrade/degrade.h"
#include "samples/page_maker.h"

namespace tangthu::bench {

using samples::Grade;
using samples::Random;

inline constexpr std::array kGrades = {Grade::kClean, Grade::kScan, Grade::kHard};

struct Plan {
  int count = 40;  // pages a grade
  std::uint64_t seed = 1;
  int jobs = 2;
  double skew = 10;  // the most that is told either way, degrees

  std::uint64_t seed_of(int i) const {
    return seed * 1'000'003U + static_cast<unsigned>(i);
  }
};

inline std::string name_of(Grade grade) {
  return std::string(samples::grade_code(grade));
}

// A page of text, straight and without wear.
Page rendering(std::uint64_t seed);
double percentile(std::vector<double> values, double share);
// Whether BENCH_PAGES asks for a line a page on stderr.
bool tells_pages();

// A place of a cleaned page on the capture.
std::pair<double, double> on_capture(const PageMap& map, double x, double y);

// trial(i) for all i, in processes: FreeType's state is shared below the page maker.
// Trials are plain bytes.
template <typename Trial, typename Function>
std::vector<Trial> measure(const Plan& plan, Function trial) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::exit(1);
  for (int first = 0; first < plan.jobs; ++first) {
    if (fork() != 0) continue;
    for (int i = first; i < plan.count; i += plan.jobs) {
      const Trial one = trial(i);
      if (write(ends[1], &one, sizeof one) != static_cast<ssize_t>(sizeof one)) _exit(1);
    }
    _exit(0);
  }
  close(ends[1]);
  std::vector<Trial> trials;
  Trial one;
  while (read(ends[0], &one, sizeof one) == static_cast<ssize_t>(sizeof one))
    trials.push_back(one);
  close(ends[0]);
  while (wait(nullptr) > 0) {
  }
  return trials;
}

// The tables, one a subject.
void bench_pose(const Plan& plan);
void bench_curl(const Plan& plan);
void bench_spread(const Plan& plan);
void bench_border(const Plan& plan);

// time.cc: what the stages cost on these files.
void bench_time(const std::vector<std::string>& files);

// angle.cc: for bench/clean-peers.
void write_pages(const Plan& plan, const std::string& folder);
// Median, p95 and most of the skew, without its sign.
void print_angles(const std::vector<std::string>& files);

}  // namespace tangthu::bench
