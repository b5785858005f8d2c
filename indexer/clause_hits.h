// Where the terms and clauses of a query stand in one segment.
// Thread rule: one thread at a time. Errors: those of the segment.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "indexer/term_hits.h"

namespace tangthu::indexer {

// A match of a clause: positions of its first word and of its last.
struct Span {
  std::uint32_t first;
  std::uint32_t last;

  bool operator==(const Span&) const = default;
};

// What a clause means in one segment: one meaning for each term, then for the whole.
struct ClauseMeaning {
  std::vector<TermMeaning> terms;
  std::optional<TermMeaning> whole;
  std::uint32_t near = 0;  // as the clause has it
};
Result<ClauseMeaning> find_meaning(const Segment& segment, const Clause& clause,
                                   Mode mode);

class ClauseHits {
 public:
  // Reads the lists of its terms. Whether words stand as the clause wants them is looked
  // at later: by count_matches() for many documents, by matches() for one.
  static Result<ClauseHits> read(const Segment& segment, const ClauseMeaning& meaning);

  class Bound;  // of how many a document has
  // Those of `within` that may have a match as far as the words behind words tell.
  Result<OrdinalSet> possible(const OrdinalSet& within);
  // Looks for matches in these documents; a word alone needs none.
  Result<void> count_matches(const OrdinalSet& within);
  bool is_counted() const { return is_word() || matched_ != nullptr; }
  // When counted: those that have a match.
  const OrdinalSet& documents() const {
    return is_word() ? terms_[0].documents() : *matched_;
  }
  // In one document, ordered by position, one at most for each.
  Result<void> matches(std::uint32_t document, std::vector<Span>& out);
  // What its fuzzy words cost in a document, in quarters: of each the cheapest term that
  // the document has. kNoCost where a fuzzy word has none, and for what doesn't match as
  // far as that is counted.
  static constexpr std::uint32_t kNoCost = UINT32_MAX;
  std::uint32_t cost(std::uint32_t document);
  // One term alone.
  bool is_word() const { return terms_.size() == 1 && !whole_; }
  TermHits& term(std::size_t index) { return terms_[index]; }
  TermHits& last_term() { return terms_.back(); }
  std::size_t postings() const;  // in memory

 private:
  OrdinalSet with_all_words() const;
  // `positions` of each term, then of the whole where there is one.
  void match(std::span<const std::span<const std::uint32_t>> positions,
             std::vector<Span>& out) const;
  Result<void> count_matches(std::span<const std::uint32_t> documents,
                             OrdinalSet& matched);

  std::vector<TermHits> terms_;
  std::optional<TermHits> whole_;
  std::uint32_t near_ = 0;
  std::optional<Followed> followed_;     // of a phrase: each word by the next
  std::unique_ptr<OrdinalSet> matched_;  // when counted
  Numbers counts_;                       // of matches, by ordinal of those
};

// For documents that ascend from call to call, a batch at a time. `hits` must outlive it.
class ClauseHits::Bound {
 public:
  static constexpr std::size_t kBatch = 256;

  // It will be asked about `documents`, or some of them.
  Bound(ClauseHits& hits, std::size_t documents);

  // At most kBatch documents; what follows is about the i-th of them.
  void go_to(std::span<const std::uint32_t> documents);
  // Matches: exactly so many when the clause is counted, or else no more.
  std::uint32_t most(std::size_t i) const { return most_[i]; }
  // How often its first term stands there, and its last.
  std::uint32_t first(std::size_t i) const { return counts_.front()[i]; }
  std::uint32_t last(std::size_t i) const { return counts_.back()[i]; }

 private:
  using Counts = std::array<std::uint32_t, kBatch>;

  bool is_near_;
  const Followed* followed_;
  std::vector<TermCounts> terms_;
  std::optional<TermCounts> whole_;
  const OrdinalSet* matched_;   // of a clause that is counted
  const Numbers* counted_;      // how often, by ordinal
  std::vector<Counts> counts_;  // of each term
  Counts most_{};
};

// Those of `spans` that one of the ascending `positions` follows directly, with it added.
void extend(std::vector<Span>& spans, std::span<const std::uint32_t> positions);

}  // namespace tangthu::indexer
