// What cleaning costs, stage by stage, on pages that are there as files. With BENCH_PAGES
// a line a page, with sums over what came out: a change that should only save time is
// seen to change nothing.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "bench/clean/trials.h"
#include "scanner/clean/clean.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

namespace tangthu::bench {
namespace {

constexpr int kRounds = 3;  // of which the median counts

Page first_page(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Bytes bytes(text.begin(), text.end());
  const bool jpeg = name.ends_with(".jpg") || name.ends_with(".jpeg");
  const scanner::InputFile file{
      name, jpeg ? scanner::MediaType::kJpeg : scanner::MediaType::kPng, bytes};
  auto page = must(must(scanner::open_pages(file))->next());
  return std::move(*page);
}

// FNV-1a by eight bytes.
std::uint32_t sum_of(const Page& page) {
  std::uint64_t sum = 0xCBF29CE484222325U;
  for (const std::uint8_t byte : page.pixels())
    sum = (sum ^ byte) * 0x100000001B3U;
  return static_cast<std::uint32_t>(sum >> 32);
}

void tell(const std::string& name, const scanner::CleanedPage& page, double spent) {
  std::fprintf(stderr, "%s %.0f ms turn %d skew %.3f ink %08x red %08x blue %08x\n",
               std::filesystem::path(name).filename().c_str(), spent, page.turn_degrees,
               page.skew_degrees, sum_of(page.ink), sum_of(page.red), sum_of(page.blue));
}

}  // namespace

void bench_time(const std::vector<std::string>& files) {
  std::vector<double> totals;
  std::map<scanner::Stage, std::vector<double>> stages;
  for (const std::string& name : files) {
    const Page page = first_page(name);
    std::vector<double> spent;
    for (int round = 0; round < kRounds; ++round) {
      const double start = milliseconds_of_thread();
      const auto clean = must(scanner::clean_page(page));
      spent.push_back(milliseconds_of_thread() - start);
      for (const auto& stage : clean.stages)
        stages[stage.stage].push_back(stage.milliseconds);
      if (round + 1 == kRounds && tells_pages())
        tell(name, clean, percentile(spent, 0.5));
    }
    totals.push_back(percentile(spent, 0.5));
  }
  std::printf("%zu pages: median %.1f ms, p95 %.1f, most %.1f\n", totals.size(),
              percentile(totals, 0.5), percentile(totals, 0.95), percentile(totals, 1));
  for (const auto& [stage, spent] : stages) {
    std::printf("  %-12s median %5.1f, p95 %5.1f\n",
                std::string(scanner::stage_name(stage)).c_str(), percentile(spent, 0.5),
                percentile(spent, 0.95));
  }
}

}  // namespace tangthu::bench
