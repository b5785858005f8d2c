#include "indexer/mode_pass.h"

#include <algorithm>
#include <numeric>

#include "indexer/highlight.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

// Lists of segments that were ranked are kept for describing hits, up to so many
// postings (8 bytes each).
constexpr std::size_t kMostHeld = 4'000'000;

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
  if (later || found.is_word()) return found.possible(within);
  TRY(found.count_matches(within));
  return found.documents();
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
  OrdinalSet out;
  const OrdinalSet* left = &within;
  for (const std::size_t c : order) {
    if (plan_.clauses[c].need != Need::kMust) continue;
    out = TRY(clause_documents(segment, c, *left));
    if (out.empty()) return out;
    left = &out;
  }
  if (left != &out) out = within;
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
