// Measures what cleaning keeps of the ink and what it leaves of the dirt, against the
// page maker's ink layers: of each truth pixel it is known where it lies on the captured
// page, and CleanedPage says where that is on the cleaned one.
//   bench-clean-ink [PAGES a grade] [SEED] [JOBS] [BLEED] [FOLDS]
//   bench-clean-ink --folder TRUTH_DIR CLEANED_DIR
// The second form takes pages of another program, STEM.png, in the geometry of the
// captured ones, and TRUTH_DIR/ink as tangthu-samples --ink-truth writes it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/files.h"
#include "samples/page_maker.h"
#include "scanner/clean/clean.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

namespace tangthu {
namespace {

using bench::milliseconds_of_thread;
using bench::must;
using samples::Grade;

constexpr int kTruthInk = 128;
constexpr int kInk = 191;  // darker by a quarter than white paper, as in was_captured
constexpr double kMarkMm = 1.4;     // a diacritic or dot has no longer side
constexpr int kLeastMarkArea = 8;   // pixels at 300 dpi
constexpr double kKeptShare = 0.4;  // of a mark's pixels
constexpr double kStrayMm2 = 0.05;
constexpr int kNear = 5;  // pixels at 300 dpi by which worn ink may leave its truth

enum Plane { kPrint, kPen, kStamp };

enum Count {
  kPages,
  kMarks,
  kMarksKept,
  kMarksCaptured,
  kMarksLost,  // that the capture still had
  kPrintPixels,
  kPrintKept,
  kPenPixels,
  kPenKept,
  kPenBlue,
  kPrintBlue,
  kStrays,
  kStrayPixels,
  kMicroseconds,
  kCounts
};
using Counts = std::array<long, kCounts>;

struct Spot {
  int x = 0;
  int y = 0;
};

// A grey picture of marks, and their connected pixels.
class Mask {
 public:
  Mask(int width, int height)
      : width_(width),
        height_(height),
        set_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}
  std::uint8_t& at(int x, int y) {
    return set_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                static_cast<std::size_t>(x)];
  }
  int width() const { return width_; }
  int height() const { return height_; }

  // Empties the mask; calls `visit` with the pixels of each component.
  template <typename Visit>
  void take_components(Visit visit) {
    std::vector<Spot> spots;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        if (at(x, y) == 0) continue;
        spots.assign(1, {x, y});
        at(x, y) = 0;
        for (std::size_t i = 0; i < spots.size(); ++i) {
          const Spot spot = spots[i];
          for (int ny = std::max(0, spot.y - 1); ny <= std::min(height_ - 1, spot.y + 1);
               ++ny) {
            for (int nx = std::max(0, spot.x - 1); nx <= std::min(width_ - 1, spot.x + 1);
                 ++nx) {
              if (at(nx, ny) == 0) continue;
              at(nx, ny) = 0;
              spots.push_back({nx, ny});
            }
          }
        }
        visit(spots);
      }
    }
  }

 private:
  int width_;
  int height_;
  std::vector<std::uint8_t> set_;
};

// The pixel in which the middle of another page's pixel lies.
Spot moved(const Affine& map, Spot from) {
  const double x = from.x + 0.5;
  const double y = from.y + 0.5;
  return {static_cast<int>(std::floor(map.xx * x + map.xy * y + map.x0)),
          static_cast<int>(std::floor(map.yx * x + map.yy * y + map.y0))};
}

// Brightest channel but one: red and blue ink are dark in it, paper of any tint isn't.
int grey_at(const Page& page, Spot at) {
  if (at.x < 0 || at.y < 0 || at.x >= page.width() || at.y >= page.height()) return 255;
  const std::uint8_t* pixel =
      page.row(at.y) + static_cast<std::ptrdiff_t>(at.x) * page.channels();
  return page.channels() == 1 ? pixel[0] : pixel[1];
}

bool is_dark(const Page& layers, Spot at, Plane plane) {
  return layers.row(at.y)[3 * at.x + plane] < kTruthInk;
}

// What of a mark could be seen before cleaning: darker by a quarter than the paper near.
bool was_captured(const Page& captured, const std::vector<Spot>& mark) {
  int paper = 0;
  constexpr int kAround = 12;
  for (int dy = -kAround; dy <= kAround; dy += 3) {
    for (int dx = -kAround; dx <= kAround; dx += 3) {
      const Spot near{mark.front().x + dx, mark.front().y + dy};
      const int grey = grey_at(captured, near);
      if (near.x >= 0 && near.y >= 0 && near.x < captured.width() &&
          near.y < captured.height()) {
        paper = std::max(paper, grey);
      }
    }
  }
  const auto dark = std::count_if(mark.begin(), mark.end(), [&](Spot spot) {
    return grey_at(captured, spot) * 4 < paper * 3;
  });
  return static_cast<double>(dark) >= kKeptShare * static_cast<double>(mark.size());
}

