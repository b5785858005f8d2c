// bench-index-corpus COUNT SEED FOLDER: made documents for the search bench.
//   FOLDER/documents   as recognition gives them (corpus_file.h)
//   FOLDER/folded      their folded words, for programs that know no Vietnamese
//   FOLDER/queries     250 of each class
// and says what they are like.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unordered_map>
#include <vector>

#include "bench/search/documents.h"
#include "bench/search/queries.h"
#include "indexer/analysis.h"

namespace tangthu::bench {
namespace {

constexpr int kQueriesEach = 250;

std::string folded(const std::vector<std::string>& pages) {
  std::string out;
  for (const std::string& page : pages) {
    for (const indexer::Token& token : indexer::analyse(page)) {
      if (token.kind != indexer::TokenKind::kWord) continue;
      if (!out.empty()) out += ' ';
      out += token.folded;
    }
  }
  return out;
}

// How frequent words are, by rank: the slope between ranks 10 and 1,000 (Zipf: about −1).
class Frequencies {
 public:
  void add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      ++counts_[std::string(text.substr(0, end))];
      ++words_;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  void print(const char* of) const {
    std::vector<std::uint64_t> ranked;
    for (const auto& [word, count] : counts_) {
      ranked.push_back(count);
    }
    std::sort(ranked.rbegin(), ranked.rend());
    const double slope = std::log(static_cast<double>(ranked.at(999)) /
                                  static_cast<double>(ranked.at(9))) /
                         std::log(100.0);
    std::printf("%s: %zu folded words, %zu different; slope of frequency by rank %.2f\n",
                of, words_, ranked.size(), slope);
  }

 private:
  std::unordered_map<std::string, std::uint64_t> counts_;
  std::size_t words_ = 0;
};

int run(std::uint32_t count, std::uint64_t seed, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const Language language;
  const DocumentMaker maker(language, seed);
  CorpusWriter written(folder / "documents");
  CorpusWriter folded_words(folder / "folded");
  constexpr std::uint32_t kChecked = 200;
  constexpr std::uint32_t kCounted = 10'000;
  Frequencies frequencies;
  std::uint64_t words = 0;
  for (std::uint32_t number = 0; number < count; ++number) {
    const MadeRecord made = maker.make(number);
    if (made.words < kLeastWords ||
        (number < kChecked && folded(made.written.pages) != made.folded.pages.front())) {
      std::fprintf(stderr, "bench: document %u is not what it should be\n", number);
      return 1;
    }
    if (number < kCounted) frequencies.add(made.folded.pages.front());
    words += static_cast<std::uint64_t>(made.words);
    written.add(made.written);
    folded_words.add(made.folded);
  }
  std::printf("%u documents, %.1f words each\n", count,
              static_cast<double>(words) / static_cast<double>(count));
  frequencies.print("the first 10,000");
  return 0;
}

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench-index-corpus COUNT SEED FOLDER\n");
    return 2;
  }
  using namespace tangthu::bench;
  const std::filesystem::path folder = argv[3];
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  const auto count = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  if (const int failed = run(count, seed, folder); failed != 0) return failed;
  write_queries(folder / "queries", choose_queries(folder, kQueriesEach, seed));
  return 0;
}
