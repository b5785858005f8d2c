// Writes a segment (segment_format.h) from documents and terms that come in order.
//
// First every document, by ordinal; then every term, in strict order of (field, folded,
// marked); then finish(). Postings go out as they come; the dictionary and what is known
// of documents stay in memory until the end (about 40 bytes a term and 20 a document).
// Thread rule: one thread at a time. Errors: those of the sink.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indexer/columns.h"
#include "indexer/segment_format.h"

namespace tangthu::indexer {

// A term of the segment. `marked` is never empty.
struct TermKey {
  std::string_view field;  // empty: anywhere
  std::string_view folded;
  std::string_view marked;

  auto operator<=>(const TermKey&) const = default;
};

// Where a term stands: documents ascending, `counts` positions of each (at least one),
// positions ascending within a document, and for each the code of the word behind it.
struct TermPostings {
  std::vector<Ordinal> documents;
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> positions;
  std::vector<std::uint8_t> next_words;

  void clear();
};

class SegmentBuilder {
 public:
  using Sink = std::function<Result<void>(ByteView)>;
  explicit SegmentBuilder(Sink sink) : sink_(std::move(sink)) {}

  // `length_code`: of the number of words (scoring.h).
  void add_document(std::uint8_t length_code, std::span<const std::uint32_t> page_words,
                    const ColumnValues& columns);
  Result<void> add_term(const TermKey& key, const TermPostings& postings);
  Result<void> finish();

  std::size_t documents() const { return length_codes_.size(); }

 private:
  struct Variant {
    std::string marked;
    std::uint32_t documents = 0;
    std::uint32_t more = 0;
    std::uint32_t list_bytes = 0;
    std::uint32_t head_bytes = 0;  // ordinals and counts
    Bytes here;                    // the list, when it is short
  };

  Result<void> write(ByteView bytes);
  void end_group();
  void end_page();
  std::uint32_t group_documents();

  Sink sink_;
  std::uint64_t written_ = 0;
  std::vector<std::uint8_t> length_codes_;
  std::vector<std::uint32_t> page_words_;
  std::vector<std::uint32_t> page_counts_;
  ColumnWriter columns_;

  std::string group_;               // key of the terms that fold alike
  std::vector<Variant> variants_;   // of it
  std::uint64_t group_offset_ = 0;  // where their lists begin
  std::vector<Ordinal> in_group_;   // documents of all variants, unsorted
  std::vector<std::uint32_t> scratch_;
  Bytes page_;          // of the dictionary
  std::string before_;  // key before, in this page
  std::string first_;   // first key of this page
  Bytes dictionary_;
  Bytes directory_;
  std::uint32_t dictionary_pages_ = 0;
};

}  // namespace tangthu::indexer
