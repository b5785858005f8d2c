// How often the invisible mark of a copy is found again: pages of the page maker as
// access copies, marked, printed and scanned by its degradations, in grey.
//   bench-copy-mark [PAGES] [SEED] [GRADE] [DPI] [KIND]
// KIND: text, empty (a heading and no more), photo (greys all over), scanned (the access
// copy is of a scan), unmarked; reading: what the dots cost the recogniser, at 300 dpi.
// With BENCH_PAGES set, a line on stderr for each page.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/bench.h"
#include "ocr/copies/mark_layout.h"
#include "ocr/copies/mark_reader.h"
#include "ocr/copies/pdf_copy.h"
#include "ocr/pdf.h"
#include "ocr/recogniser.h"
#include "samples/page_maker.h"
#include "scanner/clean/clean.h"
#include "scanner/media.h"
#include "scanner/page_source.h"
#include "tests/support/error_rate.h"

namespace tangthu {
namespace {

using bench::must;
using samples::Random;

struct Options {
  int pages = 20;
  std::uint64_t seed = 1;
  samples::Grade grade = samples::Grade::kScan;
  int dpi = 150;
  std::string kind = "text";
};

// Which source pixels a target pixel covers, and by how much.
template <typename Visit>
void each_covered(int target, double step, int limit, const Visit& visit) {
  const double low = target * step;
  const double high = low + step;
  for (int at = static_cast<int>(low); at < high && at < limit; ++at)
    visit(at, std::min(at + 1.0, high) - std::max<double>(at, low));
}

// As a scanner of that resolution sees a print, in grey: by area.
Page seen_at(const Page& page, int dpi) {
  const double step = static_cast<double>(page.dpi()) / dpi;
  Page out =
      must(Page::create(static_cast<int>(page.width() / step),
                        static_cast<int>(page.height() / step), PixelFormat::kGrey, dpi));
  const int channels = page.channels();
  for (int y = 0; y < out.height(); ++y) {
    for (int x = 0; x < out.width(); ++x) {
      double sum = 0;
      double share = 0;
      each_covered(y, step, page.height(), [&](int sy, double high) {
        each_covered(x, step, page.width(), [&](int sx, double wide) {
          const std::uint8_t* p = page.row(sy) + sx * channels;
          sum += high * wide *
                 (channels == 1 ? p[0] : 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]);
          share += high * wide;
        });
      });
      out.row(y)[x] = static_cast<std::uint8_t>(std::lround(sum / share));
    }
  }
  return out;
}

Page first_page(const Bytes& bytes) {
  const scanner::InputFile file{"copy", scanner::MediaType::kPdf, bytes};
  return std::move(*must(must(scanner::open_pages(file))->next()));
}

Page photo(Random& random) {
  Page page = must(Page::create(1654, 2339, PixelFormat::kRgb, 200));
  const double a = random.uniform(20, 90);
  const double b = random.uniform(20, 90);
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const bool inside = y > 400 && y < 1900 && x > 200 && x < 1450;
      const double level =
          inside ? 150 + 60 * std::sin(x / a) * std::cos(y / b) + random.uniform(-8, 8)
                 : 235 + random.uniform(-3, 3);
      std::fill_n(page.row(y) + 3 * x, 3, static_cast<std::uint8_t>(level));
    }
  }
  return page;
}

Page original(const Options& options, std::uint64_t seed, Random& random) {
  if (options.kind == "photo") return photo(random);
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.dpi = options.kind == "scanned" ? 300 : 200;
  spec.grade = options.kind == "scanned" ? samples::Grade::kScan : samples::Grade::kClean;
  auto made = must(samples::make_document(spec));
  const int last = static_cast<int>(made.pages.size()) - 1;
  Page page = std::move(made.pages[static_cast<std::size_t>(random.integer(0, last))]);
  if (options.kind != "empty") return page;
  for (int y = page.height() / 8; y < page.height(); ++y)
    std::fill_n(page.row(y), page.stride(), std::uint8_t{253});
  return page;
}

Bytes access_copy(const Page& page) {
  auto clean = must(scanner::clean_page(page.clone()));
  ocr::PdfPage out;
  out.picture = must(ocr::layered_picture(clean.upright, clean.ink));
  out.text.number = 1;
  out.text.clean_width = clean.upright.width();
  out.text.clean_height = clean.upright.height();
  out.text.clean_dpi = clean.upright.dpi();
  std::vector<ocr::PdfPage> pages;
  pages.push_back(std::move(out));
  return must(ocr::write_pdf(pages, {"Bench", "vi", 0}));
}

Bytes marked_copy(const Bytes& pdf, ocr::MarkId id) {
  ocr::CopyMarks marks;
  marks.id = id;
  marks.number = "BẢN SAO SỐ: 5";
  marks.page_line = "Bản sao số 5/2026 – Nguyễn Thị Ngọc Ánh – 14:02:07 +07:00 – MẬT";
  marks.closing_title = "BẢN SAO BÍ MẬT NHÀ NƯỚC";
  marks.closing = {"Hình thức sao, chụp: sao y bản chính", "Số lượng: 10 bản"};
  marks.signature = {"NGƯỜI CÓ THẨM QUYỀN", "", ""};
  const Page plain = first_page(pdf);
  return must(ocr::mark_copy(pdf, marks, [&](std::size_t) { return plain.clone(); }));
}

std::uint64_t seed_of(const Options& options, int ordinal) {
  return Random(options.seed * 1'000'003U + static_cast<unsigned>(ordinal)).next();
}

