// What a session can search now: the segments of every label that it holds, and the
// packets that no segment has yet as segments in memory.
//
// Opened segments are kept from one search to the next, with the blocks that were opened
// (indexer/block_source.h). Thread rule: one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "indexer/evaluate.h"
#include "vault/session.h"

namespace tangthu::archive {

struct SearchView {
  std::vector<indexer::SegmentView> segments;  // each with its label
  std::size_t waiting = 0;                     // packets that no segment has yet
  std::size_t damaged = 0;                     // packets that were passed over
  std::vector<Label> incomplete;               // labels whose index must be built again
};

class SearchRoom {
 public:
  explicit SearchRoom(vault::Session& session)
      : session_(session), cache_(std::make_shared<indexer::BlockCache>()) {}

  Result<SearchView> view(const vault::NotedIntent& intent);

 private:
  struct Open;
  Result<void> add_label(const vault::NotedIntent& intent, const Label& label,
                         SearchView& view);
  Result<void> add_segments(const vault::NotedIntent& intent, const Label& label,
                            const vault::LabelIndex& index,
                            const std::vector<DocumentId>& waiting, SearchView& view);
  Result<std::shared_ptr<Open>> open(const vault::NotedIntent& intent, const Label& label,
                                     const vault::SegmentEntry& entry);
  // Documents that wait come back.
  Result<std::vector<DocumentId>> add_waiting(const vault::NotedIntent& intent,
                                              const Label& label, SearchView& view);

  vault::Session& session_;
  std::shared_ptr<indexer::BlockCache> cache_;
  std::map<vault::SegmentId, std::shared_ptr<Open>> open_;
  std::map<vault::SegmentId, std::shared_ptr<Open>> in_use_;  // by the last view
};

}  // namespace tangthu::archive
