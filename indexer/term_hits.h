// Where one term of a query stands in one segment: the lists of all terms that it means,
// as one. Thread rule: one thread at a time. Errors: those of the segment.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/ordinal_set.h"
#include "indexer/query.h"
#include "indexer/segment.h"

namespace tangthu::indexer {

// How words that were typed with marks are taken (docs/INDEX.md).
enum class Mode : std::uint8_t { kExact, kFolded };

// The terms of a segment that a term of a query means.
struct TermMeaning {
  // One for each folded term; of each only the variants that count.
  std::vector<TermGroup> groups;
  // Documents that have any of a group's variants, summed over groups; dead ones too.
  std::uint64_t documents = 0;
};
Result<TermMeaning> find_meaning(const Segment& segment, std::string_view field,
                                 const Term& term, Mode mode);
// As TermMeaning::documents, without the documents of `dead`.
Result<std::uint64_t> count_living(const Segment& segment, const TermMeaning& meaning,
                                   const OrdinalSet& dead);

class TermHits {
 public:
  static Result<TermHits> read(const Segment& segment, const TermMeaning& meaning);

  // Ascending, and how often the term stands in each.
  const Numbers& documents() const {
    return lists_.size() == 1 ? lists_[0].documents() : documents_;
  }
  const Numbers& counts() const {
    return lists_.size() == 1 ? lists_[0].counts() : counts_;
  }
  // Of one document, ascending; none when it does not have the term. Valid until the next
  // call; asking for the same document again costs nothing.
  Result<const std::vector<std::uint32_t>*> positions(std::uint32_t document);
  // All in the documents of `within`: visit(document, position), ascending within each of
  // the terms that this one means.
  template <typename Visit>
  Result<void> visit_positions(const OrdinalSet& within, const Visit& visit) {
    for (PostingList& list : lists_)
      TRY(list.visit_positions(within, visit));
    return {};
  }

 private:
  void unite();

  std::vector<PostingList> lists_;
  Numbers documents_;
  Numbers counts_;
  std::uint32_t document_ = UINT32_MAX;  // whose positions_ these are
  std::vector<std::uint32_t> positions_;
};

// Counts of a term or of matches, along documents that ascend from call to call.
class CountCursor {
 public:
  CountCursor(std::span<const std::uint32_t> documents,
              std::span<const std::uint32_t> counts)
      : documents_(documents), counts_(counts) {}

  // Of each document into `out`: 0 where it is not in the list.
  void counts(std::span<const std::uint32_t> documents, std::uint32_t* out);

 private:
  std::span<const std::uint32_t> documents_;
  std::span<const std::uint32_t> counts_;
  std::size_t at_ = 0;
};

}  // namespace tangthu::indexer
