#include "indexer/clause_hits.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "indexer/near.h"

namespace tangthu::indexer {
namespace {

// Documents whose positions are looked at together.
constexpr std::size_t kBatch = 512;

}  // namespace

void extend(std::vector<Span>& spans, std::span<const std::uint32_t> positions) {
  std::size_t kept = 0;
  auto at = positions.begin();
  for (const Span& span : spans) {
    while (at != positions.end() && *at <= span.last)
      ++at;
    if (at == positions.end()) break;
    if (*at == span.last + 1) spans[kept++] = {span.first, *at};
  }
  spans.resize(kept);
}

Result<ClauseMeaning> find_meaning(const Segment& segment, const Clause& clause,
                                   Mode mode) {
  ClauseMeaning out;
  out.near = clause.near;
  for (const Term& term : clause.terms) {
    out.terms.push_back(TRY(find_meaning(segment, clause.field, term, mode)));
  }
  if (clause.whole) {
    out.whole = TRY(find_meaning(segment, clause.field, *clause.whole, mode));
  }
  return out;
}

Result<ClauseHits> ClauseHits::read(const Segment& segment,
                                    const ClauseMeaning& meaning) {
  ClauseHits out;
  out.near_ = meaning.near;
  // A phrase of which a word is missing needs none of the others, but for pairs.
  const bool needed =
      meaning.whole.has_value() ||
      std::all_of(meaning.terms.begin(), meaning.terms.end(),
                  [](const TermMeaning& term) { return !term.groups.empty(); });
  for (const TermMeaning& term : meaning.terms) {
    out.terms_.push_back(needed ? TRY(TermHits::read(segment, term)) : TermHits());
  }
  if (meaning.whole) out.whole_ = TRY(TermHits::read(segment, *meaning.whole));
  return out;
}

OrdinalSet ClauseHits::with_all_words() const {
  OrdinalSet out = terms_[0].documents();
  for (std::size_t i = 1; i < terms_.size(); ++i)
    out &= terms_[i].documents();
  return out;
}

Result<OrdinalSet> ClauseHits::possible(const OrdinalSet& within) {
  OrdinalSet out = with_all_words();
  out &= within;
  followed_.reset();
  if (near_ == 0) {
    for (std::size_t i = 0; i + 1 < terms_.size(); ++i) {
      const Followed followed = TRY(terms_[i].followed(out, terms_[i + 1].word_codes()));
      if (followed_) {
        followed_->limit_by(followed);
      } else {
        followed_ = followed;
      }
    }
  }
  if (!whole_) return out;
  OrdinalSet whole = whole_->documents();
  whole &= within;
  out |= whole;
  return out;
}

std::size_t ClauseHits::postings() const {
  std::size_t sum = whole_ ? whole_->postings() : 0;
  for (const TermHits& term : terms_)
    sum += term.postings();
  return sum;
}

Result<void> ClauseHits::count_matches(const OrdinalSet& within) {
  if (is_word()) return {};
  const OrdinalSet candidates = TRY(possible(within));
  auto matched = std::make_unique<OrdinalSet>();
  counts_.resize(kMaxSegmentDocuments);
  Result<void> done;
  std::vector<std::uint32_t> batch;
  batch.reserve(kBatch);
  candidates.for_each([&](std::uint32_t document) {
    batch.push_back(document);
    if (batch.size() < kBatch) return;
    if (done) done = count_matches(batch, *matched);
    batch.clear();
  });
  TRY(std::move(done));
  TRY(count_matches(batch, *matched));
  matched_ = std::move(matched);
  return {};
}

Result<void> ClauseHits::count_matches(std::span<const std::uint32_t> documents,
                                       OrdinalSet& matched) {
  const std::size_t terms = terms_.size();
  std::vector<PositionsOf> places(terms + (whole_ ? 1 : 0));
  for (std::size_t t = 0; t < terms; ++t)
    TRY(terms_[t].positions(documents, places[t]));
  if (whole_) TRY(whole_->positions(documents, places[terms]));
  std::vector<std::span<const std::uint32_t>> positions(places.size());
  std::vector<Span> found;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (std::size_t t = 0; t < places.size(); ++t)
      positions[t] = places[t].of(i);
    match(positions, found);
    if (found.empty()) continue;
    matched.add(documents[i]);
    counts_[documents[i]] = static_cast<std::uint32_t>(found.size());
  }
  return {};
}

