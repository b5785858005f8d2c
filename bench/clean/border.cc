// Borders: sheets on a black or grey bed, torn edges, gutter shadows. What of the bed is
// left on the cleaned page, and what of the writing is gone, by the page maker's own map.
#include <algorithm>
#include <cmath>

#include "bench/clean/trials.h"
#include "scanner/clean/clean.h"

namespace tangthu::bench {
namespace {

constexpr double kPixelsPerMm = kDefaultDpi / 25.4;
enum Kind { kDrawn, kBlackBed, kGreyBed, kTorn, kKinds };
constexpr std::array kNames = {"as drawn", "black bed", "grey bed", "torn, black bed"};

struct Trial {
  double bed_left_mm2 = 0;  // dark on the cleaned page where no sheet is
  double bed_mm2 = 0;       // dark on the capture there
  double ink_lost = 0;      // share of the writing, without counterpart
  double edge_lost = 0;     // of the writing within 20 mm of the sheet's edge
};

// Notches at the edges, filled with the bed's level; never into the writing.
void tear(Page& sheet, std::uint8_t level, Random& random) {
  const auto inked = [&](int x, int y) {
    return sheet.row(y)[x * sheet.channels()] < 200;
  };
  for (int side = 0; side < 2; ++side) {
    double depth = 0;
    for (int y = 0; y < sheet.height(); ++y) {
      depth = std::clamp(depth + random.normal(0, 1.2), 0.0, 5 * kPixelsPerMm);
      for (int i = 0; i < static_cast<int>(depth); ++i) {
        const int x = side == 0 ? i : sheet.width() - 1 - i;
        if (inked(x, y)) break;
        std::fill_n(sheet.row(y) + x * sheet.channels(), sheet.channels(), level);
      }
    }
  }
}

bool is_ink(const Page& sheet, int x, int y) {
  if (x < 2 || y < 2 || x >= sheet.width() - 2 || y >= sheet.height() - 2) return false;
  for (const auto& [dx, dy] : {std::pair{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
    const auto* pixel = sheet.row(y + dy) + (x + dx) * sheet.channels();
    for (int channel = 0; channel < sheet.channels(); ++channel)
      if (pixel[channel] > 90) return false;  // black ink; seals are another's
  }
  return true;
}

bool darker_near(const Page& ink, int x, int y, int than) {
  for (int dy = -3; dy <= 3; ++dy) {
    for (int dx = -3; dx <= 3; ++dx) {
      const int px = std::clamp(x + dx, 0, ink.width() - 1);
      const int py = std::clamp(y + dy, 0, ink.height() - 1);
      if (ink.row(py)[px] < than) return true;
    }
  }
  return false;
}

Trial compare(const scanner::CleanedPage& clean, const samples::Degraded& worn,
              const Page& sheet) {
  Trial trial;
  constexpr int kStep = 2;
  constexpr double kOutside = 1.0 * kPixelsPerMm;
  double ink = 0, lost = 0, edge_ink = 0, edge_lost = 0;
  for (int y = 0; y < clean.ink.height(); y += kStep) {
    for (int x = 0; x < clean.ink.width(); x += kStep) {
      const auto [px, py] = on_capture(clean.to_master, x + 0.5, y + 0.5);
      const auto [sx, sy] = worn.to_rendering(px, py);
      const double inside = std::min({sx, sy, sheet.width() - sx, sheet.height() - sy});
      const double cell_mm2 = kStep * kStep / kPixelsPerMm / kPixelsPerMm;
      if (inside < -kOutside) {
        const int cx = static_cast<int>(px), cy = static_cast<int>(py);
        const bool there =
            cx >= 0 && cy >= 0 && cx < worn.page.width() && cy < worn.page.height();
        if (there && worn.page.row(cy)[cx * worn.page.channels()] < 128)
          trial.bed_mm2 += cell_mm2;
        if (clean.ink.row(y)[x] < 128) trial.bed_left_mm2 += cell_mm2;
        continue;
      }
      if (inside < 2 || !is_ink(sheet, static_cast<int>(sx), static_cast<int>(sy)))
        continue;
      const bool gone = !darker_near(clean.ink, x, y, 170);
      ink += 1, lost += gone ? 1 : 0;
      if (inside < 20 * kPixelsPerMm) edge_ink += 1, edge_lost += gone ? 1 : 0;
    }
  }
  trial.ink_lost = lost / std::max(1.0, ink);
  trial.edge_lost = edge_lost / std::max(1.0, edge_ink);
  return trial;
}

Trial try_page(Kind kind, Grade grade, std::uint64_t seed) {
  Random random(seed);
  const Page sheet = rendering(seed);
  samples::Told told{.turn_degrees = 0, .skew_degrees = random.uniform(-4, 4)};
  if (kind == kBlackBed || kind == kTorn) told.bed_level = random.uniform(8, 60);
  if (kind == kGreyBed) told.bed_level = random.uniform(60, 140);
  Page torn = sheet.clone();
  if (kind == kTorn) tear(torn, static_cast<std::uint8_t>(*told.bed_level), random);
  const auto worn = must(samples::degrade(torn, grade, random, told));
  const auto clean = must(scanner::clean_page(worn.page));
  const Trial trial = compare(clean, worn, sheet);
  if (tells_pages()) {
    std::fprintf(stderr,
                 "%s %s seed %llu: bed left %.0f of %.0f mm², lost %.4f, at "
                 "edges %.4f\n",
                 name_of(grade).c_str(), kNames[kind],
                 static_cast<unsigned long long>(seed), trial.bed_left_mm2, trial.bed_mm2,
                 trial.ink_lost, trial.edge_lost);
  }
  return trial;
}

}  // namespace

void bench_border(const Plan& plan) {
  std::printf(
      "| grade | bed | dark bed, mm² a page | left | pages with > 20 mm² "
      "| writing lost: mean | most | near edges: most |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const Grade grade : kGrades) {
    for (int kind = 0; kind < kKinds; ++kind) {
      const auto trials = measure<Trial>(plan, [&](int i) {
        return try_page(static_cast<Kind>(kind), grade, plan.seed_of(i));
      });
      double bed = 0, left = 0, lost = 0, most = 0, edge = 0;
      int bad = 0;
      for (const Trial& trial : trials) {
        bed += trial.bed_mm2, left += trial.bed_left_mm2, lost += trial.ink_lost;
        most = std::max(most, trial.ink_lost), edge = std::max(edge, trial.edge_lost);
        bad += trial.bed_left_mm2 > 20 ? 1 : 0;
      }
      const auto n = static_cast<double>(trials.size());
      std::printf("| %s | %s | %.0f | %.1f | %d of %zu | %.3f %% | %.3f %% | %.3f %% |\n",
                  name_of(grade).c_str(), kNames[static_cast<std::size_t>(kind)], bed / n,
                  left / n, bad, trials.size(), 100 * lost / n, 100 * most, 100 * edge);
      std::fflush(stdout);
    }
  }
}

}  // namespace tangthu::bench
