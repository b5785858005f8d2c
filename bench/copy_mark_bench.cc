// How often the invisible mark of a copy is found again: pages of the page maker as
// access copies, marked, printed and scanned by its degradations, in grey.
//   bench-copy-mark [PAGES] [SEED] [GRADE] [DPI] [text|empty|photo|scanned|unmarked]
// With BENCH_PAGES set, a line on stderr for each page; with BENCH_OUT, pictures there.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "bench/bench.h"
#include "ocr/copies/mark_reader.h"
#include "ocr/copies/pdf_copy.h"
#include "ocr/pdf.h"
#include "samples/encode.h"
#include "samples/page_maker.h"
#include "scanner/clean/clean.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

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

// By area, with what shares a target pixel has of source pixels left out: enough for
// whole and half steps.
Page shrunk(const Page& page, int dpi) {
  const double step = static_cast<double>(page.dpi()) / dpi;
  const int width = static_cast<int>(page.width() / step);
  const int height = static_cast<int>(page.height() / step);
  Page out = must(Page::create(width, height, page.format(), dpi));
  const auto channels = static_cast<std::size_t>(page.channels());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (std::size_t c = 0; c < channels; ++c) {
        double sum = 0;
        double share = 0;
        for (int sy = static_cast<int>(y * step);
             sy < (y + 1) * step && sy < page.height(); ++sy) {
          const double high =
              std::min(sy + 1.0, (y + 1) * step) - std::max<double>(sy, y * step);
          for (int sx = static_cast<int>(x * step);
               sx < (x + 1) * step && sx < page.width(); ++sx) {
            const double wide =
                std::min(sx + 1.0, (x + 1) * step) - std::max<double>(sx, x * step);
            sum +=
                high * wide * page.row(sy)[static_cast<std::size_t>(sx) * channels + c];
            share += high * wide;
          }
        }
        out.row(y)[static_cast<std::size_t>(x) * channels + c] =
            static_cast<std::uint8_t>(std::lround(sum / share));
      }
    }
  }
  return out;
}

Page grey(const Page& page) {
  if (page.format() == PixelFormat::kGrey) return page.clone();
  Page out =
      must(Page::create(page.width(), page.height(), PixelFormat::kGrey, page.dpi()));
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const std::uint8_t* p = page.row(y) + 3 * x;
      out.row(y)[x] = static_cast<std::uint8_t>(
          std::lround(0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]));
    }
  }
  return out;
}

Page first_page(const Bytes& bytes, scanner::MediaType type) {
  const scanner::InputFile file{"copy", type, bytes};
  return std::move(*must(must(scanner::open_pages(file))->next()));
}

Page photo(Random& random) {
  Page page = must(Page::create(1654, 2339, PixelFormat::kRgb, 200));
  const double a = random.uniform(20, 90);
  const double b = random.uniform(20, 90);
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const bool sky = y > 400 && y < 1900 && x > 200 && x < 1450;
      const double v =
          sky ? 150 + 60 * std::sin(x / a) * std::cos(y / b) + random.uniform(-8, 8)
              : 235 + random.uniform(-3, 3);
      for (int c = 0; c < 3; ++c)
        page.row(y)[3 * x + c] = static_cast<std::uint8_t>(v);
    }
  }
  return page;
}

Page original(const Options& options, std::uint64_t seed, Random& random) {
  if (options.kind == "photo") return photo(random);
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.length = samples::Length::kAny;
  spec.dpi = options.kind == "scanned" ? 300 : 200;
  spec.grade = options.kind == "scanned" ? samples::Grade::kScan : samples::Grade::kClean;
  auto made = must(samples::make_document(spec));
  Page page = std::move(made.pages[static_cast<std::size_t>(
      random.integer(0, static_cast<int>(made.pages.size()) - 1))]);
  if (options.kind != "empty") return page;
  for (int y = page.height() / 8; y < page.height(); ++y)
    std::fill_n(page.row(y), page.stride(), std::uint8_t{253});
  return page;
}

Bytes access_copy(const Page& page) {
  ocr::PdfPage out;
  auto clean = must(scanner::clean_page(page.clone()));
  out.picture = must(ocr::layered_picture(clean.upright, clean.ink));
  out.text.number = 1;
  out.text.clean_width = clean.upright.width();
  out.text.clean_height = clean.upright.height();
  out.text.clean_dpi = clean.upright.dpi();
  std::vector<ocr::PdfPage> pages;
  pages.push_back(std::move(out));
  return must(ocr::write_pdf(pages, {"Bench", "vi", 0}));
}

