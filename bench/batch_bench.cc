// Measures the batch room on the page maker's pages: separators read and imagined, blank
// pages and bare marks, the same paper scanned twice. One line of figures a grade.
//   bench-batch [SHEETS a grade] [SEED] [JOBS]
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "samples/degrade/degrade.h"
#include "samples/marks/marks.h"
#include "samples/page_maker.h"
#include "scanner/batch/likeness.h"
#include "scanner/batch/separator_reader.h"
#include "scanner/batch/separator_sheet.h"
#include "scanner/clean/clean.h"
#include "scanner/page_source.h"

namespace tangthu {
namespace {

using bench::milliseconds_of_thread;
using bench::must;
using samples::Grade;
using samples::Random;
using scanner::CodeKind;

enum Count {
  kSheets,
  kSeparatorsRead,
  kDossiersRight,
  kTextPages,
  kFalseSeparators,
  kBlankSheets,
  kBlankFound,
  kMarked,
  kMarkedTakenForBlank,
  kTextTakenForBlank,
  kPairs,
  kPairsFound,
  kStrangers,
  kStrangersTakenForTwins,
  kReadMicroseconds,
  kCounts
};
using Counts = std::array<long, kCounts>;

std::vector<Page> printed(const Bytes& pdf, int most) {
  const scanner::InputFile file{"sheets.pdf", scanner::MediaType::kPdf, pdf};
  const auto source = must(scanner::open_pages(file));
  std::vector<Page> pages;
  while (static_cast<int>(pages.size()) < most) {
    auto page = must(source->next());
    if (!page) break;
    pages.push_back(std::move(*page));
  }
  return pages;
}

Page blank_sheet() {
  Page page = must(Page::create(2480, 3508, PixelFormat::kRgb, kDefaultDpi));
  std::fill(page.pixels().begin(), page.pixels().end(), std::uint8_t{255});
  return page;
}

// One mark alone on a sheet: what must never be taken for nothing.
Page marked_sheet(int kind, Random& random) {
  Page page = blank_sheet();
  const double x = 400 + 1100 * random.uniform();
  const double y = 400 + 2200 * random.uniform();
  switch (kind % 4) {
    case 0: {
      samples::StampStyle style;
      style.faintness = 0.3 + 0.3 * random.uniform();
      samples::draw_rect_stamp(page, x, y, {"MẬT"}, style, random);
      break;
    }
    case 1:
      samples::draw_signature(page, x, y, 500, 220, random);
      break;
    case 2:
      samples::draw_handwriting(page, "12/5/1994", x, y, 60, samples::PenInk::kBlue,
                                random);
      break;
    default: {
      samples::StampStyle style;
      style.ink = samples::StampInk::kBlack;
      style.border = samples::StampBorder::kNone;
      samples::draw_rect_stamp(page, x, y, {"XEM TIẾP TRANG SAU"}, style, random);
    }
  }
  return page;
}

Page worn(const Page& page, Grade grade, Random& random) {
  return must(samples::degrade(page, grade, random)).page;
}

scanner::ReadCode timed_read(const Page& page, Counts& counts) {
  const double start = milliseconds_of_thread();
  auto code = scanner::read_separator(page);
  counts[kReadMicroseconds] += std::lround(1e3 * (milliseconds_of_thread() - start));
  return code;
}

void try_separator(const std::vector<Page>& sheets, Grade grade, int i, Random& random,
                   Counts& counts) {
  const bool dossier = i % 2 == 1;
  const Page page = worn(sheets[dossier ? 1 : 0], grade, random);
  const auto code = timed_read(page, counts);
  ++counts[kSheets];
  counts[kSeparatorsRead] += code.kind == CodeKind::kSeparator ? 1 : 0;
  const std::string truth = dossier ? "H01.12.2020.15-Đợt 2" : "";
  counts[kDossiersRight] += code.separator.dossier == truth ? 1 : 0;
}

void try_blank(Grade grade, int i, Random& random, Counts& counts) {
  const auto blank = must(scanner::clean_page(worn(blank_sheet(), grade, random)));
  ++counts[kBlankSheets];
  counts[kBlankFound] += blank.blank ? 1 : 0;
  const auto marked =
      must(scanner::clean_page(worn(marked_sheet(i, random), grade, random)));
  ++counts[kMarked];
  counts[kMarkedTakenForBlank] += marked.blank ? 1 : 0;
  if (marked.blank) std::fprintf(stderr, "mark %d taken for blank\n", i % 4);
}

// A page, the same paper again, and a stranger of the same kind of document.
void try_twins(Grade grade, std::uint64_t seed, Random& random, Counts& counts,
               std::optional<scanner::PagePrint>& stranger) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.length = samples::Length::kSinglePage;
  spec.grade = Grade::kClean;
  const auto made = must(samples::make_document(spec));
  std::array<std::optional<scanner::PagePrint>, 2> prints;
  for (auto& print : prints) {
    const Page page = worn(made.pages.front(), grade, random);
    const auto clean = must(scanner::clean_page(page));
    counts[kFalseSeparators] +=
        timed_read(page, counts).kind != CodeKind::kForeign ? 1 : 0;
    ++counts[kTextPages];
    counts[kTextTakenForBlank] += clean.blank ? 1 : 0;
    print = scanner::print_of(page, clean.ink);
  }
  const double like = likeness(*prints[0], *prints[1]);
  ++counts[kPairs];
  counts[kPairsFound] += like >= scanner::kSamePaperLikeness ? 1 : 0;
  double other = 0;
  if (stranger) {
    other = likeness(*prints[0], *stranger);
    ++counts[kStrangers];
    counts[kStrangersTakenForTwins] += other >= scanner::kSamePaperLikeness ? 1 : 0;
  }
  if (std::getenv("BENCH_LIKENESS") != nullptr)
    std::fprintf(stderr, "twin %.3f stranger %.3f\n", like, other);
  stranger = std::move(prints[1]);
}

Counts work(const Bytes& pdf, Grade grade, int count, std::uint64_t seed, int first,
            int step) {
  Counts counts{};
  const std::vector<Page> sheets = printed(pdf, 2);
  std::optional<scanner::PagePrint> stranger;
  for (int i = first; i < count; i += step) {
    Random random(seed * 1'000'003U + static_cast<unsigned>(i));
    try_separator(sheets, grade, i, random, counts);
    try_blank(grade, i, random, counts);
    try_twins(grade, seed * 7919U + static_cast<unsigned>(i), random, counts, stranger);
  }
  return counts;
}

// In processes: FreeType's state is shared below the page maker.
Counts measure(const Bytes& pdf, Grade grade, int count, std::uint64_t seed, int jobs) {
  return bench::sum_of_processes<Counts>(
      jobs, [&](int job) { return work(pdf, grade, count, seed, job, jobs); },
      bench::add_each);
}

int run(int count, std::uint64_t seed, int jobs) {
  const Bytes pdf = must(scanner::separator_pdf({{""}, {"H01.12.2020.15-Đợt 2"}}));
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    const Counts n = measure(pdf, grade, count, seed, jobs);
    std::printf(
        "%s: separators read %ld of %ld (dossier right %ld); false on %ld of %ld text "
        "pages; %.1f ms a page\n"
        "  blank found %ld of %ld; taken for blank: %ld of %ld bare marks, %ld text "
        "pages\n"
        "  same paper found %ld of %ld; strangers taken for it %ld of %ld\n",
        std::string(samples::grade_code(grade)).c_str(), n[kSeparatorsRead], n[kSheets],
        n[kDossiersRight], n[kFalseSeparators], n[kTextPages],
        1e-3 * static_cast<double>(n[kReadMicroseconds]) /
            static_cast<double>(n[kSheets] + n[kTextPages]),
        n[kBlankFound], n[kBlankSheets], n[kMarkedTakenForBlank], n[kMarked],
        n[kTextTakenForBlank], n[kPairsFound], n[kPairs], n[kStrangersTakenForTwins],
        n[kStrangers]);
  }
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  const auto number = [&](int at, int otherwise) {
    return argc > at ? std::atoi(argv[at]) : otherwise;
  };
  return tangthu::run(std::max(1, number(1, 120)),
                      static_cast<std::uint64_t>(number(2, 1)),
                      std::clamp(number(3, 2), 1, 64));
}
