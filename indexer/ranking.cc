// One segment's documents on their way to the best.
#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "indexer/mode_pass.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

// How many of `left` are followed directly by one of `right`. Both ascend.
std::uint32_t count_neighbours(const std::vector<std::uint32_t>& left,
                               const std::vector<std::uint32_t>& right) {
  std::uint32_t count = 0;
  auto at = right.begin();
  for (const std::uint32_t position : left) {
    while (at != right.end() && *at <= position)
      ++at;
    if (at == right.end()) break;
    if (*at == position + 1) ++count;
  }
  return count;
}

}  // namespace

class ModePass::Ranking {
 public:
  Ranking(ModePass& pass, std::size_t segment, OrdinalSet& documents, BestHits& best,
          const std::vector<std::uint8_t>& length_codes)
      : pass_(pass),
        segment_(segment),
        documents_(documents),
        best_(best),
        length_codes_(length_codes) {}

  Result<void> run() {
    TRY(open_clauses());
    if (pass_.plan_.has_fuzzy) count_costs();
    return all_counted_ && pass_.pairs_.empty() ? add_all() : look_closer();
  }

 private:
  struct Candidate {
    double bound = 0;  // of its score
    std::uint32_t ordinal = 0;
    std::uint32_t cost = 0;
  };

  Result<void> open_clauses() {
    for (std::size_t c = 0; c < pass_.plan_.clauses.size(); ++c) {
      ClauseHits& clause = *TRY(pass_.hits(segment_, c));
      if (pass_.plan_.clauses[c].need != Need::kMust)
        TRY(clause.count_matches(documents_));
      all_counted_ = all_counted_ && clause.is_counted();
      clauses_.push_back(&clause);
    }
    return {};
  }

  // Of each group the cheapest of its clauses.
  void count_costs() {
    costs_.assign(kMaxSegmentDocuments, 0);
    std::vector<std::uint32_t> least(pass_.plan_.groups);
    documents_.for_each([&](std::uint32_t ordinal) {
      std::fill(least.begin(), least.end(), ClauseHits::kNoCost);
      for (std::size_t c = 0; c < clauses_.size(); ++c) {
        std::uint32_t& cost = least[pass_.plan_.clauses[c].group];
        cost = std::min(cost, clauses_[c]->cost(ordinal));
      }
      for (const std::uint32_t cost : least)
        costs_[ordinal] += cost == ClauseHits::kNoCost ? 0 : cost;
    });
  }
  std::uint32_t cost(std::uint32_t ordinal) const {
    return costs_.empty() ? 0 : costs_[ordinal];
  }

  // Documents ascend from here on, about so many of them.
  void start_again(std::size_t documents) {
    bounds_.clear();
    for (ClauseHits* clause : clauses_)
      bounds_.emplace_back(*clause, documents);
  }

  double norm(std::uint32_t ordinal) const {
    return pass_.scoring_.norm(length_codes_[ordinal]);
  }

  // Calls visit(i, ordinal, norm, score of the clauses) for each document, with the
  // bounds at its batch: the score itself where all clauses are counted.
  template <typename Visit>
  void for_each_score(const OrdinalSet& some, const Visit& visit) {
    std::array<std::uint32_t, ClauseHits::Bound::kBatch> batch;
    std::size_t size = 0;
    const auto flush = [&] {
      for (ClauseHits::Bound& bound : bounds_)
        bound.go_to({batch.data(), size});
      for (std::size_t i = 0; i < size; ++i) {
        const double length = norm(batch[i]);
        double score = 0;
        for (std::size_t c = 0; c < bounds_.size(); ++c)
          score += Scoring::term(pass_.weights_[c], bounds_[c].most(i), length);
        visit(i, batch[i], length, score);
      }
      size = 0;
    };
    some.for_each([&](std::uint32_t ordinal) {
      batch[size++] = ordinal;
      if (size == batch.size()) flush();
    });
    flush();
  }

  // Pairs are no more frequent than their words. Added up as the score is: rounding
  // never puts the score above it.
  Candidate rated(std::size_t i, std::uint32_t ordinal, double norm,
                  double clauses) const {
    double sum = clauses;
    for (std::size_t p = 0; p < pass_.pairs_.size(); ++p) {
      const Pair& pair = pass_.pairs_[p];
      const std::uint32_t most =
          std::min({bounds_[pair.clause].last(i), bounds_[pair.clause + 1].first(i),
                    followed_[p].most(ordinal)});
      sum += Scoring::term(pair.weight, most, norm);
    }
    return {sum, ordinal, cost(ordinal)};
  }

  bool could_enter(int rank, double score, std::uint32_t ordinal) const {
    return best_.could_enter(
        {rank, score, static_cast<std::uint32_t>(segment_), ordinal, cost(ordinal)});
  }

  Result<void> add(std::uint32_t ordinal, bool together, double score) {
    return best_.add({pass_.rank_of(together), score,
                      static_cast<std::uint32_t>(segment_), ordinal, cost(ordinal)});
  }

  // Counts say everything.
  Result<void> add_all() {
    Result<void> done;
    const int rank = pass_.rank_of(true);
    start_again(documents_.count());
    for_each_score(documents_,
                   [&](std::size_t, std::uint32_t ordinal, double, double score) {
                     if (could_enter(rank, score, ordinal) && done)
                       done = add(ordinal, true, score);
                   });
    return done;
  }

