// Measures quality control on the page maker's pages: false alarms on good ones, and what
// is found on pages that were spoiled on purpose. One line of figures a kind of spoiling.
//   bench-quality [PAGES a grade] [SEED] [JOBS] [clean,scan,hard]
// BENCH_MEASURES=1 prints every page's measures on stderr; BENCH_ONLY=WORDS does one
// kind.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "samples/page_maker.h"
#include "scanner/quality/quality.h"

namespace tangthu {
namespace {

using bench::must;
using samples::Grade;
using scanner::QualityKind;

Page same_kind(const Page& page, int width, int height, int dpi) {
  return must(Page::create(width, height, page.format(), dpi));
}

// Every pixel of the result by a function of where it lies.
template <typename Value>
Page drawn(const Page& page, int width, int height, int dpi, Value value) {
  Page out = same_kind(page, width, height, dpi);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < page.channels(); ++c) {
        out.row(y)[x * page.channels() + c] =
            static_cast<std::uint8_t>(std::clamp<double>(value(x, y, c), 0, 255));
      }
    }
  }
  return out;
}

double at(const Page& page, int x, int y, int c) {
  x = std::clamp(x, 0, page.width() - 1);
  y = std::clamp(y, 0, page.height() - 1);
  return page.row(y)[x * page.channels() + c];
}

double between(const Page& page, double x, double y, int c) {
  const int left = static_cast<int>(std::floor(x));
  const int top = static_cast<int>(std::floor(y));
  const double right_part = x - left;
  const double lower_part = y - top;
  return (1 - lower_part) * ((1 - right_part) * at(page, left, top, c) +
                             right_part * at(page, left + 1, top, c)) +
         lower_part * ((1 - right_part) * at(page, left, top + 1, c) +
                       right_part * at(page, left + 1, top + 1, c));
}

enum class Way { kAcross, kAlong };

Page gaussian(const Page& page, double sigma, Way way) {
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> weights;
  double sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-i * i / (2 * sigma * sigma)));
    sum += weights.back();
  }
  return drawn(page, page.width(), page.height(), page.dpi(), [&](int x, int y, int c) {
    double value = 0.5;
    for (int i = -reach; i <= reach; ++i) {
      const double weight = weights[static_cast<std::size_t>(i + reach)] / sum;
      value +=
          weight * (way == Way::kAcross ? at(page, x + i, y, c) : at(page, x, y + i, c));
    }
    return value;
  });
}

Page blurred(const Page& page, double sigma) {
  return gaussian(gaussian(page, sigma, Way::kAcross), sigma, Way::kAlong);
}

Page reduced(const Page& page, int by, int dpi) {
  return drawn(page, page.width() / by, page.height() / by, dpi,
               [&](int x, int y, int c) {
                 double sum = 0;
                 for (int i = 0; i < by * by; ++i)
                   sum += at(page, x * by + i % by, y * by + i / by, c);
                 return sum / (by * by);
               });
}

Page enlarged(const Page& page, int by, int dpi) {
  return drawn(page, page.width() * by, page.height() * by, dpi,
               [&](int x, int y, int c) {
                 return between(page, (x + 0.5) / by - 0.5, (y + 0.5) / by - 0.5, c);
               });
}

Page cropped(const Page& page, double left, double top, double right, double bottom) {
  const int x0 = static_cast<int>(left * page.width());
  const int y0 = static_cast<int>(top * page.height());
  const int width = static_cast<int>(right * page.width()) - x0;
  const int height = static_cast<int>(bottom * page.height()) - y0;
  return drawn(page, width, height, page.dpi(),
               [&](int x, int y, int c) { return at(page, x0 + x, y0 + y, c); });
}

// Dark pixels a column (or row), away from the borders of the scan.
std::vector<long> ink_along(const Page& page, Way way) {
  const auto size =
      static_cast<std::size_t>(way == Way::kAcross ? page.width() : page.height());
  std::vector<long> sums(size);
  for (int y = page.height() / 14; y < page.height() * 13 / 14; ++y) {
    for (int x = page.width() / 14; x < page.width() * 13 / 14; ++x) {
      const bool dark = at(page, x, y, page.channels() / 2) < 120;
      sums[static_cast<std::size_t>(way == Way::kAcross ? x : y)] += dark ? 1 : 0;
    }
  }
  return sums;
}

