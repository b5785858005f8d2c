// Spreads: two pages of text side by side, bound (a shade in the gutter), lying apart, or
// one of them empty; against single pages and landscape pages in two columns.
#include "scanner/clean/spread.h"

#include <algorithm>
#include <cmath>

#include "bench/clean/trials.h"

namespace tangthu::bench {
namespace {

enum Kind { kBound, kLoose, kHalfEmpty, kSingle, kColumns, kKinds };
constexpr std::array kNames = {"bound", "two sheets", "one page empty", "single page",
                               "landscape, two columns"};

struct Trial {
  bool split = false;
  bool cut_right = false;  // the gutter was met and the order is right
  double confidence = 0;
  double milliseconds = 0;
};

Page white(int width, int height) {
  Page page = must(Page::create(width, height, PixelFormat::kRgb, kDefaultDpi));
  std::fill(page.pixels().begin(), page.pixels().end(), std::uint8_t{255});
  return page;
}

void paste(const Page& from, Page& to, int left, int top, double scale) {
  for (int y = 0; y < static_cast<int>(from.height() * scale); ++y) {
    for (int x = 0; x < static_cast<int>(from.width() * scale); ++x) {
      const int sx = static_cast<int>(x / scale);
      const int sy = static_cast<int>(y / scale);
      for (int channel = 0; channel < 3; ++channel) {
        const int at = from.channels() == 3 ? 3 * sx + channel : sx;
        if (left + x < 0 || left + x >= to.width() || top + y >= to.height()) continue;
        auto& pixel = to.row(top + y)[3 * (left + x) + channel];
        pixel = std::min(pixel, from.row(sy)[at]);
      }
    }
  }
}

void shade_gutter(Page& page, double depth, double reach) {
  const double middle = page.width() * 0.5;
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const double gain = 1 - depth * std::exp(-std::abs(x - middle) / reach);
      for (int channel = 0; channel < 3; ++channel) {
        auto& pixel = page.row(y)[3 * x + channel];
        pixel = static_cast<std::uint8_t>(pixel * gain);
      }
    }
  }
}

Page sheet_of(Kind kind, std::uint64_t seed, Random& random) {
  const Page first = rendering(seed);
  if (kind == kSingle) return first.clone();
  const Page second = rendering(seed ^ 0x5555);
  if (kind == kColumns) {
    // Texts of 165 mm, made small enough for two on one A4 sheet.
    Page page = white(first.height(), first.width());
    const double scale = random.uniform(0.62, 0.66);
    const int gap = random.integer(80, 150);
    const int middle = page.width() / 2;
    const auto text_left = static_cast<int>(30 * 11.8 * scale);
    const auto text_right = static_cast<int>((210 - 15) * 11.8 * scale);
    paste(first, page, middle - gap / 2 - text_right, 60, scale);
    paste(second, page, middle + gap / 2 - text_left, 60, scale);
    return page;
  }
  Page page = white(2 * first.width(), first.height());
  paste(first, page, 0, 0, 1);
  if (kind != kHalfEmpty) paste(second, page, first.width(), 0, 1);
  if (kind != kLoose) {
    const double depth =
        kind == kBound ? random.uniform(0.1, 0.5) : random.uniform(0.2, 0.5);
    shade_gutter(page, depth, random.uniform(20, 120));
  }
  return page;
}

// The cut is where the two rectangles meet; on the sheet it must be in the gutter, all
// the way down, and what is left of it must come first.
bool is_cut_right(const scanner::Spread& spread, const samples::Degraded& worn,
                  const Page& sheet) {
  const double middle = sheet.width() * 0.5;
  const double reach = 14 * 11.8;  // the narrower inner margin is 15 mm
  for (std::size_t i = 0; i < 2; ++i) {
    const scanner::SpreadPage& half = spread.pages[i];
    double sum = 0, n = 0;
    for (int y = 0; y < half.page.height(); y += 40) {
      for (int x = 0; x < half.page.width(); x += 40) {
        const double place =
            worn.to_rendering(x + half.to_capture.x0, y + half.to_capture.y0).first;
        sum += place, n += 1;
      }
    }
    const double centre = sum / n;
    if ((centre < middle) != (i == 0)) return false;
    if (std::abs(std::abs(centre - middle) - middle / 2) > reach) return false;
  }
  return true;
}

Trial try_page(Kind kind, Grade grade, std::uint64_t seed) {
  Random random(seed);
  const Page sheet = sheet_of(kind, seed, random);
  const int turn = 90 * random.integer(0, 3);
  const samples::Told told{.turn_degrees = turn, .skew_degrees = random.uniform(-3, 3)};
  const auto worn = must(samples::degrade(sheet, grade, random, told));
  Trial trial;
  const double start = milliseconds_of_thread();
  const scanner::Spread spread = must(scanner::split_spread(worn.page));
  trial.milliseconds = milliseconds_of_thread() - start;
  trial.split = !spread.pages.empty();
  trial.confidence = spread.report.confidence;
  trial.cut_right = trial.split && is_cut_right(spread, worn, sheet);
  if (tells_pages()) {
    std::fprintf(stderr, "%s %s seed %llu turn %d: %s (%.3f)%s\n", name_of(grade).c_str(),
                 kNames[kind], static_cast<unsigned long long>(seed), turn,
                 trial.split ? "split" : "left", trial.confidence,
                 trial.split && !trial.cut_right ? " WRONG" : "");
  }
  return trial;
}

}  // namespace

void bench_spread(const Plan& plan) {
  std::printf(
      "| grade | what | split | cut in the gutter, in order | ms: median |\n"
      "|---|---|---|---|---|\n");
  for (const Grade grade : kGrades) {
    for (int kind = 0; kind < kKinds; ++kind) {
      const auto trials = measure<Trial>(plan, [&](int i) {
        return try_page(static_cast<Kind>(kind), grade, plan.seed_of(i));
      });
      int split = 0, right = 0;
      std::vector<double> spent;
      for (const Trial& trial : trials) {
        split += trial.split ? 1 : 0;
        right += trial.cut_right ? 1 : 0;
        spent.push_back(trial.milliseconds);
      }
      std::printf("| %s | %s | %d of %zu | %d | %.0f |\n", name_of(grade).c_str(),
                  kNames[static_cast<std::size_t>(kind)], split, trials.size(), right,
                  percentile(spent, 0.5));
      std::fflush(stdout);
    }
  }
}

}  // namespace tangthu::bench