std::uint32_t ClauseHits::cost(std::uint32_t document) {
  if (is_counted() && !documents().has(document)) return kNoCost;
  std::uint32_t sum = 0;
  for (TermHits& term : terms_) {
    const auto& costs = term.costs();
    if (costs.empty()) continue;
    if (costs[document] == TermHits::kNoCost) return kNoCost;
    sum += costs[document];
  }
  return sum;
}

Result<void> ClauseHits::matches(std::uint32_t document, std::vector<Span>& out) {
  std::vector<std::span<const std::uint32_t>> positions;
  for (TermHits& term : terms_)
    positions.emplace_back(*TRY(term.positions(document)));
  if (whole_) positions.emplace_back(*TRY(whole_->positions(document)));
  match(positions, out);
  return {};
}

void ClauseHits::match(std::span<const std::span<const std::uint32_t>> positions,
                       std::vector<Span>& out) const {
  const std::size_t terms = terms_.size();
  if (near_ > 0) {
    out = near_matches(positions.first(terms), near_);
    return;
  }
  out.clear();
  for (const std::uint32_t position : positions[0])
    out.push_back({position, position});
  for (std::size_t i = 1; i < terms && !out.empty(); ++i)
    extend(out, positions[i]);
  if (!whole_) return;
  std::vector<Span> both;
  std::vector<Span> single;
  for (const std::uint32_t position : positions[terms])
    single.push_back({position, position});
  const auto by_first = [](const Span& a, const Span& b) { return a.first < b.first; };
  std::set_union(out.begin(), out.end(), single.begin(), single.end(),
                 std::back_inserter(both), by_first);
  out.swap(both);
}

ClauseHits::Bound::Bound(ClauseHits& hits, std::size_t documents)
    : is_near_(hits.near_ > 0),
      followed_(hits.followed_ ? &*hits.followed_ : nullptr),
      matched_(hits.matched_.get()),
      counted_(&hits.counts_) {
  for (TermHits& term : hits.terms_)
    terms_.emplace_back(term, documents);
  if (hits.whole_) whole_.emplace(*hits.whole_, documents);
  counts_.resize(terms_.size());
}

void ClauseHits::Bound::go_to(std::span<const std::uint32_t> documents) {
  const std::size_t size = documents.size();
  for (std::size_t t = 0; t < terms_.size(); ++t)
    terms_[t].get(documents, counts_[t].data());
  if (matched_ != nullptr) {
    for (std::size_t i = 0; i < size; ++i)
      most_[i] = matched_->has(documents[i]) ? (*counted_)[documents[i]] : 0;
    return;
  }
  std::copy_n(counts_[0].begin(), size, most_.begin());
  for (std::size_t t = 1; t < terms_.size(); ++t) {
    for (std::size_t i = 0; i < size; ++i) {
      // Words near each other: a match begins at any of them.
      most_[i] = is_near_ ? most_[i] + counts_[t][i] : std::min(most_[i], counts_[t][i]);
    }
  }
  if (followed_ != nullptr) {
    for (std::size_t i = 0; i < size; ++i)
      most_[i] = std::min(most_[i], followed_->most(documents[i]));
  }
  if (!whole_) return;
  Counts whole;
  whole_->get(documents, whole.data());
  for (std::size_t i = 0; i < size; ++i)
    most_[i] += whole[i];
}

}  // namespace tangthu::indexer
