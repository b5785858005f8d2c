// Curved pages: how far the middle of a straight line of the page is from straight, by
// the page maker's own map, with dewarp and without; and that flat pages are left alone.
#include <algorithm>
#include <cmath>

#include "bench/clean/trials.h"
#include "scanner/clean/clean.h"

namespace tangthu::bench {
namespace {

constexpr double kPixelsPerMm = kDefaultDpi / 25.4;

struct Trial {
  bool flattened = false;
  double with_mm = 0;
  double without_mm = 0;
  double milliseconds = 0;
};

// Along rows of the cleaned page, over the part that text covers as a rule: the distance
// of the same row on the sheet from its straight line, at most, in mm.
double bend_left(const scanner::CleanedPage& clean, const samples::Degraded& worn) {
  double most = 0;
  const double width = clean.ink.width();
  const double height = clean.ink.height();
  for (int row = 0; row < 12; ++row) {
    const double y = height * (0.14 + 0.72 * row / 11);
    std::vector<double> at, heights;
    for (int i = 0; i < 40; ++i) {
      const double x = width * (0.16 + 0.68 * i / 39);
      const auto [px, py] = on_capture(clean.to_master, x, y);
      at.push_back(x);
      heights.push_back(worn.to_rendering(px, py).second / kPixelsPerMm);
    }
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      n += 1, sx += at[i], sy += heights[i];
      sxx += at[i] * at[i], sxy += at[i] * heights[i];
    }
    const double slope = (sxy - sx * sy / n) / (sxx - sx * sx / n);
    for (std::size_t i = 0; i < at.size(); ++i)
      most = std::max(most, std::abs(heights[i] - sy / n - slope * (at[i] - sx / n)));
  }
  return most;
}

Trial try_page(Grade grade, std::uint64_t seed, double curl_mm) {
  Random random(seed);
  const samples::Told told{.turn_degrees = random.chance(0.2) ? 180 : 0,
                           .skew_degrees = random.uniform(-3, 3),
                           .curl_mm = curl_mm};
  const auto worn = must(samples::degrade(rendering(seed), grade, random, told));
  Trial trial;
  const double start = milliseconds_of_thread();
  const auto with = must(scanner::clean_page(worn.page));
  trial.milliseconds = milliseconds_of_thread() - start;
  scanner::CleanOptions plain;
  plain.left_out.add(scanner::Stage::kDewarp);
  const auto without = must(scanner::clean_page(worn.page, plain));
  trial.flattened = with.to_master.is_bent();
  trial.with_mm = bend_left(with, worn);
  trial.without_mm = bend_left(without, worn);
  if (tells_pages()) {
    double confidence = 0;
    for (const auto& report : with.stages) {
      if (report.stage == scanner::Stage::kDewarp) confidence = report.confidence;
    }
    std::fprintf(stderr, "%s seed %llu curl %.1f %s (%.3f) bend %.2f, left %.2f mm\n",
                 name_of(grade).c_str(), static_cast<unsigned long long>(seed), curl_mm,
                 trial.flattened ? "flattened" : "left", confidence, trial.without_mm,
                 trial.with_mm);
  }
  return trial;
}

void print_row(Grade grade, double curl_mm, const std::vector<Trial>& trials) {
  int flattened = 0, worse = 0;
  std::vector<double> with, without, spent;
  for (const Trial& trial : trials) {
    flattened += trial.flattened ? 1 : 0;
    worse += trial.flattened && trial.with_mm > trial.without_mm ? 1 : 0;
    with.push_back(trial.with_mm);
    without.push_back(trial.without_mm);
    if (trial.flattened) spent.push_back(trial.milliseconds);
  }
  std::printf("| %s | %.0f | %d of %zu | %d | %.2f | %.2f | %.2f | %.2f | %.0f |\n",
              name_of(grade).c_str(), curl_mm, flattened, trials.size(), worse,
              percentile(without, 0.5), percentile(without, 0.95), percentile(with, 0.5),
              percentile(with, 0.95), percentile(spent, 0.5));
  std::fflush(stdout);
}

}  // namespace

void bench_curl(const Plan& plan) {
  std::printf(
      "| grade | curl, mm | flattened | of these worse | bend without, mm: median | p95 "
      "| with: median | p95 | ms, flattened |\n|---|---|---|---|---|---|---|---|---|\n");
  for (const Grade grade : kGrades) {
    for (const double curl : {0.0, 3.0, 8.0, 15.0}) {
      print_row(grade, curl, measure<Trial>(plan, [&](int i) {
                  return try_page(grade, plan.seed_of(i), curl);
                }));
    }
  }
}

}  // namespace tangthu::bench
