// The fast reader against Tesseract, on pictures of the lines of the page maker's pages.
//   bench-reader compare [PAGES] [SEED] [LANGUAGES]   texts, confidences, probabilities
//   bench-reader time [PAGES] [SEED] [LANGUAGES] [KERNEL]   milliseconds a page;
//     KERNEL as it is printed, or tesseract: that alone
// PAGES of each grade. Each picture is given to both as it is.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "bench/bench.h"
#include "ocr/engine.h"
#include "ocr/layout.h"
#include "ocr/picture_groups.h"
#include "ocr/reader/kernels.h"
#include "ocr/reader/line_input.h"
#include "ocr/reader/model.h"
#include "samples/page_maker.h"
#include "samples/random.h"
#include "scanner/clean/clean.h"

namespace tangthu {
namespace {

using bench::must;
using ocr::GreyImage;
using samples::Grade;

struct Sheet {
  std::vector<GreyImage> lines;
  std::vector<std::u32string> truth;
};

Sheet make_sheet(Grade grade, std::uint64_t seed) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.grade = grade;
  spec.length = samples::Length::kSinglePage;
  const auto made = must(samples::make_document(spec));
  Sheet sheet;
  for (const samples::TruthLine& line : made.truth.pages.front().lines)
    sheet.truth.push_back(to_code_points(to_nfc(line.text)));
  const auto clean = must(scanner::clean_page(made.pages.front()));
  const ocr::Layout layout = ocr::find_layout(clean.ink, ocr::Blots::kDropped);
  for (const ocr::PieceRow& row : layout.lines) {
    for (const auto& pieces : ocr::split_at_gaps(layout, row))
      sheet.lines.push_back(ocr::cut_line(clean.ink, layout, pieces).image);
  }
  return sheet;
}

ocr::Deadline in_an_hour() {
  return std::chrono::steady_clock::now() + std::chrono::hours(1);
}

constexpr int kDpi = 300;

// The fewest changes that make `read` a part of `line`.
std::size_t distance_within(const std::u32string& line, const std::u32string& read) {
  std::vector<std::size_t> cost(line.size() + 1, 0);
  for (std::size_t i = 1; i <= read.size(); ++i) {
    std::size_t diagonal = cost[0];
    cost[0] = i;
    for (std::size_t k = 1; k <= line.size(); ++k) {
      const std::size_t here = std::min({diagonal + (read[i - 1] == line[k - 1] ? 0 : 1),
                                         cost[k] + 1, cost[k - 1] + 1});
      diagonal = cost[k];
      cost[k] = here;
    }
  }
  return *std::min_element(cost.begin(), cost.end());
}

struct Nearest {
  std::size_t distance = 0;
  std::u32string line;
};

Nearest nearest_truth(const Sheet& sheet, const std::u32string& a,
                      const std::u32string& b) {
  Nearest best{a.size() + b.size() + 1, {}};
  for (const std::u32string& line : sheet.truth) {
    const std::size_t distance =
        std::min(distance_within(line, a), distance_within(line, b));
    if (distance < best.distance) best = {distance, line};
  }
  return best;
}

struct Counts {
  std::size_t lines = 0;
  std::size_t same = 0;
  std::size_t tesseract_right = 0;
  std::size_t fast_right = 0;
  std::size_t neither = 0;
  std::size_t words = 0;
  double worst_confidence = 0;  // difference of a word's
  std::size_t same_boxes = 0;   // within 3 pixels
  std::size_t sights = 0;
  double worst_probability = 0;
  std::size_t moved_words = 0;  // have columns that the other gives to a neighbour
  std::size_t off_words = 0;    // have a probability that differs by more than 1e-5
};

constexpr double kSameProbability = 1e-5;
constexpr float kSeen = 0.0101F;  // of those near the least that is told one may not tell

// Of the probabilities that Tesseract tells, from those nearest to them.
double difference(std::span<const ocr::Step> tesseract, std::span<const ocr::Step> fast) {
  double most = 0;
  for (std::size_t i = 0; i < tesseract.size(); ++i) {
    for (const ocr::Sight& sight : tesseract[i]) {
      if (sight.probability < kSeen) continue;
      double least = 1;
      for (const ocr::Sight& other : fast[i])
        least = std::min<double>(least, std::abs(other.probability - sight.probability));
      most = std::max(most, least);
    }
  }
  return most;
}

// `line`: the fast reader's columns, of which the word's begin at `own`. Behind two
// spaces in a row Tesseract gives words the columns beside theirs: they are sought in the
// line.
void compare_steps(const ocr::Word& word, std::span<const ocr::Step> line,
                   std::size_t own, Counts& counts) {
  const std::size_t size = word.steps.size();
  if (size > line.size()) return;
  const auto at = [&](std::size_t place) {
    return place + size <= line.size() ? difference(word.steps, line.subspan(place, size))
                                       : 1;
  };
  double least = at(own);
  for (std::size_t place = 0; least > kSameProbability && place + size <= line.size();
       ++place) {
    const double there = at(place);
    if (there > kSameProbability) continue;
    least = there;
    ++counts.moved_words;
  }
  for (const ocr::Step& step : word.steps)
    counts.sights += static_cast<std::size_t>(std::count_if(
        step.begin(), step.end(),
        [](const ocr::Sight& sight) { return sight.probability >= kSeen; }));
  if (least > kSameProbability) {
    ++counts.off_words;
    std::printf("  columns of %s\n", word.text.c_str());
  }
  counts.worst_probability = std::max(counts.worst_probability, least);
}

void compare_line(const Sheet& sheet, const std::vector<ocr::Word>& tesseract,
                  const std::vector<ocr::Word>& fast, Counts& counts) {
  ++counts.lines;
  const std::string a = ocr::joined_words(tesseract);
  const std::string b = ocr::joined_words(fast);
  if (a == b && tesseract.size() == fast.size()) {
    ++counts.same;
    std::vector<ocr::Step> columns;
    for (const ocr::Word& word : fast)
      columns.insert(columns.end(), word.steps.begin(), word.steps.end());
    std::size_t begin = 0;
    for (std::size_t i = 0; i < fast.size(); ++i) {
      ++counts.words;
      const ocr::Word& x = tesseract[i];
      const ocr::Word& y = fast[i];
      counts.worst_confidence =
          std::max(counts.worst_confidence, std::abs(x.confidence - y.confidence));
      const int off = std::max({std::abs(x.box.x - y.box.x), std::abs(x.box.y - y.box.y),
                                std::abs(x.box.right() - y.box.right()),
                                std::abs(x.box.bottom() - y.box.bottom())});
      if (off <= 3) ++counts.same_boxes;
      if (off > 3 && std::getenv("BENCH_BOXES") != nullptr)
        std::printf("  box of %s: %d %d %d %d, %d %d %d %d\n", x.text.c_str(), x.box.x,
                    x.box.y, x.box.right(), x.box.bottom(), y.box.x, y.box.y,
                    y.box.right(), y.box.bottom());
      compare_steps(x, columns, begin, counts);
      begin += y.steps.size();
    }
    return;
  }
  const std::u32string read_a = to_code_points(a);
  const std::u32string read_b = to_code_points(b);
  const Nearest truth = nearest_truth(sheet, read_a, read_b);
  const std::size_t off_a = distance_within(truth.line, read_a);
  const std::size_t off_b = distance_within(truth.line, read_b);
  const char* better = off_a < off_b ? "tesseract" : off_b < off_a ? "fast" : "neither";
  (off_a < off_b   ? counts.tesseract_right
   : off_b < off_a ? counts.fast_right
                   : counts.neither)++;
  std::printf("  better: %s\n    truth     %s\n    tesseract %s\n    fast      %s\n",
              better, to_utf8(truth.line).c_str(), a.c_str(), b.c_str());
}

std::vector<const GreyImage*> pictures_of(const Sheet& sheet) {
  std::vector<const GreyImage*> images;
  for (const GreyImage& line : sheet.lines)
    images.push_back(&line);
  return images;
}

std::vector<Sheet> make_sheets(Grade grade, int pages, std::uint64_t seed) {
  std::vector<Sheet> sheets;
  for (int i = 0; i < pages; ++i)
    sheets.push_back(make_sheet(
        grade, samples::Random(seed * 1'000'003U + static_cast<unsigned>(i)).next()));
  return sheets;
}

int compare(int pages, std::uint64_t seed, const std::string& languages) {
  const auto tesseract = must(ocr::Engine::create(languages, ""));
  const auto fast = must(ocr::Engine::create({languages, "", ocr::EngineKind::kFast}));
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    const std::string name(samples::grade_code(grade));
    std::printf("%s\n", name.c_str());
    Counts counts;
    for (const Sheet& sheet : make_sheets(grade, pages, seed)) {
      const auto images = pictures_of(sheet);
      const auto a = tesseract->read_lines(images, kDpi, in_an_hour(), ocr::Keep::kSteps);
      const auto b = fast->read_lines(images, kDpi, in_an_hour(), ocr::Keep::kSteps);
      for (std::size_t i = 0; i < images.size(); ++i)
        compare_line(sheet, a[i], b[i], counts);
    }
    std::printf(
        "%s: %zu of %zu lines identical (%.2f %%); of the others tesseract is right in "
        "%zu, fast in %zu, neither more in %zu\n"
        "  %zu words: confidences differ by %.6f at most, %zu boxes are the same within "
        "3 px\n"
        "  %zu probabilities differ by %.7f at most, in %zu words by more than 0.00001; "
        "%zu "
        "words have columns that the other gives to a neighbour\n",
        name.c_str(), counts.same, counts.lines,
        100.0 * static_cast<double>(counts.same) /
            static_cast<double>(std::max<std::size_t>(1, counts.lines)),
        counts.tesseract_right, counts.fast_right, counts.neither, counts.words,
        counts.worst_confidence, counts.same_boxes, counts.sights,
        counts.worst_probability, counts.off_words, counts.moved_words);
    std::fflush(stdout);
  }
  return 0;
}