// Where `share` of the ink lies before.
double part_with(const std::vector<long>& sums, double share) {
  long all = 0;
  for (const long sum : sums)
    all += sum;
  double before = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    before += static_cast<double>(sums[i]);
    if (before >= share * static_cast<double>(all)) {
      return static_cast<double>(i) / static_cast<double>(sums.size());
    }
  }
  return 1;
}

// Cut off through the text: an eighth of its ink at one side, or half of it below, in the
// middle of a line.
Page cut_text(const Page& page, int sideways, int below) {
  if (below != 0) {
    const auto rows = ink_along(page, Way::kAlong);
    const auto half = static_cast<std::ptrdiff_t>(part_with(rows, 0.5) *
                                                  static_cast<double>(rows.size()));
    const auto fullest = std::max_element(rows.begin() + half, rows.begin() + half + 90);
    return cropped(page, 0, 0, 1,
                   static_cast<double>(fullest - rows.begin()) / page.height());
  }
  const auto columns = ink_along(page, Way::kAcross);
  if (sideways > 0) return cropped(page, 0, 0, part_with(columns, 0.875), 1);
  return cropped(page, part_with(columns, 0.125), 0, 1, 1);
}

Page toned(const Page& page, double factor, double more) {
  return drawn(page, page.width(), page.height(), page.dpi(),
               [&](int x, int y, int c) { return at(page, x, y, c) * factor + more; });
}

Page turned(const Page& page, double degrees) {
  const double sine = std::sin(degrees * std::numbers::pi / 180);
  const double cosine = std::cos(degrees * std::numbers::pi / 180);
  const double mx = page.width() / 2.0;
  const double my = page.height() / 2.0;
  return drawn(page, page.width(), page.height(), page.dpi(), [&](int x, int y, int c) {
    const double fx = mx + cosine * (x - mx) + sine * (y - my);
    const double fy = my - sine * (x - mx) + cosine * (y - my);
    const bool inside = fx >= 0 && fy >= 0 && fx < page.width() && fy < page.height();
    return inside ? between(page, fx, fy, c) : 240;
  });
}

struct Spoiling {
  const char* name;
  std::vector<QualityKind> wanted;  // any of them
  std::function<Page(const Page&)> spoil;
};

const std::vector<Spoiling>& spoilings() {
  using enum QualityKind;
  static const std::vector<Spoiling> kAll = {
      {"good", {}, [](const Page& page) { return page.clone(); }},
      {"blurred, sigma 0.17 mm", {kBlurred}, [](const Page& p) { return blurred(p, 2); }},
      {"blurred, sigma 0.25 mm", {kBlurred}, [](const Page& p) { return blurred(p, 3); }},
      {"moved along the feed, sigma 0.25 mm",
       {kBlurred},
       [](const Page& p) { return gaussian(p, 3, Way::kAlong); }},
      {"100 dpi", {kLowResolution}, [](const Page& p) { return reduced(p, 3, 100); }},
      {"100 dpi that says 300",
       {kSmallText},
       [](const Page& p) { return reduced(p, 3, 300); }},
      {"100 dpi enlarged to 300",
       {kBlurred},
       [](const Page& p) { return enlarged(reduced(p, 3, 100), 3, 300); }},
      {"cut at the right", {kCutOff}, [](const Page& p) { return cut_text(p, 1, 0); }},
      {"cut at the left", {kCutOff}, [](const Page& p) { return cut_text(p, -1, 0); }},
      {"cut below", {kCutOff}, [](const Page& p) { return cut_text(p, 0, 1); }},
      {"washed out", {kOverExposed}, [](const Page& p) { return toned(p, 0.45, 150); }},
      {"paper burnt out, ink at half",
       {kOverExposed},
       [](const Page& p) { return toned(p, 1, 90); }},
      {"dark", {kUnderExposed}, [](const Page& p) { return toned(p, 0.35, 0); }},
      {"skewed by 18 degrees", {kSkewed}, [](const Page& p) { return turned(p, 18); }},
      {"skewed by 25 degrees", {kSkewed}, [](const Page& p) { return turned(p, -25); }},
  };
  return kAll;
}

struct Count {
  long pages = 0;
  long flagged = 0;
  long found = 0;
  std::array<long, scanner::kQualityKinds> kinds{};
  double milliseconds = 0;
};
constexpr std::size_t kMostSpoilings = 16;
using Counts = std::array<Count, kMostSpoilings>;

