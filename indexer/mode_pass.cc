#include "indexer/mode_pass.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include "indexer/highlight.h"
#include "indexer/neighbour_sieve.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

// Lists of segments that were ranked are kept for describing hits, up to so many
// postings (8 bytes each).
constexpr std::size_t kMostHeld = 4'000'000;

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

Result<void> ModePass::prepare() {
  meanings_.resize(segments_.size());
  hits_.resize(segments_.size());
  std::vector<std::vector<std::uint64_t>> documents(plan_.clauses.size());
  for (std::size_t c = 0; c < plan_.clauses.size(); ++c) {
    documents[c].resize(plan_.clauses[c].terms.size());
  }
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const SegmentView& view = segments_[s];
    hits_[s].clauses.resize(plan_.clauses.size());
    for (std::size_t c = 0; c < plan_.clauses.size(); ++c) {
      meanings_[s].push_back(TRY(find_meaning(view.segment, plan_.clauses[c], mode_)));
      const auto& terms = meanings_[s].back().terms;
      for (std::size_t t = 0; t < terms.size(); ++t) {
        documents[c][t] += view.dead_count == 0
                               ? terms[t].documents
                               : TRY(count_living(view.segment, terms[t], view.dead));
      }
    }
  }
  for (const auto& counts : documents) {
    double weight = 0;
    for (const std::uint64_t count : counts)
      weight += scoring_.idf(count);
    weights_.push_back(weight);
  }
  for (const Plan::Run& run : plan_.runs) {
    for (std::size_t c = run.begin; c + 1 < run.end; ++c) {
      pairs_.push_back({c, std::min(scoring_.idf(documents[c].back()),
                                    scoring_.idf(documents[c + 1].front()))});
    }
  }
  return {};
}

Result<ClauseHits*> ModePass::hits(std::size_t segment, std::size_t clause) {
  auto& found = hits_[segment].clauses[clause];
  if (!found) {
    found = TRY(ClauseHits::read(segments_[segment].segment, meanings_[segment][clause]));
    held_ += found->postings();
  }
  return &*found;
}

Result<OrdinalSet> ModePass::clause_documents(std::size_t segment, std::size_t clause,
                                              const OrdinalSet& within) {
  ClauseHits& found = *TRY(hits(segment, clause));
  const bool later =
      phrases_ == Phrases::kInRanked && plan_.clauses[clause].need == Need::kMust;
  if (later || found.is_word()) {
    OrdinalSet out = found.possible();
    out &= within;
    return out;
  }
  TRY(found.count_matches(within));
  return OrdinalSet::of(found.documents());
}

Result<OrdinalSet> ModePass::documents(std::size_t segment, const OrdinalSet& within) {
  // Rare clauses first: where they have nothing, the others need not be read.
  std::vector<std::size_t> order(plan_.clauses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto frequency = [&](std::size_t clause) {
    std::uint64_t least = UINT64_MAX;
    for (const TermMeaning& term : meanings_[segment][clause].terms) {
      least = std::min(least, term.documents);
    }
    return least;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return frequency(a) < frequency(b);
  });
  std::vector<bool> compulsory(plan_.groups);  // groups that have a +clause
  for (const Clause& clause : plan_.clauses) {
    if (clause.need == Need::kMust) compulsory[clause.group] = true;
  }
  OrdinalSet out = within;
  for (const std::size_t c : order) {
    if (plan_.clauses[c].need != Need::kMust) continue;
    out = TRY(clause_documents(segment, c, out));
    if (out.empty()) return out;
  }
  std::vector<std::optional<OrdinalSet>> any(plan_.groups);
  for (const std::size_t c : order) {
    const Clause& clause = plan_.clauses[c];
    if (compulsory[clause.group]) continue;
    auto& group = any[clause.group];
    if (!group) group.emplace();
    *group |= TRY(clause_documents(segment, c, out));
  }
  for (const auto& group : any) {
    if (group) out &= *group;
  }
  return out;
}

// One segment's documents on their way to the best.
class ModePass::Ranking {
 public:
  Ranking(ModePass& pass, std::size_t segment, OrdinalSet& documents, BestHits& best,
          const std::vector<std::uint8_t>& length_codes)
      : pass_(pass),
        segment_(segment),
        documents_(documents),
        best_(best),
        length_codes_(length_codes),
        needs_positions_(!pass.pairs_.empty()) {}

  Result<void> run() {
    TRY(open_clauses());
    return needs_positions_ ? look_at_likely_first() : add_all();
  }

 private:
  struct Candidate {
    float bound = 0;          // of its score
    float without_pairs = 0;  // the same, where the only pair stands apart
    std::uint32_t ordinal = 0;
  };