// The best of a few rounds, milliseconds a sheet.
template <typename Work>
double time_of(const std::vector<Sheet>& sheets, const Work& work) {
  double best = 1e300;
  for (int round = 0; round < 9; ++round) {
    const double start = bench::milliseconds_of_thread();
    for (const Sheet& sheet : sheets)
      work(sheet);
    best = std::min(best, bench::milliseconds_of_thread() - start);
  }
  return best / static_cast<double>(sheets.size());
}

double time_of(const std::vector<Sheet>& sheets, ocr::Engine& engine) {
  return time_of(sheets, [&](const Sheet& sheet) {
    (void)engine.read_lines(pictures_of(sheet), kDpi, in_an_hour(), ocr::Keep::kSteps);
  });
}

std::vector<ocr::reader::Plane> planes_of(const Sheet& sheet) {
  std::vector<ocr::reader::Plane> planes;
  for (const GreyImage& line : sheet.lines) {
    constexpr int kHeight = 36;
    planes.push_back(
        plane_of(ocr::reader::scaled_to(line, kHeight), ocr::reader::Ink::kDark));
  }
  std::stable_sort(planes.begin(), planes.end(),
                   [](const auto& a, const auto& b) { return a.width > b.width; });
  return planes;
}

double network_time(const std::vector<Sheet>& sheets,
                    const ocr::reader::Kernels& kernels) {
  const auto model = must(ocr::reader::load_model(
      "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata", kernels));
  std::vector<std::vector<ocr::reader::Plane>> all;
  for (const Sheet& sheet : sheets)
    all.push_back(planes_of(sheet));
  std::size_t at = 0;
  return time_of(sheets,
                 [&](const Sheet&) { (void)model->runner->run(all[at++ % all.size()]); });
}