bool is_mark(const std::vector<Spot>& spots, int dpi) {
  if (static_cast<int>(spots.size()) * 300 * 300 < kLeastMarkArea * dpi * dpi) {
    return false;
  }
  const auto [left, right] = std::minmax_element(
      spots.begin(), spots.end(), [](Spot a, Spot b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(
      spots.begin(), spots.end(), [](Spot a, Spot b) { return a.y < b.y; });
  const int side = std::max(right->x - left->x, bottom->y - top->y) + 1;
  return side <= kMarkMm / 25.4 * dpi;
}

// A truth page, what was captured of it and what came out of cleaning.
struct Trial {
  const Page& layers;
  const Page& captured;
  const Page& ink;
  Affine to_captured;
};

// Which of the pen's strokes the blue layer has (a quarter are black), and what of print.
void count_blue(const Trial& trial, const Page& blue, Counts& counts) {
  const Affine to_blue = trial.to_captured.inverse();
  for (int y = 0; y < trial.layers.height(); ++y) {
    for (int x = 0; x < trial.layers.width(); ++x) {
      const bool printed = is_dark(trial.layers, {x, y}, kPrint);
      const bool written = is_dark(trial.layers, {x, y}, kPen);
      if (printed == written || grey_at(blue, moved(to_blue, {x, y})) >= kInk) continue;
      counts[printed ? kPrintBlue : kPenBlue] += 1;
    }
  }
}

void count_marks(const Trial& trial, Counts& counts) {
  const Affine to_ink = trial.to_captured.inverse();
  Mask print(trial.layers.width(), trial.layers.height());
  const auto kept = [&](Spot spot) {
    return grey_at(trial.ink, moved(to_ink, spot)) < kInk;
  };
  for (int y = 0; y < print.height(); ++y) {
    for (int x = 0; x < print.width(); ++x) {
      const bool printed = is_dark(trial.layers, {x, y}, kPrint);
      const bool written = is_dark(trial.layers, {x, y}, kPen);
      if (!printed && !written) continue;
      const bool is_kept = kept({x, y});
      counts[printed ? kPrintPixels : kPenPixels] += 1;
      counts[printed ? kPrintKept : kPenKept] += is_kept ? 1 : 0;
      print.at(x, y) = printed ? 1 : 0;
    }
  }
  print.take_components([&](const std::vector<Spot>& spots) {
    if (!is_mark(spots, trial.layers.dpi())) return;
    const auto dark = std::count_if(spots.begin(), spots.end(), kept);
    ++counts[kMarks];
    const bool mark_kept =
        static_cast<double>(dark) >= kKeptShare * static_cast<double>(spots.size());
    counts[kMarksKept] += mark_kept ? 1 : 0;
    const bool captured = was_captured(trial.captured, spots);
    counts[kMarksCaptured] += captured ? 1 : 0;
    counts[kMarksLost] += captured && !mark_kept ? 1 : 0;
    if (!mark_kept && std::getenv("BENCH_LOST") != nullptr) {
      std::fprintf(stderr, "lost %d,%d of %zu: %ld\n", spots.front().x, spots.front().y,
                   spots.size(), static_cast<long>(dark));
    }
  });
}

// Dark pixels of the cleaned page that lie near no truth of any kind.
void count_strays(const Trial& trial, Counts& counts) {
  const int dpi = trial.layers.dpi();
  const int near = kNear * dpi / 300;
  Mask truth(trial.layers.width(), trial.layers.height());
  for (int y = 0; y < truth.height(); ++y) {
    for (int x = 0; x < truth.width(); ++x) {
      const Spot at{x, y};
      if (!is_dark(trial.layers, at, kPrint) && !is_dark(trial.layers, at, kPen) &&
          !is_dark(trial.layers, at, kStamp)) {
        continue;
      }
      for (int ny = std::max(0, y - near); ny <= std::min(truth.height() - 1, y + near);
           ++ny) {
        std::fill(&truth.at(std::max(0, x - near), ny),
                  &truth.at(std::min(truth.width() - 1, x + near), ny) + 1,
                  std::uint8_t{1});
      }
    }
  }
  Mask strays(trial.ink.width(), trial.ink.height());
  for (int y = 0; y < strays.height(); ++y) {
    for (int x = 0; x < strays.width(); ++x) {
      if (grey_at(trial.ink, {x, y}) >= kInk) continue;
      const Spot there = moved(trial.to_captured, {x, y});
      const bool outside = there.x < 0 || there.y < 0 || there.x >= truth.width() ||
                           there.y >= truth.height();
      strays.at(x, y) = outside || truth.at(there.x, there.y) == 0 ? 1 : 0;
    }
  }
  const double pixel_mm = 25.4 / trial.ink.dpi();
  strays.take_components([&](const std::vector<Spot>& spots) {
    if (static_cast<double>(spots.size()) * pixel_mm * pixel_mm < kStrayMm2) return;
    ++counts[kStrays];
    counts[kStrayPixels] += static_cast<long>(spots.size());
  });
}

struct Plan {
  Grade grade = Grade::kClean;
  int pages = 0;
  std::uint64_t seed = 0;
  int jobs = 1;
  samples::MoreWear wear;
};

Counts work(const Plan& plan, int first) {
  Counts counts{};
  for (int i = first; i < plan.pages; i += plan.jobs) {
    samples::DocumentSpec spec;
    spec.seed = samples::Random(plan.seed * 1'000'003U + static_cast<unsigned>(i)).next();
    spec.grade = plan.grade;
    spec.length = samples::Length::kSinglePage;
    spec.more_wear = plan.wear;
    spec.ink_truth = samples::InkTruth::kLayers;
    const auto made = must(samples::make_document(spec));
    const Page& captured = made.pages.front();
    const double before = milliseconds_of_thread();
    const auto clean = must(scanner::clean_page(captured));
    counts[kMicroseconds] += std::lround(1e3 * (milliseconds_of_thread() - before));
    ++counts[kPages];
    const Trial trial{made.ink.front(), captured, clean.ink, clean.to_master};
    const long had = counts[kMarks] - counts[kMarksKept];
    count_marks(trial, counts);
    count_strays(trial, counts);
    if (clean.has_blue) count_blue(trial, clean.blue, counts);
    const long lost = counts[kMarks] - counts[kMarksKept] - had;
    if (lost > 0 && std::getenv("BENCH_LOST") != nullptr)
      std::fprintf(stderr, "page %d: %ld marks lost\n", i, lost);
  }
  return counts;
}

// In processes: FreeType's state is shared below the page maker.
Counts measure(const Plan& plan) {
  return bench::sum_of_processes<Counts>(
      plan.jobs, [&](int job) { return work(plan, job); }, bench::add_each);
}

double share(long part, long whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(std::max(1L, whole));
}

void print(const std::string& name, const Counts& n) {
  const auto pages = static_cast<double>(std::max(1L, n[kPages]));
  std::printf(
      "%s: %ld pages; marks %ld, kept %.3f %% (captured %.3f %%; lost of these %.3f %%); "
      "print kept %.2f %%, "
      "pen %.2f %%; blue layer: pen %.1f %%, print %.3f %%; strays a page %.1f of %.1f "
      "mm2; %.0f ms a page\n",
      name.c_str(), n[kPages], n[kMarks], share(n[kMarksKept], n[kMarks]),
      share(n[kMarksCaptured], n[kMarks]), share(n[kMarksLost], n[kMarksCaptured]),
      share(n[kPrintKept], n[kPrintPixels]), share(n[kPenKept], n[kPenPixels]),
      share(n[kPenBlue], n[kPenPixels]), share(n[kPrintBlue], n[kPrintPixels]),
      static_cast<double>(n[kStrays]) / pages,
      static_cast<double>(n[kStrayPixels]) / pages * 25.4 * 25.4 / 300 / 300,
      static_cast<double>(n[kMicroseconds]) / pages / 1000);
  std::fflush(stdout);
}

Page read_image(const std::filesystem::path& path) {
  const std::string text = bench::read_text(path);
  const Bytes bytes(text.begin(), text.end());
  const scanner::InputFile input{path.filename().string(), scanner::MediaType::kPng,
                                 bytes};
  auto page = must(must(scanner::open_pages(input))->next());
  return std::move(*page);
}

int compare_folder(const std::filesystem::path& truth,
                   const std::filesystem::path& cleaned) {
  Counts counts{};
  for (const auto& entry : std::filesystem::directory_iterator(truth)) {
    if (entry.path().extension() != ".png") continue;
    const std::string stem = entry.path().stem().string();
    const auto there = cleaned / (stem + ".png");
    if (!std::filesystem::exists(there)) continue;
    const Page layers = read_image(truth / "ink" / (stem + "-ink-1.png"));
    const Page captured = read_image(entry.path());
    const Page ink = read_image(there);
    Affine to_captured;
    to_captured.xx = static_cast<double>(captured.width()) / ink.width();
    to_captured.yy = static_cast<double>(captured.height()) / ink.height();
    ++counts[kPages];
    count_marks({layers, captured, ink, to_captured}, counts);
    count_strays({layers, captured, ink, to_captured}, counts);
  }
  print(cleaned.filename().string(), counts);
  return 0;
}

int run(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 3 && words[0] == "--folder") {
    return compare_folder(words[1], words[2]);
  }
  const auto number = [&](std::size_t at, double otherwise) {
    return words.size() > at ? std::atof(words[at].c_str()) : otherwise;
  };
  Plan plan;
  plan.pages = std::max(1, static_cast<int>(number(0, 40)));
  plan.seed = static_cast<std::uint64_t>(number(1, 1));
  plan.jobs = std::clamp(static_cast<int>(number(2, 2)), 1, 64);
  plan.wear.bleed = number(3, 0);
  plan.wear.folds = static_cast<int>(number(4, 0));
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    plan.grade = grade;
    print(std::string(samples::grade_code(grade)), measure(plan));
  }
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  return tangthu::run(argc, argv);
}