  Result<void> open_clauses() {
    for (std::size_t c = 0; c < pass_.plan_.clauses.size(); ++c) {
      ClauseHits& clause = *TRY(pass_.hits(segment_, c));
      if (pass_.plan_.clauses[c].need != Need::kMust)
        TRY(clause.count_matches(documents_));
      needs_positions_ = needs_positions_ || !clause.is_counted();
      clauses_.push_back(&clause);
    }
    start_again();
    return {};
  }

  // Documents ascend from here on.
  void start_again() {
    bounds_.clear();
    for (const ClauseHits* clause : clauses_)
      bounds_.emplace_back(*clause);
  }

  double norm(std::uint32_t ordinal) const {
    return pass_.scoring_.norm(length_codes_[ordinal]);
  }

  // Calls visit(i, ordinal, norm, score of the clauses) for each document, with the
  // bounds at its batch: the score itself where all clauses are counted.
  template <typename Visit>
  void for_each_score(const Visit& visit) {
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
    documents_.for_each([&](std::uint32_t ordinal) {
      batch[size++] = ordinal;
      if (size == batch.size()) flush();
    });
    flush();
  }

  // Pairs are no more frequent than their words. A little is added, so that rounding
  // shuts nobody out.
  Candidate rated(std::size_t i, std::uint32_t ordinal, double norm,
                  double clauses) const {
    constexpr double kALittleMore = 1 + 1e-6;
    double sum = clauses;
    for (const Pair& pair : pass_.pairs_) {
      const std::uint32_t most =
          std::min(bounds_[pair.clause].last(i), bounds_[pair.clause + 1].first(i));
      sum += Scoring::term(pair.weight, most, norm);
    }
    const double without = pass_.pairs_.size() == 1 ? clauses : sum;
    return {static_cast<float>(sum * kALittleMore),
            static_cast<float>(without * kALittleMore), ordinal};
  }

  bool could_enter(double score) const {
    return best_.could_enter(pass_.rank_of(true), score);
  }

  Result<void> add(std::uint32_t ordinal, bool together, double score) {
    return best_.add(
        {pass_.rank_of(together), score, static_cast<std::uint32_t>(segment_), ordinal});
  }

  // Counts say everything.
  Result<void> add_all() {
    Result<void> done;
    for_each_score([&](std::size_t, std::uint32_t ordinal, double, double score) {
      if (could_enter(score) && done) done = add(ordinal, true, score);
    });
    return done;
  }

  // Those with the highest bounds come first: then the best are soon so good that most
  // others need not be looked at.
  Result<void> look_at_likely_first() {
    std::vector<Candidate, Recycled<Candidate>> candidates;
    candidates.reserve(documents_.count());
    for_each_score([&](std::size_t i, std::uint32_t ordinal, double norm, double score) {
      const Candidate candidate = rated(i, ordinal, norm, score);
      if (could_enter(candidate.bound)) candidates.push_back(candidate);
    });
    const OrdinalSet first = likely(candidates);
    Result<void> done;
    start_again();
    first.for_each([&](std::uint32_t ordinal) {
      if (done) done = look_closer(ordinal);
    });
    if (!done) return done;
    OrdinalSet rest;
    for (const Candidate& candidate : candidates) {
      if (could_enter(candidate.bound)) rest.add(candidate.ordinal);
    }
    rest -= first;
    TRY(sieve(rest));
    start_again();
    for (const Candidate& candidate : candidates) {
      if (!rest.has(candidate.ordinal) || is_apart(candidate.ordinal)) continue;
      if (could_enter(candidate.bound)) TRY(look_closer(candidate.ordinal));
    }
    start_again();
    for (const Candidate& candidate : candidates) {
      if (!rest.has(candidate.ordinal) || !is_apart(candidate.ordinal)) continue;
      if (best_.could_enter(pass_.rank_of(false), candidate.without_pairs)) {
        TRY(look_closer(candidate.ordinal));
      }
    }
    return {};
  }

  // Takes out what has a phrase nowhere, and finds where pairs stand apart.
  Result<void> sieve(OrdinalSet& rest) {
    for (ClauseHits* clause : clauses_) {
      if (clause->is_counted() || rest.count() < kSieveFrom) continue;
      const OrdinalSet without = TRY(clause->impossible(rest));
      rest -= without;
      documents_ -= without;
    }
    if (rest.count() < kSieveFrom) return {};
    for (const Pair& pair : pass_.pairs_) {
      apart_.push_back(TRY(find_apart(clauses_[pair.clause]->last_term(),
                                      clauses_[pair.clause + 1]->term(0), rest)));
    }
    return {};
  }

