// What the benches share.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <type_traits>

#include <sys/wait.h>
#include <unistd.h>

#include "base/result.h"

namespace tangthu::bench {

// The value, or the end of the program.
template <typename Value>
Value must(Result<Value> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench: %s\n", result.error().text());
  std::exit(1);
}

inline void must(const Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "bench: %s\n", result.error().text());
  std::exit(1);
}

// Of the processor: other work on the machine doesn't count.
inline double milliseconds_of_thread() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

// The sum of what `work(job)` counts in each of so many processes: FreeType's state is
// shared below the page maker, so threads won't do. `add(sum, one)` adds.
template <typename Counts, typename Work, typename Add>
Counts sum_of_processes(int jobs, const Work& work, const Add& add) {
  static_assert(std::is_trivially_copyable_v<Counts>);
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::exit(1);
  for (int job = 0; job < jobs; ++job) {
    if (fork() != 0) continue;
    const Counts counts = work(job);
    const bool told =
        write(ends[1], &counts, sizeof counts) == static_cast<ssize_t>(sizeof counts);
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  Counts sum{};
  Counts one{};
  while (read(ends[0], &one, sizeof one) == static_cast<ssize_t>(sizeof one))
    add(sum, one);
  close(ends[0]);
  while (wait(nullptr) > 0) {
  }
  return sum;
}

// Of arrays of numbers.
inline constexpr auto add_each = [](auto& sum, const auto& one) {
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] += one[i];
};

}  // namespace tangthu::bench