enum Count { kFound, kWrong, kPages, kMilliseconds, kAgreeing, kCounts };
using Counts = std::array<double, kCounts>;

void try_page(const Options& options, int ordinal, Counts& counts) {
  const std::uint64_t seed = seed_of(options, ordinal);
  Random random(seed ^ 0xC0FFEE);
  const ocr::MarkId id{random.next() >> 16};
  Bytes pdf = access_copy(original(options, seed, random));
  if (options.kind != "unmarked") pdf = marked_copy(pdf, id);
  const auto scan = must(
      samples::degrade(seen_at(first_page(pdf), options.dpi), options.grade, random));
  const Page page = seen_at(scan.page, scan.page.dpi());
  const double start = bench::milliseconds_of_thread();
  const auto found = ocr::find_mark(page);
  counts[kMilliseconds] += bench::milliseconds_of_thread() - start;
  const bool right = options.kind != "unmarked" && found && found->id == id;
  counts[kPages] += 1;
  counts[kFound] += right ? 1 : 0;
  counts[kWrong] += found && !right ? 1 : 0;
  counts[kAgreeing] += right ? found->agreeing : 0;
  if (std::getenv("BENCH_PAGES") == nullptr) return;
  std::string wear;
  for (const std::string& one : scan.applied)
    wear += " " + one;
  std::fprintf(stderr, "%d %s:%s\n", ordinal,
               !found  ? "none"
               : right ? "found"
                       : "WRONG",
               wear.c_str());
}

// Black by its share of each pixel.
void draw_dots(Page& page, ocr::MarkId id) {
  const double per_mm = page.dpi() / 25.4;
  const double side = ocr::kDotMm * per_mm;
  for (const auto& dot :
       ocr::mark_dots(id, page.width() / per_mm, page.height() / per_mm)) {
    const double left = dot.x * per_mm - side / 2;
    const double top = dot.y * per_mm - side / 2;
    for (int y = static_cast<int>(top); y < top + side; ++y) {
      for (int x = static_cast<int>(left); x < left + side; ++x) {
        const double share =
            (std::min(x + 1.0, left + side) - std::max<double>(x, left)) *
            (std::min(y + 1.0, top + side) - std::max<double>(y, top));
        std::uint8_t* pixel = page.row(y) + x * page.channels();
        for (int channel = 0; channel < page.channels(); ++channel)
          pixel[channel] = static_cast<std::uint8_t>(pixel[channel] * (1 - share));
      }
    }
  }
}

// Errors without dots, with them, characters.
using Reading = std::array<double, 3>;

void read_page(const Options& options, int ordinal, ocr::Recogniser& recogniser,
               Reading& reading) {
  samples::DocumentSpec spec;
  spec.seed = seed_of(options, ordinal);
  const auto made = must(samples::make_document(spec));
  const std::string truth = samples::page_text(made.truth.pages.front());
  Page page = made.pages.front().clone();
  for (std::size_t i = 0; i < 2; ++i) {
    if (i == 1) draw_dots(page, ocr::MarkId{spec.seed >> 16});
    Random wear(spec.seed);
    const auto worn = must(samples::degrade(page, options.grade, wear));
    const auto clean = must(scanner::clean_page(worn.page));
    const std::string text =
        ocr::plain_text(must(recogniser.recognise(clean.ink, clean.red)));
    reading[i] += static_cast<double>(
        testing::edit_distance(testing::normalised(truth), testing::normalised(text)));
  }
  reading[2] += static_cast<double>(testing::normalised(truth).size());
}

template <typename Sum, typename Each>
Sum over_pages(const Options& options, const Each& each) {
  constexpr int kJobs = 3;
  return bench::sum_of_processes<Sum>(
      kJobs,
      [&](int job) {
        Sum sum{};
        for (int i = job; i < options.pages; i += kJobs)
          each(i, sum);
        return sum;
      },
      bench::add_each);
}

void find_marks(const Options& options) {
  const auto sum = over_pages<Counts>(
      options, [&](int i, Counts& counts) { try_page(options, i, counts); });
  std::printf(
      "%s %s %d dpi: %.0f of %.0f found, %.0f wrong; %.0f ms a page; %.1f of 40 "
      "symbols\n",
      options.kind.c_str(), std::string(samples::grade_code(options.grade)).c_str(),
      options.dpi, sum[kFound], sum[kPages], sum[kWrong],
      sum[kMilliseconds] / std::max(1.0, sum[kPages]),
      sum[kAgreeing] / std::max(1.0, sum[kFound]));
}

void measure_reading(const Options& options) {
  const auto sum = over_pages<Reading>(options, [&](int i, Reading& reading) {
    static const auto recogniser = must(ocr::Recogniser::create({}));
    read_page(options, i, *recogniser, reading);
  });
  std::printf("reading %s: %.0f characters, wrong %.3f %%, with dots %.3f %%\n",
              std::string(samples::grade_code(options.grade)).c_str(), sum[2],
              100 * sum[0] / std::max(1.0, sum[2]), 100 * sum[1] / std::max(1.0, sum[2]));
}

}  // namespace
}  // namespace tangthu

int main(int count, char** words) {
  using namespace tangthu;
  Options options;
  if (count > 1) options.pages = std::max(1, std::atoi(words[1]));
  if (count > 2) options.seed = std::strtoull(words[2], nullptr, 10);
  if (count > 3) options.grade = bench::must(samples::parse_grade(words[3]));
  if (count > 4) options.dpi = std::atoi(words[4]);
  if (count > 5) options.kind = words[5];
  options.kind == "reading" ? measure_reading(options) : find_marks(options);
  return 0;
}
