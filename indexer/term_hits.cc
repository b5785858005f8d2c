#include "indexer/term_hits.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tangthu::indexer {
namespace {

// Keeps the variants that the term means in this mode.
void choose(TermGroup& group, const Term& term, Mode mode) {
  if (mode == Mode::kFolded || !term.has_marks) return;
  std::erase_if(group.variants, [&](const TermVariant& variant) {
    return term.is_prefix ? !variant.marked.starts_with(term.marked)
                          : variant.marked != term.marked;
  });
}

std::uint64_t documents_of(const TermGroup& group, const Term& term, Mode mode) {
  if (mode == Mode::kFolded || !term.has_marks) return group.documents;
  std::uint64_t sum = 0;
  for (const TermVariant& variant : group.variants)
    sum += variant.documents;
  return sum;
}

}  // namespace

Result<TermMeaning> find_meaning(const Segment& segment, std::string_view field,
                                 const Term& term, Mode mode) {
  TermMeaning out;
  const auto add = [&](TermGroup&& group) {
    choose(group, term, mode);
    if (group.variants.empty()) return;
    out.documents += documents_of(group, term, mode);
    out.groups.push_back(std::move(group));
  };
  for (const FuzzyTerm& like : term.like) {
    auto group = TRY(segment.find(field, like.folded));
    if (group) add(std::move(*group));
    if (out.groups.size() > out.costs.size())
      out.costs.push_back(static_cast<std::uint8_t>(like.cost * kQuarters));
  }
  if (term.is_fuzzy) return out;
  if (!term.is_prefix) {
    if (auto group = TRY(segment.find(field, term.folded))) add(std::move(*group));
    return out;
  }
  TRY(segment.visit(field, term.folded, {}, [&](TermGroup&& group) -> Result<bool> {
    // A code that begins so begins with such a word, at the same place.
    if (is_word(group.folded)) add(std::move(group));
    return true;
  }));
  return out;
}

Result<std::uint64_t> count_living(const Segment& segment, const TermMeaning& meaning,
                                   const OrdinalSet& dead) {
  std::uint64_t buried = 0;
  for (const TermGroup& group : meaning.groups) {
    OrdinalSet in_group;
    for (const TermVariant& variant : group.variants) {
      const PostingList list = TRY(segment.list(variant));
      in_group |= OrdinalSet::of(list.documents());
    }
    in_group &= dead;
    buried += in_group.count();
  }
  return meaning.documents - buried;
}

Result<TermHits> TermHits::read(const Segment& segment, const TermMeaning& meaning) {
  TermHits out;
  std::size_t lists = 0;
  for (const TermGroup& group : meaning.groups)
    lists += group.variants.size();
  out.lists_.reserve(lists);
  for (std::size_t i = 0; i < meaning.groups.size(); ++i) {
    const TermGroup& group = meaning.groups[i];
    out.word_codes_.add(group.folded);
    for (const TermVariant& variant : group.variants) {
      out.lists_.push_back(TRY(segment.list(variant)));
      if (!meaning.costs.empty()) out.list_costs_.push_back(meaning.costs[i]);
    }
  }
  out.find_documents();
  return out;
}

// Of frequent terms the counts are made at once: these also say where the term stands,
// and take less than putting bits together does.
void TermHits::find_documents() {
  constexpr std::size_t kMany = kMaxSegmentDocuments / 8;
  std::size_t postings = 0;
  for (const PostingList& list : lists_)
    postings += list.documents().size();
  if (postings >= kMany) {
    count_by_document();
    *documents_ = OrdinalSet::of_bytes(counts_);
    return;
  }
  for (const PostingList& list : lists_)
    documents_->add_ascending(list.documents());
}

std::size_t TermHits::postings() const {
  std::size_t sum = kMaxSegmentDocuments / 8;
  for (const PostingList& list : lists_)
    sum += list.documents().size();
  return sum;
}

void TermHits::count_by_document() {
  if (!counts_.empty()) return;
  counts_.assign(kMaxSegmentDocuments, std::uint8_t{0});
  std::uint8_t* const sums = counts_.data();
  for (const PostingList& list : lists_) {
    const std::size_t size = list.documents().size();
    const std::uint32_t* const documents = list.documents().data();
    const std::uint32_t* const counts = list.counts().data();
    for (std::size_t i = 0; i < size; ++i) {
      std::uint8_t& sum = sums[documents[i]];
      sum = static_cast<std::uint8_t>(std::min<std::uint32_t>(sum + counts[i], kMany));
    }
  }
}

