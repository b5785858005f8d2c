// Is the page upright, how much skew is left, what does it cost.
#include <cmath>

#include "bench/clean/trials.h"
#include "scanner/clean/clean.h"

namespace tangthu::bench {
namespace {

constexpr double kSure = 0.9;  // of a turn; cleaning makes no other

struct Trial {
  int told_turn = 0;
  int turn = 0;
  double turn_confidence = 0;
  double told_skew = 0;
  double skew = 0;
  double milliseconds = 0;

  bool upright() const { return turn == told_turn; }
  double skew_left() const { return std::abs(told_skew - skew); }
};

Trial try_page(Grade grade, std::uint64_t seed, int turn, double most_skew) {
  Random random(seed);
  const samples::Told told{.turn_degrees = turn,
                           .skew_degrees = random.uniform(-most_skew, most_skew)};
  const auto worn = must(samples::degrade(rendering(seed), grade, random, told));
  Trial trial;
  trial.told_turn = turn;
  trial.told_skew = worn.skew_degrees;
  const double start = milliseconds_of_thread();
  const auto clean = must(scanner::clean_page(worn.page));
  trial.milliseconds = milliseconds_of_thread() - start;
  trial.turn = clean.turn_degrees;
  trial.turn_confidence = clean.turn_confidence;
  trial.skew = clean.skew_degrees;
  if (tells_pages()) {
    std::fprintf(stderr, "%s seed %llu turn %d found %d (%.3f) skew %.3f left %.3f\n",
                 name_of(grade).c_str(), static_cast<unsigned long long>(seed),
                 trial.told_turn, trial.turn, trial.turn_confidence, trial.told_skew,
                 trial.skew_left());
  }
  return trial;
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
              name_of(grade).c_str(), right, trials.size(), wrong_turns,
              percentile(left, 0.5), percentile(left, 0.95), percentile(left, 1),
              percentile(spent, 0.5), percentile(spent, 0.95));
  std::fflush(stdout);
}

}  // namespace

void bench_pose(const Plan& plan) {
  std::printf(
      "| grade | upright | wrong with confidence | skew left, °: median | p95 | most "
      "| ms a page: median | p95 |\n|---|---|---|---|---|---|---|---|\n");
  for (const Grade grade : kGrades) {
    print_row(grade, measure<Trial>(plan, [&](int i) {
                return try_page(grade, plan.seed_of(i), 90 * (i % 4), plan.skew);
              }));
  }
}

}  // namespace tangthu::bench
