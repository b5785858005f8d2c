// One pass of an evaluation: all segments in one mode (term_hits.h).
// Thread rule: one thread at a time. Errors: those of the segments.
#pragma once

#include <optional>
#include <vector>

#include "indexer/best_hits.h"
#include "indexer/clause_hits.h"
#include "indexer/evaluate.h"
#include "indexer/plan.h"
#include "indexer/scoring.h"

namespace tangthu::indexer {

// Whether phrases are looked for in every document, or only in those that rank() can't
// do without.
enum class Phrases : std::uint8_t { kInAll, kInRanked };

class ModePass {
 public:
  ModePass(const Plan& plan, const std::vector<SegmentView>& segments,
           const Scoring& scoring, Mode mode, Phrases phrases)
      : plan_(plan),
        segments_(segments),
        scoring_(scoring),
        mode_(mode),
        phrases_(phrases) {}

  // Looks every term up, and weighs it.
  Result<void> prepare();
  // Those of `within` in a segment that match; with Phrases::kInRanked those that may.
  Result<OrdinalSet> documents(std::size_t segment, const OrdinalSet& within);
  // Scores `documents` of a segment, as documents() found them, for `best`, and takes out
  // of them what turns out not to match. What can't get in any more isn't looked at:
  // `best` is full then, and stays so.
  Result<void> rank(std::size_t segment, OrdinalSet& documents, BestHits& best);
  // The pages and the words of a hit.
  Result<void> describe(const Scored& scored, Hit& hit);

 private:
  // Two words that follow each other in the query: the last of a clause, the first of the
  // next.
  struct Pair {
    std::size_t clause = 0;
    double weight = 0;
  };
  struct SegmentHits {
    std::vector<std::optional<ClauseHits>> clauses;
  };
  class Ranking;

  Result<ClauseHits*> hits(std::size_t segment, std::size_t clause);
  Result<OrdinalSet> clause_documents(std::size_t segment, std::size_t clause,
                                      const OrdinalSet& within);
  Result<std::vector<Span>> run_matches(std::size_t segment, const Plan::Run& run,
                                        std::uint32_t ordinal);
  void forget_if_many(std::size_t segment);
  int rank_of(bool together) const {
    return (mode_ == Mode::kExact ? 2 : 0) + (together ? 1 : 0);
  }

  const Plan& plan_;
  const std::vector<SegmentView>& segments_;
  const Scoring& scoring_;
  Mode mode_;
  Phrases phrases_;
  std::vector<std::vector<ClauseMeaning>> meanings_;  // by segment, then clause
  std::vector<double> weights_;                       // of clauses
  std::vector<Pair> pairs_;
  std::vector<SegmentHits> hits_;  // by segment
  std::size_t held_ = 0;           // postings in hits_
};

}  // namespace tangthu::indexer
