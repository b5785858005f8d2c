// The ranking of documents for a query, from their packets.
//
// Okapi BM25 (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75) over the clauses of the
// query. A folded match of a marked word counts half. Two things outweigh every sum of
// frequencies, in this order: that the marked words stand as marked, and that words which
// follow each other in the query do so in the document (Vietnamese compounds are written
// as separate syllables). Pairs of such words add to the sum besides.
//
// All statistics come from the added packets alone, so that a result says nothing of
// documents that the searcher can't open. The result does not depend on the order of
// adding. Thread rule: as for a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "indexer/packet.h"
#include "indexer/query.h"

namespace tangthu::indexer {

inline constexpr double kBm25Saturation = 1.2;  // k1
inline constexpr double kBm25Length = 0.75;     // b
inline constexpr double kFoldedWeight = 0.5;
inline constexpr std::size_t kMaxHitPages = 100;

struct Hit {
  DocumentId id;
  double score = 0;
  std::vector<int> pages;          // 1-based pages with a match, ascending; at most 100
  std::vector<std::string> words;  // folded terms that matched, for the snippet
};

class Ranking {
 public:
  explicit Ranking(const Query& query);
  Ranking(Ranking&&) noexcept;
  Ranking& operator=(Ranking&&) noexcept;
  ~Ranking();

  // Looks at one packet; keeps about 60 bytes of a document that matches, plus 4 for each
  // clause and page, and nothing of one that does not. Each document is added once.
  void add(const DocumentId& id, const Packet& packet);
  // Documents that match so far.
  std::size_t size() const;
  // Best first, ties by id; at most `limit`.
  std::vector<Hit> best(std::size_t limit) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tangthu::indexer
