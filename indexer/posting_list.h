// One term's postings in one segment. Documents and counts are in memory; positions are
// read when they are asked for. Made by Segment::list(). Thread rule: one thread at a
// time. Errors: those of the segment's source, kCorrupt for positions that contradict
// the counts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "indexer/bit_frames.h"
#include "indexer/block_source.h"
#include "indexer/ordinal_set.h"

namespace tangthu::indexer {

class PostingList {
 public:
  static constexpr std::size_t kNone = SIZE_MAX;

  const Numbers& documents() const { return documents_; }
  const Numbers& counts() const { return counts_; }
  // Where a document stands in documents(); kNone where it doesn't.
  std::size_t find(std::uint32_t document);
  // Appends the positions of documents()[index], ascending. Cheapest in ascending order
  // of index, then where none is left out.
  Result<void> positions(std::size_t index, std::vector<std::uint32_t>& out);
  // All positions in the documents of `within`: visit(document, position), in order.
  template <typename Visit>
  Result<void> visit_positions(const OrdinalSet& within, const Visit& visit) {
    if (before_.empty()) TRY(open_positions());
    const std::uint32_t* const values = values_.data();
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const std::uint32_t document = documents_[i];
      if (!within.has(document)) continue;
      std::uint32_t next = 0;
      const std::size_t last = before_[i + 1];
      for (std::size_t at = before_[i]; at < last;) {
        if (at / kFrame != frame_) TRY(load_frame(at / kFrame));
        const std::size_t end = std::min(last, (at / kFrame + 1) * kFrame);
        for (; at < end; ++at) {
          next += values[at % kFrame];
          visit(document, next++);
        }
      }
    }
    return {};
  }

 private:
  friend class Segment;
  PostingList() = default;
  void find_stretches();
  Result<void> open_positions();
  Result<void> load_frame(std::size_t frame);
  Result<void> load_few(std::size_t begin, std::size_t count);
  Result<const std::uint8_t*> data(std::size_t offset, std::size_t length);

  Numbers documents_;
  Numbers counts_;
  std::vector<std::uint32_t> stretches_;  // where the documents from 64 · n on begin
  Numbers before_;                        // positions before each document's
  std::optional<PieceReader> bytes_;
  std::uint64_t offset_ = 0;  // of the positions' frames
  std::size_t size_ = 0;      // of them, bytes
  Bytes here_;                // or they are in memory
  FrameTable table_;
  std::size_t next_ = 0;               // index after the one that was asked for last
  std::size_t frame_ = SIZE_MAX;       // that values_ holds, all of it
  std::vector<std::uint32_t> values_;  // of one frame
};

}  // namespace tangthu::indexer
