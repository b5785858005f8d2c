#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/search/engine.h"
#include "bench/search/quality.h"

namespace tangthu::bench {
namespace {

namespace fs = std::filesystem;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double milliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <typename Visit>
void for_each_file(const fs::path& folder, Visit visit) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) visit(entry.path());
  }
}

double size_in_mebibytes(const fs::path& folder) {
  std::uintmax_t bytes = 0;
  for_each_file(folder, [&](const fs::path& file) { bytes += fs::file_size(file); });
  return static_cast<double>(bytes) / (1024 * 1024);
}

// The next read comes from the disk.
void forget(const fs::path& folder) {
  sync();
  for_each_file(folder, [](const fs::path& path) {
    const File file = open_file(path, "rb");
    posix_fadvise(fileno(file.get()), 0, 0, POSIX_FADV_DONTNEED);
  });
}

std::string_view file_for(const Engine& engine) {
  return engine.knows_marks() ? "documents" : "folded";
}

int index(Engine& engine, const fs::path& corpus, const fs::path& folder,
          std::uint32_t most) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  // Reading is no part of indexing: what it takes is taken away again.
  const double start = cpu_seconds();
  Record record;
  std::uint32_t count = 0;
  for (CorpusReader reader(corpus / file_for(engine));
       count < most && reader.next(record);) {
    ++count;
  }
  const double reading = cpu_seconds() - start;
  CorpusReader reader(corpus / file_for(engine));
  engine.create(folder);
  for (std::uint32_t number = 0; number < count && reader.next(record); ++number) {
    engine.add(number, record);
  }
  engine.finish();
  const auto spent = [&] {
    const auto own = engine.indexing_seconds();
    return own ? *own : cpu_seconds() - start - 2 * reading;
  };
  const auto size = [&] {
    const auto own = engine.index_bytes();
    return own ? static_cast<double>(*own) / (1024 * 1024) : size_in_mebibytes(folder);
  };
  const double indexed = spent();
  const double written = size();
  engine.optimise();
  sync();
  std::printf("documents: %u\n", count);
  std::printf("index: %.2f %.2f cpu-s, %.1f %.1f MiB on disk, %.0f MiB of memory\n",
              indexed, spent(), written, size(), peak_mebibytes());
  return 0;
}

double at_share(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::lround(last * share))];
}

// Processor time: other work on the machine doesn't count, and none of the programs
// waits for a disk once it is warm. Each query's best of five; where that takes long,
// one.
void take_times(Engine& engine, const std::vector<TimedQuery>& queries,
                const std::string& name) {
  constexpr double kLong = 4;
  std::vector<double> best(queries.size(), std::numeric_limits<double>::max());
  std::size_t hits = 0;
  const double warm_up = processor_seconds();
  for (const TimedQuery& query : queries) {
    hits += engine.search(query).size();
  }
  const int passes = processor_seconds() - warm_up > kLong ? 1 : 5;
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const double start = processor_seconds();
      const auto found = engine.search(queries[i]);
      best[i] = std::min(best[i], (processor_seconds() - start) * 1000);
    }
  }
  std::printf("%s: %.3f %.3f ms, %.1f hits\n", name.c_str(), at_share(best, 0.5),
              at_share(best, 0.99),
              static_cast<double>(hits) / static_cast<double>(queries.size()));
  std::fflush(stdout);
}

int query(Engine& engine, const fs::path& corpus, const fs::path& folder) {
  const std::vector<TimedQuery> all = read_queries(corpus / "queries");
  engine.prepare(folder);
  forget(folder);
  const double start = milliseconds();
  engine.open(folder);
  const double opened = milliseconds() - start;
  engine.search(all.front());
  std::printf("cold: %.1f %.1f ms\n", opened, milliseconds() - start - opened);
  for (std::size_t i = 0; i < kQueryClasses.size(); ++i) {
    std::vector<TimedQuery> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&](const TimedQuery& query) {
                   return query.query_class == static_cast<QueryClass>(i);
                 });
    if (some.empty()) continue;
    const std::string name(kQueryClasses[i]);
    take_times(engine, some, name);
    if (!engine.knows_marks() || name == "prefix") continue;  // those are unmarked
    for (TimedQuery& query : some) {
      query.folded = query.marked;
    }
    take_times(engine, some, name + " with marks");
  }
  std::printf("memory: %.0f MiB\n", peak_mebibytes());
  return 0;
}

}  // namespace

int measure(Engine& engine, int argc, char** argv) {
  const std::string what = argc > 3 ? argv[1] : "";
  const auto most = argc > 4
                        ? static_cast<std::uint32_t>(std::strtoul(argv[4], nullptr, 10))
                        : std::numeric_limits<std::uint32_t>::max();
  if (what == "index") return index(engine, argv[2], argv[3], most);
  if (what == "query") return query(engine, argv[2], argv[3]);
  if (what == "judge") {
    engine.prepare(argv[3]);
    engine.open(argv[3]);
    print_quality(engine, read_judged(std::filesystem::path(argv[2]) / "judged"));
    return 0;
  }
  std::fprintf(stderr, "usage: %s index|query|judge CORPUS FOLDER [COUNT]\n", argv[0]);
  return 2;
}

}  // namespace tangthu::bench
