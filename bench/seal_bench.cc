// What a red seal over the text costs the recogniser: the error rate of the characters
// below the seal, of the rest of the same pages, and of the same characters without seal.
//   bench-seal [PAGES] [SEED]
// With BENCH_PAGES set, a line on stderr for each line below a seal that was misread.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "bench/bench.h"
#include "ocr/recogniser.h"
#include "samples/marks/marks.h"
#include "samples/page_maker.h"
#include "scanner/clean/clean.h"

namespace tangthu {
namespace {

using bench::must;
using samples::Grade;
using samples::Random;

struct Tally {
  double errors = 0;
  double characters = 0;
  double rate() const { return 100 * errors / std::max(1.0, characters); }
};

struct Seal {
  double x = 0;
  double y = 0;
  double radius = 0;
};

struct Word {
  double x = 0;
  std::u32string text;
};

std::u32string without_spaces(const std::string& text) {
  std::u32string out = to_code_points(to_nfc(text));
  std::erase_if(out, [](char32_t c) { return is_space(c); });
  return out;
}

// Which characters of the truth were read wrong; what was read too much counts for the
// character before it.
std::vector<int> errors_of(const std::u32string& truth, const std::u32string& read) {
  const std::size_t rows = truth.size() + 1;
  const std::size_t columns = read.size() + 1;
  std::vector<std::size_t> cost(rows * columns);
  const auto at = [&](std::size_t i, std::size_t k) -> std::size_t& {
    return cost[i * columns + k];
  };
  for (std::size_t i = 0; i < rows; ++i)
    at(i, 0) = i;
  for (std::size_t k = 0; k < columns; ++k)
    at(0, k) = k;
  for (std::size_t i = 1; i < rows; ++i) {
    for (std::size_t k = 1; k < columns; ++k) {
      at(i, k) = std::min({at(i - 1, k - 1) + (truth[i - 1] == read[k - 1] ? 0 : 1),
                           at(i - 1, k) + 1, at(i, k - 1) + 1});
    }
  }
  std::vector<int> errors(truth.size(), 0);
  std::size_t i = truth.size();
  std::size_t k = read.size();
  while (i > 0 || k > 0) {
    if (i > 0 && k > 0 &&
        at(i, k) == at(i - 1, k - 1) + (truth[i - 1] == read[k - 1] ? 0 : 1)) {
      errors[i - 1] += truth[i - 1] == read[k - 1] ? 0 : 1;
      --i, --k;
    } else if (i > 0 && at(i, k) == at(i - 1, k) + 1) {
      ++errors[--i];
    } else {
      --k;
      if (!errors.empty()) ++errors[i > 0 ? i - 1 : 0];
    }
  }
  return errors;
}

// The words that were read in the line's place, from left to right.
std::u32string read_in(const Box& line, const ocr::PageText& text,
                       const Affine& to_truth) {
  std::vector<Word> words;
  for (const ocr::Line& read : text.lines) {
    for (const ocr::Word& word : read.words) {
      const double x = word.box.x + word.box.width / 2.0;
      const double y = word.box.y + word.box.height / 2.0;
      const double at_x = to_truth.xx * x + to_truth.xy * y + to_truth.x0;
      const double at_y = to_truth.yx * x + to_truth.yy * y + to_truth.y0;
      if (at_x < line.x - 5 || at_x > line.right() + 5 || at_y < line.y ||
          at_y > line.bottom()) {
        continue;
      }
      words.push_back({at_x, without_spaces(word.text)});
    }
  }
  std::sort(words.begin(), words.end(),
            [](const Word& a, const Word& b) { return a.x < b.x; });
  std::u32string joined;
  for (const Word& word : words)
    joined += word.text;
  return joined;
}

void judge(const samples::TruthPage& truth, const ocr::PageText& text,
           const Affine& to_truth, const Seal& seal, Tally& under, Tally& rest) {
  for (const samples::TruthLine& line : truth.lines) {
    if (line.role != "body") continue;
    const std::u32string wanted = without_spaces(line.text);
    const std::u32string read = read_in(line.box, text, to_truth);
    const std::vector<int> errors = errors_of(wanted, read);
    int errors_under = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double x = line.box.x + (static_cast<double>(i) + 0.5) /
                                        static_cast<double>(wanted.size()) *
                                        line.box.width;
      const double y = line.box.y + line.box.height / 2.0;
      const bool is_under = std::hypot(x - seal.x, y - seal.y) < seal.radius;
      Tally& tally = is_under ? under : rest;
      if (is_under) errors_under += errors[i];
      tally.errors += errors[i];
      tally.characters += 1;
    }
    if (errors_under > 0 && std::getenv("BENCH_PAGES") != nullptr) {
      std::fprintf(stderr, "%d wrong: %s\n      as: %s\n", errors_under,
                   to_utf8(wanted).c_str(), to_utf8(read).c_str());
    }
  }
}

struct Totals {
  Tally under, rest, bare;
};

void try_page(Grade grade, std::uint64_t seed, ocr::Recogniser& recogniser,
              Totals& totals) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.type = "BC";
  spec.length = samples::Length::kSinglePage;
  auto made = must(samples::make_document(spec));
  std::vector<Box> lines;
  for (const samples::TruthLine& line : made.truth.pages.front().lines)
    if (line.role == "body") lines.push_back(line.box);
  if (lines.empty()) return;
  Random random(seed ^ 0x5EA1U);
  const Box& line = random.pick(lines);
  const double radius = 17 / 25.4 * kDefaultDpi;
  const Seal seal{line.x + line.width * random.uniform(0.2, 0.8),
                  line.y + line.height / 2.0, radius};
  Page sealed = made.pages.front().clone();
  samples::draw_round_seal(sealed, seal.x, seal.y, seal.radius, "ỦY BAN NHÂN DÂN",
                           "TỈNH THÁI NGUYÊN", random);
  samples::MoreWear colour;
  colour.colour = true;
  const auto run = [&](const Page& page, Tally& under, Tally& rest) {
    Random wear(seed);
    const auto worn = must(samples::degrade(page, grade, wear, {}, colour));
    const auto clean = must(scanner::clean_page(worn.page));
    const auto text = must(recogniser.recognise(clean.ink, clean.red));
    judge(made.truth.pages.front(), text,
          clean.to_master.then(worn.from_rendering.inverse()), seal, under, rest);
  };
  run(sealed, totals.under, totals.rest);
  Tally unused;
  run(made.pages.front(), totals.bare, unused);
}

int run(int pages, std::uint64_t seed) {
  const auto recogniser = must(ocr::Recogniser::create({}));
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    Totals totals;
    for (int i = 0; i < pages; ++i)
      try_page(grade, Random(seed * 1'000'003U + static_cast<unsigned>(i)).next(),
               *recogniser, totals);
    std::printf(
        "%s: %.0f characters under a seal, wrong %.2f %% (without seal %.2f %%); "
        "rest of the pages %.2f %%\n",
        std::string(samples::grade_code(grade)).c_str(), totals.under.characters,
        totals.under.rate(), totals.bare.rate(), totals.rest.rate());
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
  return tangthu::run(std::max(1, number(1, 20)),
                      static_cast<std::uint64_t>(number(2, 1)));
}
