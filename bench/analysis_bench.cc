// bench-analysis FILE...: microseconds of one core for a document of 250 words and nine
// fields, drawn from the words of the files by Zipf's law of their order of frequency;
// then of queries on 2,000 such documents in one segment.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/files.h"
#include "indexer/analysis.h"
#include "indexer/packet.h"
#include "indexer/snippet.h"
#include "indexer/suggest.h"
#include "indexer/waiting_packets.h"

namespace tangthu {
namespace {

constexpr std::size_t kWords = 250;
constexpr std::size_t kDocuments = 2000;

std::vector<std::string> by_frequency(const std::string& text) {
  std::map<std::string, std::size_t> counts;
  std::string word;
  for (const char c : text + ' ') {
    if (static_cast<unsigned char>(c) > ' ' && c != '|' && c != '{' && c != '}') {
      word += c;
    } else if (!word.empty()) {
      ++counts[std::exchange(word, {})];
    }
  }
  std::vector<std::string> words;
  for (const auto& [known, count] : counts)
    words.push_back(known);
  std::stable_sort(words.begin(), words.end(),
                   [&](const auto& a, const auto& b) { return counts[a] > counts[b]; });
  return words;
}

class Maker {
 public:
  explicit Maker(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      sum_ += 1.0 / static_cast<double>(i + 1);
      sums_.push_back(sum_);
    }
  }

  std::string text(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      const double at = std::uniform_real_distribution(0.0, sum_)(random_);
      const auto found = std::lower_bound(sums_.begin(), sums_.end(), at);
      out += words_[static_cast<std::size_t>(found - sums_.begin()) % words_.size()];
      out += i % 12 == 11 ? ",\n" : " ";
    }
    return out;
  }

  indexer::PacketSource document() {
    return {{text(kWords)},
            {{"number", std::to_string(random_() % 3000)},
             {"symbol", "QĐ-SGDĐT"},
             {"type", "Quyết định"},
             {"agency", text(6)},
             {"date", "2019-03-" + std::to_string(10 + random_() % 20)},
             {"place", text(2)},
             {"signer", text(3)},
             {"signer_title", "Chủ tịch"},
             {"subject", text(20)}}};
  }

 private:
  std::vector<std::string> words_;
  std::vector<double> sums_;
  double sum_ = 0;
  std::mt19937 random_{20250};
};

template <typename Work>
void measure(const char* what, const Work& work) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const double before = bench::milliseconds_of_thread();
    work();
    best = std::min(best, bench::milliseconds_of_thread() - before);
  }
  std::printf("%-14s %7.1f µs\n", what, best * 1e3 / static_cast<double>(kDocuments));
}

int run(int count, char** files) {
  std::string text;
  for (int i = 1; i < count; ++i)
    text += bench::read_text(files[i]) + '\n';
  Maker maker(by_frequency(text));
  std::vector<indexer::PacketSource> documents;
  for (std::size_t i = 0; i < kDocuments; ++i)
    documents.push_back(maker.document());
  std::size_t sum = 0;  // so that no work is left out
  measure("analyse", [&] {
    for (const auto& document : documents)
      sum += indexer::analyse(document.page_texts.front()).size();
  });
  measure("write_packet", [&] {
    for (const auto& document : documents)
      sum += indexer::write_packet(document).size();
  });
  measure("find_snippet", [&] {
    for (const auto& document : documents)
      sum += indexer::find_snippet(document.page_texts.front(), {"quyet", "dinh"})
                 .text.size();
  });
  indexer::WaitingPackets packets;
  for (std::size_t i = 0; i < kDocuments; ++i) {
    std::array<std::uint8_t, DocumentId::kSize> id{};
    std::memcpy(id.data(), &i, sizeof i);
    bench::must(
        packets.add(DocumentId::from_bytes(id), indexer::write_packet(documents[i])));
  }
  bench::must(packets.sort());
  const auto views = bench::must(packets.views(std::make_shared<indexer::BlockCache>()));
  for (const char* text : {"quyet", "quyet~", "\"quyet dinh\"~5", "quyet date:2019"}) {
    const auto query = bench::must(indexer::parse_query(text));
    const double before = bench::milliseconds_of_thread();
    for (int round = 0; round < 20; ++round)
      sum += bench::must(indexer::evaluate(query, views, {})).hits.size();
    std::printf("%-20s %7.0f µs a query\n", text,
                (bench::milliseconds_of_thread() - before) * 1e3 / 20);
  }
  const auto misspelt = bench::must(indexer::parse_query("quyetx"));
  const double before = bench::milliseconds_of_thread();
  for (int round = 0; round < 20; ++round)
    sum += bench::must(indexer::suggest(misspelt, views)).size();
  std::printf("%-20s %7.0f µs\n", "suggest",
              (bench::milliseconds_of_thread() - before) * 1e3 / 20);
  return sum > 0 ? 0 : 1;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  return tangthu::run(argc, argv);
}