  bool is_apart(std::uint32_t ordinal) const {
    return std::any_of(apart_.begin(), apart_.end(),
                       [&](const OrdinalSet& apart) { return apart.has(ordinal); });
  }

  OrdinalSet likely(std::span<const Candidate> candidates) const {
    const std::size_t most = kLikely + kLikelyPerHit * best_.limit();
    const auto higher = [](const Candidate& a, const Candidate& b) {
      return a.bound > b.bound;
    };
    std::vector<Candidate> heap;  // the lowest in front
    for (const Candidate& candidate : candidates) {
      if (heap.size() == most) {
        if (candidate.bound <= heap.front().bound) continue;
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
      const bool known = p < apart_.size() && apart_[p].has(ordinal);
      const std::uint32_t count = known ? 0 : TRY(neighbours(pair, ordinal));
      score += Scoring::term(pair.weight, count, length);
      together = together && count > 0;
    }
    if (together && could_enter(score)) {
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
  bool needs_positions_;
  std::vector<ClauseHits*> clauses_;
  std::vector<ClauseHits::Bound> bounds_;  // by clause
  std::vector<OrdinalSet> apart_;          // by pair, once they were sieved
  std::vector<Span> spans_;
};

Result<void> ModePass::rank(std::size_t segment, OrdinalSet& documents, BestHits& best) {
  const auto& lengths = *TRY(segments_[segment].segment.length_codes());
  TRY(Ranking(*this, segment, documents, best, lengths).run());
  forget_if_many(segment);
  return {};
}

Result<std::vector<Span>> ModePass::run_matches(std::size_t segment, const Plan::Run& run,
                                                std::uint32_t ordinal) {
  std::vector<Span> spans;
  bool is_first = true;
  for (std::size_t c = run.begin; c < run.end; ++c) {
    ClauseHits& clause = *TRY(hits(segment, c));
    for (std::size_t t = 0; t < plan_.clauses[c].terms.size(); ++t) {
      const auto& positions = *TRY(clause.term(t).positions(ordinal));
      if (is_first) {
        for (const std::uint32_t position : positions)
          spans.push_back({position, position});
      } else {
        extend(spans, positions);
      }
      is_first = false;
      if (spans.empty()) return spans;
    }
  }
  return spans;
}

void ModePass::forget_if_many(std::size_t segment) {
  if (held_ <= kMostHeld) return;
  for (auto& clause : hits_[segment].clauses) {
    if (clause) held_ -= clause->postings();
    clause.reset();
  }
}

namespace {

// Pages of matches: 1-based, of words numbered through the document.
void add_pages(const std::vector<Span>& spans, const std::vector<std::uint32_t>& ends,
               std::vector<int>& pages) {
  for (const Span& span : spans) {
    for (const std::uint32_t position : {span.first, span.last}) {
      const auto page = std::upper_bound(ends.begin(), ends.end(), position);
      if (page == ends.end()) continue;  // in a field
      pages.push_back(static_cast<int>(page - ends.begin()) + 1);
    }
  }
}

}  // namespace

Result<void> ModePass::describe(const Scored& scored, Hit& hit) {
  const std::size_t segment = scored.segment;
  std::vector<std::uint32_t> ends =
      TRY(segments_[segment].segment.page_words(scored.ordinal));
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<bool> done(plan_.clauses.size());
  for (const Plan::Run& run : plan_.runs) {
    // Where words stand together, these pages say more than those of single words.
    const std::size_t before = hit.pages.size();
    add_pages(TRY(run_matches(segment, run, scored.ordinal)), ends, hit.pages);
    if (hit.pages.size() == before) continue;
    for (std::size_t c = run.begin; c < run.end; ++c)
      done[c] = true;
  }
  for (std::size_t c = 0; c < plan_.clauses.size(); ++c) {
    const Clause& clause = plan_.clauses[c];
    std::vector<Span> spans;
    TRY(TRY(hits(segment, c))->matches(scored.ordinal, spans));
    if (spans.empty()) continue;
    // Positions in a field count from its beginning: they are on no page.
    if (!done[c] && clause.field.empty()) add_pages(spans, ends, hit.pages);
    for (std::string& words : lit_by(clause))
      hit.words.push_back(std::move(words));
  }
  const auto tidy = [](auto& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
  };
  tidy(hit.pages);
  tidy(hit.words);
  if (hit.pages.size() > kMaxHitPages) hit.pages.resize(kMaxHitPages);
  return {};
}

}  // namespace tangthu::indexer
