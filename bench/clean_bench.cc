// Measures cleaning on the page maker's pages, of which turn and skew are told: is the
// page upright, how much skew is left, what does it cost. One row a grade.
//   bench-clean [PAGES a grade] [SEED] [JOBS] [SKEW]
// SKEW: the most that is told either way, in degrees (10). With BENCH_PAGES set, a line a
// page on stderr. Times are of the processor, in the thread that cleans: other work on
// the machine counts as little as it can.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "samples/degrade/degrade.h"
#include "samples/page_maker.h"
#include "scanner/clean/clean.h"

namespace tangthu {
namespace {

using samples::Grade;
using samples::Random;

constexpr double kSure = 0.9;  // a turn called sure; cleaning makes no other

template <typename Value>
Value must(Result<Value> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench-clean: %s\n", result.error().text());
  std::exit(1);
}

struct Trial {
  int told_turn = 0;
  int turn = 0;
  double turn_confidence = 0;
  double told_skew = 0;
  double skew = 0;
  double milliseconds = 0;
  double megapixels = 0;

  bool upright() const { return turn == told_turn; }
  double skew_left() const { return std::abs(told_skew - skew); }
};

double milliseconds_of_thread() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Trial try_page(Grade grade, std::uint64_t seed, int turn, double most_skew) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.length = samples::Length::kSinglePage;
  const auto made = must(samples::make_document(spec));
  Random random(seed);
  Trial trial;
  trial.told_turn = turn;
  const samples::Told told{.turn_degrees = turn,
                           .skew_degrees = random.uniform(-most_skew, most_skew)};
  const auto worn = must(samples::degrade(made.pages.front(), grade, random, told));
  trial.told_skew = worn.skew_degrees;
  trial.megapixels = 1e-6 * worn.page.width() * worn.page.height();
  const double start = milliseconds_of_thread();
  const auto clean = must(scanner::clean_page(worn.page));
  trial.milliseconds = milliseconds_of_thread() - start;
  trial.turn = clean.turn_degrees;
  trial.turn_confidence = clean.turn_confidence;
  trial.skew = clean.skew_degrees;
  return trial;
}

// In processes: FreeType's state is shared below the page maker.
std::vector<Trial> measure(Grade grade, int count, std::uint64_t seed, int jobs,
                           double most_skew) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::exit(1);
  for (int first = 0; first < jobs; ++first) {
    if (fork() != 0) continue;
    for (int i = first; i < count; i += jobs) {
      const std::uint64_t own = seed * 1'000'003U + static_cast<unsigned>(i);
      const Trial trial = try_page(grade, own, 90 * (i % 4), most_skew);
      if (std::getenv("BENCH_PAGES") != nullptr) {
        std::fprintf(stderr, "%s seed %llu turn %d found %d (%.3f) skew %.3f left %.3f\n",
                     std::string(samples::grade_code(grade)).c_str(),
                     static_cast<unsigned long long>(own), trial.told_turn, trial.turn,
                     trial.turn_confidence, trial.told_skew, trial.skew_left());
      }
      const auto told = write(ends[1], &trial, sizeof trial);
      if (told != static_cast<ssize_t>(sizeof trial)) _exit(1);
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

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::ceil(share * last))];
}

void print_row(Grade grade, const std::vector<Trial>& trials) {
  int right = 0, wrong_turns = 0;
  std::vector<double> left, spent;
  for (const Trial& trial : trials) {
    right += trial.upright() ? 1 : 0;
    wrong_turns += !trial.upright() && trial.turn_confidence >= kSure ? 1 : 0;
    if (trial.upright()) left.push_back(trial.skew_left());
    spent.push_back(trial.milliseconds);
  }
  std::printf("| %s | %d of %zu | %d | %.3f | %.3f | %.3f | %.0f | %.0f |\n",
              std::string(samples::grade_code(grade)).c_str(), right, trials.size(),
              wrong_turns, percentile(left, 0.5), percentile(left, 0.95),
              percentile(left, 1), percentile(spent, 0.5), percentile(spent, 0.95));
  std::fflush(stdout);
}

int run(int count, std::uint64_t seed, int jobs, double most_skew) {
  std::printf(
      "| grade | upright | wrong with confidence | skew left, °: median | p95 | most "
      "| ms a page: median | p95 |\n|---|---|---|---|---|---|---|---|\n");
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard})
    print_row(grade, measure(grade, count, seed, jobs, most_skew));
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  const auto number = [&](int at, double otherwise) {
    return argc > at ? std::atof(argv[at]) : otherwise;
  };
  return tangthu::run(std::max(1, static_cast<int>(number(1, 40))),
                      static_cast<std::uint64_t>(number(2, 1)),
                      std::clamp(static_cast<int>(number(3, 2)), 1, 64),
                      std::clamp(number(4, 10), 0.0, 40.0));
}
