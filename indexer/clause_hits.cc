#include "indexer/clause_hits.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "indexer/near.h"

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
  counts_.assign(kMaxSegmentDocuments, 0U);
  Result<void> done;
  std::vector<Span> found;
  candidates.for_each([&](std::uint32_t document) {
    if (!done) return;
    found.clear();
    done = matches(document, found);
    if (!done || found.empty()) return;
    matched->add(document);
    counts_[document] = static_cast<std::uint32_t>(found.size());
  });
  TRY(std::move(done));
  matched_ = std::move(matched);
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

ClauseHits::Bound::Bound(ClauseHits& hits, std::size_t documents)
    : is_near_(hits.near_ > 0),
      followed_(hits.followed_ ? &*hits.followed_ : nullptr),
      counted_(hits.matched_ ? &hits.counts_ : nullptr) {
  for (TermHits& term : hits.terms_)
    terms_.emplace_back(term, documents);
  if (hits.whole_) whole_.emplace(*hits.whole_, documents);
  counts_.resize(terms_.size());
}

void ClauseHits::Bound::go_to(std::span<const std::uint32_t> documents) {
  const std::size_t size = documents.size();
  for (std::size_t t = 0; t < terms_.size(); ++t)
    terms_[t].get(documents, counts_[t].data());
  if (counted_ != nullptr) {
    for (std::size_t i = 0; i < size; ++i)
      most_[i] = (*counted_)[documents[i]];
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
