#include "indexer/evaluate.h"

#include <optional>

#include "indexer/apply_filters.h"
#include "indexer/best_hits.h"
#include "indexer/expand.h"
#include "indexer/mode_pass.h"
#include "indexer/plan.h"
#include "indexer/scoring.h"

namespace tangthu::indexer {
namespace {

Result<Scoring> scoring_of(const std::vector<SegmentView>& segments) {
  std::uint64_t documents = 0;
  std::uint64_t length = 0;
  for (const SegmentView& view : segments) {
    documents += view.segment.documents() - view.dead_count;
    length += TRY(view.segment.total_length());
    if (view.dead_count == 0) continue;
    const auto& codes = *TRY(view.segment.length_codes());
    view.dead.for_each(
        [&](std::uint32_t ordinal) { length -= length_of(codes[ordinal]); });
  }
  return Scoring(documents, length);
}

class Evaluation {
 public:
  Evaluation(const Query& query, const std::vector<SegmentView>& segments,
             const Demand& demand, const Scoring& scoring)
      : plan_(query),
        segments_(segments),
        demand_(demand),
        scoring_(scoring),
        best_(segments, demand.limit == 0 ? 0 : demand.offset + demand.limit),
        phrases_(demand.count || demand.order != Order::kRelevance ? Phrases::kInAll
                                                                   : Phrases::kInRanked),
        folded_(plan_, segments, scoring_, Mode::kFolded, phrases_) {
    if (plan_.has_marks && demand.order == Order::kRelevance) {
      exact_.emplace(plan_, segments, scoring_, Mode::kExact, phrases_);
    }
  }

  Result<Answer> run() {
    TRY(expand_fuzzy(plan_, segments_));
    TRY(find_allowed());
    std::vector<OrdinalSet> ranked(segments_.size());
    if (exact_) TRY(pass(*exact_, ranked, nullptr));
    if (!exact_ || demand_.count || !best_.full()) {
      TRY(pass(folded_, ranked, demand_.count ? &answer_ : nullptr));
    }
    const std::vector<Scored> best = TRY(best_.take());
    for (std::size_t i = demand_.offset; i < best.size(); ++i)
      answer_.hits.push_back(TRY(describe(best[i])));
    return std::move(answer_);
  }

 private:
  // Living documents that have nothing that is excluded.
  Result<void> find_allowed() {
    allowed_.reserve(segments_.size());
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      const SegmentView& view = segments_[s];
      OrdinalSet& allowed =
          allowed_.emplace_back(OrdinalSet::first(view.segment.documents()));
      allowed -= view.dead;
      for (const Clause& clause : plan_.excluded) {
        ClauseHits hits = TRY(ClauseHits::read(
            view.segment, TRY(find_meaning(view.segment, clause, Mode::kExact))));
        TRY(hits.count_matches(allowed));
        allowed -= hits.documents();
      }
    }
    return {};
  }

  Result<void> filter(std::size_t segment, OrdinalSet& documents) {
    const SegmentView& view = segments_[segment];
    TRY(apply_filters(plan_.filters, view.segment, view.label, documents));
    if (demand_.filter) TRY(demand_.filter(segment, documents));
    return {};
  }

  // Ranks what matches in this mode and was not `ranked` before.
  Result<void> pass(ModePass& mode, std::vector<OrdinalSet>& ranked, Answer* counted) {
    TRY(mode.prepare());
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      OrdinalSet documents = TRY(mode.documents(s, allowed_[s]));
      if (documents.empty() && counted == nullptr) continue;
      TRY(filter(s, documents));
      if (counted != nullptr) {
        counted->total += documents.count();
        counted->documents.push_back(documents);
      }
      documents -= ranked[s];
      if (demand_.order == Order::kRelevance) {
        TRY(mode.rank(s, documents, best_));
      } else {
        TRY(rank_by_column(s, documents));
      }
      ranked[s] |= documents;
    }
    return {};
  }

  Result<void> rank_by_column(std::size_t segment, const OrdinalSet& documents) {
    const Columns& columns = *TRY(segments_[segment].segment.columns());
    const auto& numbers =
        columns.numbers(demand_.order == Order::kNewestAdded ? NumberColumn::kAdded
                                                             : NumberColumn::kDate);
    Result<void> done;
    documents.for_each([&](std::uint32_t ordinal) {
      if (!done) return;
      // Those without a value come last either way.
      const double value = numbers[ordinal];
      const double key = demand_.order == Order::kOldestDate ? -value : value;
      const int rank = numbers[ordinal] == 0 ? 0 : 1;
      done = best_.add({rank, key, static_cast<std::uint32_t>(segment), ordinal});
    });
    return done;
  }

  Result<Hit> describe(const Scored& scored) {
    Hit hit;
    hit.segment = scored.segment;
    hit.ordinal = scored.ordinal;
    hit.id = TRY(segments_[scored.segment].id_of(scored.ordinal));
    const bool relevance = demand_.order == Order::kRelevance;
    if (relevance) {
      hit.rank = scored.rank;
      hit.cost = scored.cost;
      hit.score = scored.score;
    }
    TRY((exact_ && scored.rank >= 2 ? *exact_ : folded_).describe(scored, hit));
    return hit;
  }

  Plan plan_;
  const std::vector<SegmentView>& segments_;
  const Demand& demand_;
  Scoring scoring_;
  BestHits best_;
  Phrases phrases_;
  ModePass folded_;
  std::optional<ModePass> exact_;
  std::vector<OrdinalSet> allowed_;
  Answer answer_;
};

}  // namespace

Result<Answer> evaluate(const Query& query, const std::vector<SegmentView>& segments,
                        const Demand& demand) {
  const Scoring scoring = TRY(scoring_of(segments));
  return Evaluation(query, segments, demand, scoring).run();
}

}  // namespace tangthu::indexer
