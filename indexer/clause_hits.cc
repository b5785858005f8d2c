#include "indexer/clause_hits.h"

#include <algorithm>
#include <iterator>

#include "indexer/near.h"
#include "indexer/neighbour_sieve.h"

namespace tangthu::indexer {

void extend(std::vector<Span>& spans, const std::vector<std::uint32_t>& positions) {
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

OrdinalSet ClauseHits::possible() const {
  OrdinalSet out = OrdinalSet::of(terms_[0].documents());
  for (std::size_t i = 1; i < terms_.size(); ++i) {
    out &= OrdinalSet::of(terms_[i].documents());
  }
  if (whole_) out |= OrdinalSet::of(whole_->documents());
  return out;
}

Result<OrdinalSet> ClauseHits::impossible(const OrdinalSet& within) {
  OrdinalSet out;
  if (whole_ || near_ > 0) return out;
  OrdinalSet rest = within;
  for (std::size_t i = 0; i + 1 < terms_.size(); ++i) {
    if (rest.count() < kSieveFrom) break;
    const OrdinalSet apart = TRY(find_apart(terms_[i], terms_[i + 1], rest));
    rest -= apart;
    out |= apart;
  }
  return out;
}

std::size_t ClauseHits::postings() const {
  std::size_t sum = whole_ ? whole_->documents().size() : 0;
  for (const TermHits& term : terms_)
    sum += term.documents().size();
  return sum;
}

Result<void> ClauseHits::count_matches(const OrdinalSet& within) {
  if (is_word()) return {};
  OrdinalSet candidates = possible();
  candidates &= within;
  candidates -= TRY(impossible(candidates));
  documents_.clear();
  counts_.clear();
  std::vector<std::uint32_t> documents;
  candidates.for_each([&](std::uint32_t document) { documents.push_back(document); });
  std::vector<Span> found;
  for (const std::uint32_t document : documents) {
    found.clear();
    TRY(matches(document, found));
    if (found.empty()) continue;
    documents_.push_back(document);
    counts_.push_back(static_cast<std::uint32_t>(found.size()));
  }
  counted_ = true;
  return {};
}

Result<void> ClauseHits::near_matches(std::uint32_t document, std::vector<Span>& out) {
  std::vector<std::vector<std::uint32_t>> positions;
  for (TermHits& term : terms_)
    positions.push_back(*TRY(term.positions(document)));
  out = indexer::near_matches(positions, near_);
  return {};
}

Result<void> ClauseHits::matches(std::uint32_t document, std::vector<Span>& out) {
  if (near_ > 0) return near_matches(document, out);
  out.clear();
  for (const std::uint32_t position : *TRY(terms_[0].positions(document)))
    out.push_back({position, position});
  for (std::size_t i = 1; i < terms_.size() && !out.empty(); ++i)
    extend(out, *TRY(terms_[i].positions(document)));
  if (!whole_) return {};
  std::vector<Span> both;
  std::vector<Span> single;
  for (const std::uint32_t position : *TRY(whole_->positions(document)))
    single.push_back({position, position});
  const auto by_first = [](const Span& a, const Span& b) { return a.first < b.first; };
  std::set_union(out.begin(), out.end(), single.begin(), single.end(),
                 std::back_inserter(both), by_first);
  out.swap(both);
  return {};
}

ClauseHits::Bound::Bound(const ClauseHits& hits) : is_near_(hits.near_ > 0) {
  for (const TermHits& term : hits.terms_)
    terms_.emplace_back(term.documents(), term.counts());
  if (hits.whole_) whole_.emplace(hits.whole_->documents(), hits.whole_->counts());
  if (hits.counted_) counted_.emplace(hits.documents_, hits.counts_);
  counts_.resize(terms_.size());
}

void ClauseHits::Bound::go_to(std::span<const std::uint32_t> documents) {
  const std::size_t size = documents.size();
  for (std::size_t t = 0; t < terms_.size(); ++t)
    terms_[t].counts(documents, counts_[t].data());
  if (counted_) {
    counted_->counts(documents, most_.data());
    return;
  }
  std::copy_n(counts_[0].begin(), size, most_.begin());
  for (std::size_t t = 1; t < terms_.size(); ++t) {
    for (std::size_t i = 0; i < size; ++i) {
      // Words near each other: a match begins at any of them.
      most_[i] = is_near_ ? most_[i] + counts_[t][i] : std::min(most_[i], counts_[t][i]);
    }
  }
  if (!whole_) return;
  Counts whole;
  whole_->counts(documents, whole.data());
  for (std::size_t i = 0; i < size; ++i)
    most_[i] += whole[i];
}

}  // namespace tangthu::indexer
