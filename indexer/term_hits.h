// Where one term of a query stands in one segment: the lists of all terms that it means,
// as one. Thread rule: one thread at a time. Errors: those of the segment.
#pragma once

#include <memory>
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
  // Of a fuzzy word: what each group costs, in quarters (fuzzy.h).
  std::vector<std::uint8_t> costs;
  // Documents that have any of a group's variants, summed over groups; dead ones too.
  std::uint64_t documents = 0;
};
Result<TermMeaning> find_meaning(const Segment& segment, std::string_view field,
                                 const Term& term, Mode mode);
// As TermMeaning::documents, without the documents of `dead`.
Result<std::uint64_t> count_living(const Segment& segment, const TermMeaning& meaning,
                                   const OrdinalSet& dead);

// Positions in each of some documents, ascending.
struct PositionsOf {
  std::vector<std::uint32_t> begins;  // of each document's, and the end of the last's
  std::vector<std::uint32_t> positions;

  std::span<const std::uint32_t> of(std::size_t document) const {
    return std::span(positions).subspan(begins[document],
                                        begins[document + 1] - begins[document]);
  }
};

class TermHits {
 public:
  static Result<TermHits> read(const Segment& segment, const TermMeaning& meaning);

  // Those that have it.
  const OrdinalSet& documents() const { return *documents_; }
  // In memory, what is kept by ordinal among them.
  std::size_t postings() const;
  // Of one document, ascending; none when it does not have the term. Valid until the next
  // call; asking for the same document again costs nothing.
  Result<const std::vector<std::uint32_t>*> positions(std::uint32_t document);
  // Of many documents, which ascend: list by list instead of document by document.
  Result<void> positions(std::span<const std::uint32_t> documents, PositionsOf& out);
  // Of a fuzzy word: by ordinal, the least that a term costs which the document has, in
  // quarters; kNoCost where it has none. Of another one: nothing.
  static constexpr std::uint8_t kNoCost = UINT8_MAX;
  const std::vector<std::uint8_t>& costs();
  // What the codes of its words are (word_code.h).
  const WordCodes& word_codes() const { return word_codes_; }
  // How often a word of `wanted` may stand directly behind this one; takes the documents
  // where it can't out of `within`.
  Result<Followed> followed(OrdinalSet& within, const WordCodes& wanted);

 private:
  friend class TermCounts;
  static constexpr std::uint32_t kMany = UINT8_MAX;
  void find_documents();
  void count_by_document();
  std::uint32_t count_in_lists(std::uint32_t document);

  std::vector<PostingList> lists_;
  std::vector<std::uint8_t> list_costs_;         // of a fuzzy word: of each list
  std::vector<std::uint8_t> costs_by_document_;  // until it is asked for: none
  WordCodes word_codes_;
  std::unique_ptr<OrdinalSet> documents_ = std::make_unique<OrdinalSet>();
  // How often the term stands in each, by ordinal; kMany: more often than can be said
  // here. Empty until it is asked for.
  std::vector<std::uint8_t, Recycled<std::uint8_t>> counts_;
  std::uint32_t document_ = UINT32_MAX;  // whose positions_ these are
  std::vector<std::uint32_t> positions_;
  std::vector<std::vector<Common>> common_;  // of each list and many documents
};

// How often a term stands in documents that ascend from call to call.
class TermCounts {
 public:
  // It will be asked about so many documents, more or less. `term` must outlive it.
  TermCounts(TermHits& term, std::size_t documents);

  // Of each document into `out`: 0 where the term is not.
  void get(std::span<const std::uint32_t> documents, std::uint32_t* out);

 private:
  TermHits* term_;
  bool by_document_;
  std::size_t at_ = 0;  // in the only list
};

}  // namespace tangthu::indexer