void print_measures(const char* what, std::uint64_t seed,
                    const scanner::QualityMeasures& m) {
  std::fprintf(stderr,
               "%s|%llu|letter %.1f|blur %.3f|skew %.2f|ink %.0f|paper %.0f|burnt "
               "%.2f|cut %d|blank %d\n",
               what, static_cast<unsigned long long>(seed), m.letter_dots.value_or(-1),
               m.blur_mm.value_or(-1), m.skew_degrees.value_or(-99),
               m.ink_grey.value_or(-1), m.paper_grey.value_or(-1), m.burnt_share,
               m.cut_marks, m.blank ? 1 : 0);
}

void try_page(const Page& good, std::uint64_t seed, Counts& counts) {
  for (std::size_t i = 0; i < spoilings().size(); ++i) {
    const Spoiling& spoiling = spoilings()[i];
    if (const char* only = std::getenv("BENCH_ONLY");
        only != nullptr && std::string(spoiling.name).find(only) == std::string::npos) {
      continue;
    }
    const Page page = spoiling.spoil(good);
    const auto cleaned = must(scanner::clean_page(page));
    const std::clock_t start = std::clock();
    const auto measures = scanner::measure_quality(page, cleaned);
    const std::clock_t spent = std::clock() - start;
    if (std::getenv("BENCH_MEASURES") != nullptr) {
      print_measures(spoiling.name, seed, measures);
    }
    Count& count = counts[i];
    ++count.pages;
    count.milliseconds += 1000.0 * static_cast<double>(spent) / CLOCKS_PER_SEC;
    const auto faults = judge(measures, scanner::QualityLimits());
    count.flagged += faults.empty() ? 0 : 1;
    bool found = false;
    for (const auto& fault : faults) {
      ++count.kinds[static_cast<std::size_t>(fault.kind)];
      found = found || std::find(spoiling.wanted.begin(), spoiling.wanted.end(),
                                 fault.kind) != spoiling.wanted.end();
    }
    count.found += found ? 1 : 0;
  }
}

Counts work(Grade grade, int pages, std::uint64_t seed, int first, int step) {
  Counts counts{};
  for (int i = first; i < pages; i += step) {
    samples::DocumentSpec spec;
    spec.seed = seed * 7919U + static_cast<unsigned>(i);
    spec.length = samples::Length::kSinglePage;
    spec.grade = grade;
    const auto made = must(samples::make_document(spec));
    try_page(made.pages.front(), spec.seed, counts);
  }
  return counts;
}

// In processes, as bench-batch.
Counts measure(Grade grade, int pages, std::uint64_t seed, int jobs) {
  return bench::sum_of_processes<Counts>(
      jobs, [&](int job) { return work(grade, pages, seed, job, jobs); },
      [](Counts& sum, const Counts& one) {
        for (std::size_t i = 0; i < sum.size(); ++i) {
          sum[i].pages += one[i].pages;
          sum[i].flagged += one[i].flagged;
          sum[i].found += one[i].found;
          sum[i].milliseconds += one[i].milliseconds;
          bench::add_each(sum[i].kinds, one[i].kinds);
        }
      });
}

void print(Grade grade, const Counts& counts) {
  for (std::size_t i = 0; i < spoilings().size(); ++i) {
    const Count& count = counts[i];
    if (count.pages == 0) continue;
    std::printf("%s, %s: found %ld, flagged %ld of %ld; %.1f ms;",
                std::string(samples::grade_code(grade)).c_str(), spoilings()[i].name,
                count.found, count.flagged, count.pages,
                count.milliseconds / static_cast<double>(std::max(1L, count.pages)));
    for (std::size_t kind = 0; kind < count.kinds.size(); ++kind) {
      if (count.kinds[kind] == 0) continue;
      std::printf(" %s %ld",
                  std::string(quality_code(static_cast<QualityKind>(kind))).c_str(),
                  count.kinds[kind]);
    }
    std::printf("\n");
  }
}

int run(int pages, std::uint64_t seed, int jobs, const std::string& grades) {
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    if (grades.find(samples::grade_code(grade)) == std::string::npos) continue;
    print(grade, measure(grade, pages, seed, jobs));
  }
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  const auto number = [&](int at, int otherwise) {
    return argc > at ? std::atoi(argv[at]) : otherwise;
  };
  return tangthu::run(
      std::max(1, number(1, 100)), static_cast<std::uint64_t>(number(2, 1)),
      std::clamp(number(3, 2), 1, 64), argc > 4 ? argv[4] : "clean,scan,hard");
}
