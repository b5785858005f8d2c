// One term's postings in one segment. Documents and counts are in memory; positions and
// the words behind them are read when they are asked for. Made by Segment::list(). Thread
// rule: one thread at a time. Errors: those of the segment's source, kCorrupt for
// positions that contradict the counts.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "indexer/bit_frames.h"
#include "indexer/block_source.h"
#include "indexer/ordinal_set.h"
#include "indexer/word_code.h"

namespace tangthu::indexer {

class PostingList {
 public:
  static constexpr std::size_t kNone = SIZE_MAX;

  const Numbers& documents() const { return documents_; }
  const Numbers& counts() const { return counts_; }
  // Where a document stands in documents(); kNone where it doesn't. Cheapest where
  // documents ascend from call to call.
  std::size_t find(std::uint32_t document);
  // Appends the positions of documents()[index], ascending. Cheapest in ascending order
  // of index, then where none is left out.
  Result<void> positions(std::size_t index, std::vector<std::uint32_t>& out);
  // The same to where there is room for counts()[index] of them.
  Result<void> positions(std::size_t index, std::uint32_t* out);
  // Appends the codes of the words behind these positions (word_code.h).
  Result<void> next_words(std::size_t index, std::vector<std::uint8_t>& out);
  // Counts how often a word of `wanted` may stand directly behind in those of `within`,
  // and perhaps in others.
  Result<void> count_followed(const OrdinalSet& within, const WordCodes& wanted,
                              Followed& out);

 private:
  friend class Segment;
  PostingList() = default;
  // A value for each occurrence, read when it is asked for.
  struct Lane {
    std::optional<PieceReader> bytes;
    std::size_t offset = 0;  // of its frames, within the list's rest
    FrameTable table;
    std::size_t next = 0;               // index after the one that was asked for last
    std::size_t before_next = 0;        // occurrences before that
    std::size_t frame = SIZE_MAX;       // that `values` holds, all of it
    std::vector<std::uint32_t> values;  // of one frame
  };

  // Of the documents before documents()[index]; from where the lane is, or else from the
  // stretch's beginning.
  std::size_t occurrences_before(const Lane& lane, std::size_t index) const;

  Result<void> open();
  Result<void> open(Lane& lane, std::size_t offset);
  Result<void> load_frame(Lane& lane, std::size_t frame);
  Result<std::span<const std::uint8_t>> load_codes(std::size_t frame);
  Result<void> load_few(Lane& lane, std::size_t begin, std::size_t count);
  Result<const std::uint8_t*> data(Lane& lane, std::size_t offset, std::size_t length);
  // Calls visit(value) for each of documents()[index].
  template <typename Visit>
  Result<void> visit(Lane& lane, std::size_t index, const Visit& visit);
  Result<void> count_all_followed(const WordCodes& wanted, Followed& out);

  Numbers documents_;
  Numbers counts_;
  std::size_t found_ = 0;  // where find() was last
  std::vector<std::uint32_t>
      before_;                   // occurrences before each stretch of kFrame documents
  std::size_t occurrences_ = 0;  // of all, once before_ is known
  std::shared_ptr<const CachedBytes> bytes_;
  std::uint64_t offset_ = 0;  // of what follows the counts
  std::size_t size_ = 0;      // of it, bytes
  Bytes here_;                // or it is in memory
  std::array<std::uint8_t, kFrame> codes_;
  Lane next_words_;
  Lane positions_;
};

}  // namespace tangthu::indexer