const std::vector<std::uint8_t>& TermHits::costs() {
  if (!costs_by_document_.empty() || list_costs_.empty()) return costs_by_document_;
  costs_by_document_.assign(kMaxSegmentDocuments, kNoCost);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    for (const std::uint32_t document : lists_[i].documents()) {
      std::uint8_t& cost = costs_by_document_[document];
      cost = std::min(cost, list_costs_[i]);
    }
  }
  return costs_by_document_;
}

std::uint32_t TermHits::count_in_lists(std::uint32_t document) {
  std::uint32_t sum = 0;
  for (PostingList& list : lists_) {
    const std::size_t index = list.find(document);
    if (index != PostingList::kNone) sum += list.counts()[index];
  }
  return sum;
}

TermCounts::TermCounts(TermHits& term, std::size_t documents) : term_(&term) {
  // A search in a list takes as long as so many postings gone through.
  constexpr std::size_t kSearch = 20;
  const std::size_t searching = kSearch * documents * term.lists_.size();
  by_document_ = !term.counts_.empty() || searching > term.postings();
  if (by_document_) term.count_by_document();
}

void TermCounts::get(std::span<const std::uint32_t> documents, std::uint32_t* out) {
  if (by_document_) {
    for (const std::uint32_t document : documents) {
      const std::uint8_t count = term_->counts_[document];
      *out++ = count < TermHits::kMany ? count : term_->count_in_lists(document);
    }
    return;
  }
  if (term_->lists_.size() != 1) {
    for (const std::uint32_t document : documents)
      *out++ = term_->count_in_lists(document);
    return;
  }
  const Numbers& all = term_->lists_[0].documents();
  const Numbers& counts = term_->lists_[0].counts();
  for (const std::uint32_t document : documents) {
    at_ = seek(all, at_, document);
    *out++ = at_ < all.size() && all[at_] == document ? counts[at_] : 0;
  }
}

Result<Followed> TermHits::followed(OrdinalSet& within, const WordCodes& wanted) {
  Followed out;
  for (PostingList& list : lists_)
    TRY(list.count_followed(within, wanted, out));
  within.for_each([&](std::uint32_t document) {
    if (out.most(document) == 0) within.remove(document);
  });
  return out;
}

Result<const std::vector<std::uint32_t>*> TermHits::positions(std::uint32_t document) {
  if (document == document_) return &positions_;
  document_ = UINT32_MAX;
  positions_.clear();
  std::size_t found = 0;
  for (PostingList& list : lists_) {
    const std::size_t index = list.find(document);
    if (index == PostingList::kNone) continue;
    TRY(list.positions(index, positions_));
    ++found;
  }
  if (found > 1) std::sort(positions_.begin(), positions_.end());
  document_ = document;
  return &positions_;
}

Result<void> TermHits::positions(std::span<const std::uint32_t> documents,
                                 PositionsOf& out) {
  common_.resize(lists_.size());
  // Sums make ends of how many there are of each, and beginnings are left when every list
  // has put its own before the end.
  out.begins.assign(documents.size() + 1, 0U);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    find_common(documents, lists_[i].documents(), common_[i]);
    for (const Common& at : common_[i])
      out.begins[at.in_first] += lists_[i].counts()[at.in_second];
  }
  std::partial_sum(out.begins.begin(), out.begins.end(), out.begins.begin());
  out.positions.resize(out.begins.back());
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    for (const Common& at : common_[i]) {
      std::uint32_t& begin = out.begins[at.in_first];
      begin -= lists_[i].counts()[at.in_second];
      TRY(lists_[i].positions(at.in_second, &out.positions[begin]));
    }
  }
  if (lists_.size() == 1) return {};
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto first = out.positions.begin() + out.begins[i];
    const auto last = out.positions.begin() + out.begins[i + 1];
    if (!std::is_sorted(first, last)) std::sort(first, last);
  }
  return {};
}

}  // namespace tangthu::indexer
