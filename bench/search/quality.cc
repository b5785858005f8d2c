#include "bench/search/quality.h"

#include <algorithm>
#include <cstdio>

#include "bench/files.h"
#include "indexer/analysis.h"
#include "samples/grammar.h"

namespace tangthu::bench {
namespace {

constexpr std::size_t kAll = 100'000;

// Sums over the queries of a class.
struct Quality {
  int queries = 0;
  double recall = 0;
  double reciprocal_rank = 0;
  double found = 0;

  void add(const std::vector<std::uint32_t>& hits,
           const std::vector<std::uint32_t>& relevant) {
    std::size_t first = 0;
    std::size_t early = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      if (!std::binary_search(relevant.begin(), relevant.end(), hits[i])) continue;
      ++all;
      if (i < kHits) ++early;
      if (first == 0) first = i + 1;
    }
    const auto share = [](std::size_t part, std::size_t whole) {
      return static_cast<double>(part) / static_cast<double>(whole);
    };
    ++queries;
    recall += share(early, std::min(relevant.size(), kHits));
    reciprocal_rank += first == 0 ? 0 : share(1, first);
    found += share(all, relevant.size());
  }
  void print(const std::string& name) const {
    std::printf("%s: %d queries, %.4f recall, %.4f mrr, %.4f found\n", name.c_str(),
                queries, recall / queries, reciprocal_rank / queries, found / queries);
  }
};

}  // namespace

FreeQuery free_query(const std::string& typed) {
  FreeQuery out;
  out.typed = typed;
  const auto tokens = indexer::analyse(typed);
  for (const indexer::Token& token : tokens) {
    if (token.kind == indexer::TokenKind::kWord) out.folded.push_back(token.folded);
  }
  const bool whole =
      !tokens.empty() &&
      std::any_of(tokens.begin(), tokens.end(), [&](const indexer::Token& token) {
        return token.kind != indexer::TokenKind::kWord && token.begin == 0 &&
               token.end >= tokens.back().end;
      });
  out.phrase = out.folded.size() > 1 && (typed.front() == '"' || whole);
  return out;
}

void write_judged(const std::filesystem::path& path,
                  const std::vector<JudgedQuery>& queries) {
  const File file = open_file(path, "wb");
  for (const JudgedQuery& judged : queries) {
    std::string line = judged.query_class + '\t' + judged.query.typed + '\t';
    for (const std::string& word : judged.query.folded) {
      line += word + ' ';
    }
    line += judged.query.phrase ? "\tphrase\t" : "\twords\t";
    for (const std::uint32_t number : judged.relevant) {
      line += std::to_string(number) + ' ';
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), file.get());
  }
}

std::vector<JudgedQuery> read_judged(const std::filesystem::path& path) {
  std::vector<JudgedQuery> out;
  for (const std::string& line : samples::split(read_text(path), '\n')) {
    const auto parts = samples::split(line, '\t');
    if (parts.size() < 5) continue;
    JudgedQuery judged;
    judged.query_class = parts[0];
    judged.query = {parts[1], samples::split(parts[2], ' '), parts[3] == "phrase"};
    for (const std::string& number : samples::split(parts[4], ' ')) {
      judged.relevant.push_back(static_cast<std::uint32_t>(std::stoul(number)));
    }
    out.push_back(std::move(judged));
  }
  return out;
}

void print_quality(Engine& engine, const std::vector<JudgedQuery>& queries) {
  std::vector<std::pair<std::string, Quality>> classes;
  Quality all;
  for (const JudgedQuery& judged : queries) {
    if (classes.empty() || classes.back().first != judged.query_class) {
      classes.emplace_back(judged.query_class, Quality());
    }
    const auto hits = engine.search(judged.query, kAll);
    classes.back().second.add(hits, judged.relevant);
    all.add(hits, judged.relevant);
  }
  for (const auto& [name, quality] : classes) {
    quality.print(name);
  }
  all.print("all");
}

}  // namespace tangthu::bench
