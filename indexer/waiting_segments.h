// Packets that wait, as segments in memory that follow what comes and goes: what is new
// becomes a segment of its own, and segments of about one size become one, so that there
// are few (a log-structured merge tree, O'Neil et al. 1996).
// Thread rule: one thread at a time; the views that were handed out, any.
#pragma once

#include <memory>
#include <vector>

#include "indexer/waiting_packets.h"

namespace tangthu::indexer {

class WaitingSegments {
 public:
  explicit WaitingSegments(std::shared_ptr<BlockCache> cache)
      : cache_(std::move(cache)) {}

  // Documents that are not there. After an error nothing that is here counts.
  Result<void> add(WaitingPackets packets);
  void remove(const DocumentId& document);

  std::size_t size() const;             // documents that are there
  std::vector<DocumentId> ids() const;  // of them
  std::vector<SegmentView> views() const;

 private:
  struct Run {
    std::size_t living() const { return ids->size() - dead_count; }

    std::shared_ptr<const std::vector<DocumentId>> ids;  // by ordinal, ascending
    Segment segment;
    OrdinalSet dead;
    std::size_t dead_count = 0;
  };
  // A run that is so many times as large as the one behind it is left as it is.
  static constexpr std::size_t kSpread = 4;

  void push(std::vector<DocumentId> ids, Segment segment);
  Result<void> merge_last_two();

  std::shared_ptr<BlockCache> cache_;
  std::vector<Run> runs_;  // the oldest and largest first
};

}  // namespace tangthu::indexer