// found, wrong, pages, milliseconds, agreeing
using Counts = std::array<double, 5>;

void keep(const Page& page, const std::string& name) {
  const char* folder = std::getenv("BENCH_OUT");
  if (folder == nullptr) return;
  std::vector<Page> one;
  one.push_back(page.clone());
  const Bytes bytes = must(samples::encode(one, samples::FileFormat::kPng));
  std::ofstream(std::string(folder) + "/" + name + ".png", std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

void trial(const Options& options, int ordinal, Counts& counts) {
  const std::uint64_t seed =
      Random(options.seed * 1'000'003U + static_cast<unsigned>(ordinal)).next();
  Random random(seed ^ 0xC0FFEE);
  const ocr::MarkId id{random.next() >> 16};
  Bytes pdf = access_copy(original(options, seed, random));
  if (options.kind != "unmarked") {
    const Page plain = first_page(pdf, scanner::MediaType::kPdf);
    ocr::CopyMarks marks{
        id,
        "BẢN SAO SỐ: 5",
        "Bản sao số 5/2026 – Nguyễn Thị Ngọc Ánh – 14:02:07 +07:00 ngày 05/03/2026 – MẬT",
        "BẢN SAO BÍ MẬT NHÀ NƯỚC",
        {"Số thứ tự bản sao: 5 trên tổng số 10", "Hình thức sao, chụp: sao y bản chính",
         "Thời gian: 14:02:07 +07:00, ngày 05 tháng 3 năm 2026", "Số lượng: 10 bản",
         "Nơi nhận: ………………………………………", "Thẩm quyền cho phép: ………………………………………"},
        {"NGƯỜI CÓ THẨM QUYỀN", "(ký, ghi rõ họ tên, đóng dấu)", "………………………"}};
    pdf = must(ocr::mark_copy(pdf, marks, [&](std::size_t) { return plain.clone(); }));
  }
  const Page printed = first_page(pdf, scanner::MediaType::kPdf);
  const Page small = shrunk(printed, options.dpi);
  auto scan = must(samples::degrade(small, options.grade, random));
  const Page page = grey(scan.page);
  if (const char* folder = std::getenv("BENCH_OUT"))
    std::ofstream(
        std::string(folder) + "/" + options.kind + std::to_string(ordinal) + ".pdf",
        std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()),
               static_cast<std::streamsize>(pdf.size()));
  keep(page, options.kind + std::to_string(ordinal));
  const double start = bench::milliseconds_of_thread();
  const auto found = ocr::find_mark(page);
  const double took = bench::milliseconds_of_thread() - start;
  const bool right = found && found->id == id;
  counts[0] += right ? 1 : 0;
  counts[1] += found && !right ? 1 : 0;
  counts[2] += 1;
  counts[3] += took;
  counts[4] += right ? found->agreeing : 0;
  if (std::getenv("BENCH_PAGES") == nullptr) return;
  std::string wear;
  for (const std::string& one : scan.applied)
    wear += " " + one;
  std::fprintf(stderr, "%d %s %d %.1f %.0f ms:%s\n", ordinal,
               !found  ? "none"
               : right ? "found"
                       : "WRONG",
               found ? found->agreeing : 0, found ? found->strength : 0.0, took,
               wear.c_str());
}

}  // namespace
}  // namespace tangthu

int main(int count, char** words) {
  using namespace tangthu;
  Options options;
  if (count > 1) options.pages = std::atoi(words[1]);
  if (count > 2) options.seed = std::strtoull(words[2], nullptr, 10);
  if (count > 3) options.grade = bench::must(samples::parse_grade(words[3]));
  if (count > 4) options.dpi = std::atoi(words[4]);
  if (count > 5) options.kind = words[5];
  constexpr int kJobs = 3;
  const Counts sum = bench::sum_of_processes<Counts>(
      kJobs,
      [&](int job) {
        Counts counts{};
        for (int i = job; i < options.pages; i += kJobs)
          trial(options, i, counts);
        return counts;
      },
      bench::add_each);
  std::printf(
      "%s %s %d dpi: %.0f of %.0f found, %.0f wrong; %.0f ms a page; %.1f of 40 "
      "symbols\n",
      options.kind.c_str(), std::string(samples::grade_code(options.grade)).c_str(),
      options.dpi, sum[0], sum[2], sum[1], sum[3] / std::max(1.0, sum[2]),
      sum[4] / std::max(1.0, sum[0]));
  return 0;
}
