#include "indexer/term_hits.h"

#include <algorithm>
#include <utility>

namespace tangthu::indexer {
namespace {

// A prefix stands for words alone: a code that begins so begins with such a word, at the
// same place.
bool is_word(std::string_view folded) {
  return folded.find_first_of("/-") == std::string_view::npos;
}

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

// The first index from `from` on whose value is not below `wanted`, found by strides that
// double.
std::size_t seek(std::span<const std::uint32_t> ascending, std::size_t from,
                 std::uint32_t wanted) {
  std::size_t step = 1;
  while (from + step < ascending.size() && ascending[from + step] < wanted) {
    from += step;
    step *= 2;
  }
  const auto first = ascending.begin() + static_cast<std::ptrdiff_t>(from);
  const auto last = ascending.begin() + static_cast<std::ptrdiff_t>(
                                            std::min(from + step + 1, ascending.size()));
  return static_cast<std::size_t>(std::lower_bound(first, last, wanted) -
                                  ascending.begin());
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
  for (const std::string& like : term.like) {
    if (auto group = TRY(segment.find(field, like))) add(std::move(*group));
  }
  if (term.is_fuzzy) return out;
  if (!term.is_prefix) {
    if (auto group = TRY(segment.find(field, term.folded))) add(std::move(*group));
    return out;
  }
  TRY(segment.visit(field, term.folded, {}, [&](TermGroup&& group) -> Result<bool> {
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

void CountCursor::counts(std::span<const std::uint32_t> documents, std::uint32_t* out) {
  constexpr std::size_t kSteps = 4;  // most are the next or one of those after it
  std::size_t at = at_;
  const std::size_t end = documents_.size();
  for (const std::uint32_t document : documents) {
    const std::size_t near = std::min(at + kSteps, end);
    while (at < near && documents_[at] < document)
      ++at;
    if (at < end && documents_[at] < document) at = seek(documents_, at, document);
    *out++ = at < end && documents_[at] == document ? counts_[at] : 0;
  }
  at_ = at;
}

Result<TermHits> TermHits::read(const Segment& segment, const TermMeaning& meaning) {
  TermHits out;
  std::size_t lists = 0;
  for (const TermGroup& group : meaning.groups)
    lists += group.variants.size();
  out.lists_.reserve(lists);
  for (const TermGroup& group : meaning.groups) {
    for (const TermVariant& variant : group.variants) {
      out.lists_.push_back(TRY(segment.list(variant)));
    }
  }
  if (out.lists_.size() > 1) out.unite();
  return out;
}

void TermHits::unite() {
  std::size_t total = 0;
  for (const PostingList& list : lists_)
    total += list.documents().size();
  if (total < kMaxSegmentDocuments / 64) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> all;
    all.reserve(total);
    for (const PostingList& list : lists_) {
      for (std::size_t i = 0; i < list.documents().size(); ++i) {
        all.emplace_back(list.documents()[i], list.counts()[i]);
      }
    }
    std::sort(all.begin(), all.end());
    for (const auto& [document, count] : all) {
      if (documents_.empty() || documents_.back() != document) {
        documents_.push_back(document);
        counts_.push_back(0);
      }
      counts_.back() += count;
    }
    return;
  }
  // All zero between calls.
  static thread_local std::vector<std::uint32_t> sums(kMaxSegmentDocuments);
  OrdinalSet seen;
  for (const PostingList& list : lists_) {
    for (std::size_t i = 0; i < list.documents().size(); ++i) {
      sums[list.documents()[i]] += list.counts()[i];
      seen.add(list.documents()[i]);
    }
  }
  const std::size_t count = seen.count();
  documents_.resize(count);
  counts_.resize(count);
  std::size_t at = 0;
  seen.for_each([&](std::uint32_t document) {
    documents_[at] = document;
    counts_[at] = std::exchange(sums[document], 0);
    ++at;
  });
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

}  // namespace tangthu::indexer