  // Those where all pairs may stand together go before the others, whatever the scores.
  Result<void> look_closer() {
    OrdinalSet together = documents_;
    for (const Pair& pair : pass_.pairs_) {
      OrdinalSet some = documents_;
      followed_.push_back(TRY(clauses_[pair.clause]->last_term().followed(
          some, clauses_[pair.clause + 1]->term(0).word_codes())));
      together &= some;
    }
    OrdinalSet others = documents_;
    others -= together;
    TRY(look_at_likely_first(together, pass_.rank_of(true)));
    return look_at_likely_first(others, pass_.rank_of(false));
  }

  // Those with the highest bounds come first: then the best are soon so good that most
  // others need not be looked at.
  Result<void> look_at_likely_first(const OrdinalSet& some, int rank) {
    if (!best_.could_enter({rank, std::numeric_limits<double>::infinity(),
                            static_cast<std::uint32_t>(segment_), 0}))
      return {};
    std::vector<Candidate, Recycled<Candidate>> candidates;
    const std::size_t count = some.count();
    candidates.reserve(count);
    Result<void> done;
    start_again(count);
    const auto visit = [&](std::size_t i, std::uint32_t ordinal, double norm,
                           double score) {
      const Candidate candidate = rated(i, ordinal, norm, score);
      if (!could_enter(rank, candidate.bound, ordinal) || !done) return;
      if (is_exact(ordinal)) {
        done = add(ordinal, false, candidate.bound);
      } else {
        candidates.push_back(candidate);
      }
    };
    for_each_score(some, visit);
    if (!done) return done;
    const OrdinalSet first = likely(candidates);
    start_again(candidates.size());
    first.for_each([&](std::uint32_t ordinal) {
      if (done) done = look_closer(ordinal);
    });
    if (!done) return done;
    start_again(candidates.size());
    for (const Candidate& candidate : candidates) {
      if (first.has(candidate.ordinal)) continue;
      if (could_enter(rank, candidate.bound, candidate.ordinal))
        TRY(look_closer(candidate.ordinal));
    }
    return {};
  }

  // Whether a bound is the score itself: counts say everything but for the only pair, and
  // that stands apart.
  bool is_exact(std::uint32_t ordinal) const {
    return all_counted_ && followed_.size() == 1 && followed_[0].most(ordinal) == 0;
  }

  OrdinalSet likely(std::span<const Candidate> candidates) const {
    const std::size_t most = kLikely + kLikelyPerHit * best_.limit();
    const auto higher = [](const Candidate& a, const Candidate& b) {
      return a.cost != b.cost ? a.cost < b.cost : a.bound > b.bound;
    };
    std::vector<Candidate> heap;  // the lowest in front
    for (const Candidate& candidate : candidates) {
      if (heap.size() == most) {
        if (!higher(candidate, heap.front())) continue;
        std::pop_heap(heap.begin(), heap.end(), higher);
        heap.pop_back();
      }
      heap.push_back(candidate);
      std::push_heap(heap.begin(), heap.end(), higher);
    }
    OrdinalSet out;
    for (const Candidate& candidate : heap)
      out.add(candidate.ordinal);
    return out;
  }

  Result<void> look_closer(std::uint32_t ordinal) {
    const double length = norm(ordinal);
    double score = 0;
    for (std::size_t c = 0; c < clauses_.size(); ++c) {
      bounds_[c].go_to({&ordinal, 1});
      std::size_t count = bounds_[c].most(0);
      if (!clauses_[c]->is_counted()) {
        TRY(clauses_[c]->matches(ordinal, spans_));
        count = spans_.size();
        if (count == 0) {
          documents_.remove(ordinal);
          return {};
        }
      }
      score +=
          Scoring::term(pass_.weights_[c], static_cast<std::uint32_t>(count), length);
    }
    bool together = true;  // where there are no runs too
    for (std::size_t p = 0; p < pass_.pairs_.size(); ++p) {
      const Pair& pair = pass_.pairs_[p];
      const std::uint32_t count =
          followed_[p].most(ordinal) == 0 ? 0 : TRY(neighbours(pair, ordinal));
      score += Scoring::term(pair.weight, count, length);
      together = together && count > 0;
    }
    if (together && could_enter(pass_.rank_of(true), score, ordinal)) {
      for (const Plan::Run& run : pass_.plan_.runs) {
        together = together && !TRY(pass_.run_matches(segment_, run, ordinal)).empty();
      }
    }
    return add(ordinal, together, score);
  }

  Result<std::uint32_t> neighbours(const Pair& pair, std::uint32_t ordinal) {
    const auto& left = *TRY(clauses_[pair.clause]->last_term().positions(ordinal));
    if (left.empty()) return 0;
    return count_neighbours(left,
                            *TRY(clauses_[pair.clause + 1]->term(0).positions(ordinal)));
  }

  static constexpr std::size_t kLikely = 32;
  static constexpr std::size_t kLikelyPerHit = 4;

  ModePass& pass_;
  std::size_t segment_;
  OrdinalSet& documents_;
  BestHits& best_;
  const std::vector<std::uint8_t>& length_codes_;
  bool all_counted_ = true;
  std::vector<ClauseHits*> clauses_;
  std::vector<ClauseHits::Bound> bounds_;  // by clause
  std::vector<Followed> followed_;         // by pair: its first word by its second
  std::vector<Span> spans_;
  std::vector<std::uint32_t> costs_;  // of fuzzy words, by ordinal; without any: none
};

Result<void> ModePass::rank(std::size_t segment, OrdinalSet& documents, BestHits& best) {
  const auto& lengths = *TRY(segments_[segment].segment.length_codes());
  TRY(Ranking(*this, segment, documents, best, lengths).run());
  forget_if_many(segment);
  return {};
}

}  // namespace tangthu::indexer