int time_all(int pages, std::uint64_t seed, const std::string& languages,
             const std::string& only) {
  const std::vector<Sheet> sheets = make_sheets(Grade::kScan, pages, seed);
  double slow = 0;
  if (only.empty() || only == "tesseract") {
    slow = time_of(sheets, *must(ocr::Engine::create(languages, "")));
    std::printf("tesseract: %.1f ms a page\n", slow);
  }
  const double scaling =
      time_of(sheets, [](const Sheet& sheet) { (void)planes_of(sheet); });
  std::printf("scaling: %.1f ms a page\n", scaling);
  for (const ocr::reader::Kernels* kernels : ocr::reader::all_kernels()) {
    if (!only.empty() && only != kernels->name) continue;
    const auto fast =
        must(ocr::Engine::create({languages, "", ocr::EngineKind::kFast, kernels}));
    const double quick = time_of(sheets, *fast);
    std::printf("%s: %.1f ms a page, %.1f times as fast; the network %.1f\n",
                kernels->name, quick, slow / quick, network_time(sheets, *kernels));
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  const auto number = [&](int at, int otherwise) {
    return argc > at ? std::atoi(argv[at]) : otherwise;
  };
  const int pages = std::max(1, number(2, 10));
  const auto seed = static_cast<std::uint64_t>(number(3, 1));
  const std::string languages = argc > 4 ? argv[4] : "vie";
  if (argc > 1 && std::strcmp(argv[1], "time") == 0)
    return tangthu::time_all(pages, seed, languages, argc > 5 ? argv[5] : "");
  return tangthu::compare(pages, seed, languages);
}
