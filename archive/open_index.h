// The search index of labels as it was opened: segments, with the blocks that were
// decrypted (indexer/block_source.h), and the packets that no segment has yet as segments
// in memory; and what hits from it showed (opened_hits.h). Rooms (search_view.h) that
// hold the same keys share what one of them opened; with the last of them it is gone, and
// wiped.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "archive/opened_hits.h"
#include "indexer/evaluate.h"
#include "indexer/waiting_segments.h"
#include "vault/session.h"

namespace tangthu::archive {

// One label's index at one moment.
struct LabelView {
  std::uint64_t changes = 0;                   // of the store, before it was read
  std::vector<indexer::SegmentView> segments;  // with the label
  std::size_t waiting = 0;                     // packets that no segment has yet
  std::size_t damaged = 0;                     // packets that were passed over
  bool incomplete = false;                     // it must be built again
};

// Of one label. Thread rule: any thread.
class OpenIndex {
 public:
  OpenIndex(Label label, std::shared_ptr<indexer::BlockCache> cache,
            std::shared_ptr<OpenedHits> hits)
      : hits(std::move(hits)),
        label_(std::move(label)),
        cache_(std::move(cache)),
        waiting_(cache_) {}

  // With all that was in the store when it counted so many changes. The session holds the
  // label. Made anew, by one of those who want it, only when something has changed.
  Result<std::shared_ptr<const LabelView>> view(vault::Session& session,
                                                const vault::NotedIntent& intent,
                                                std::uint64_t changes);

  HitShelf hits;

 private:
  struct Open;
  std::shared_ptr<const LabelView> last() const;
  Result<LabelView> make_view(vault::Session& session, const vault::NotedIntent& intent);
  Result<std::size_t> follow_packets(vault::Session& session,
                                     const vault::NotedIntent& intent);
  Result<void> add_segments(vault::Session& session, const vault::NotedIntent& intent,
                            const vault::LabelIndex& index, LabelView& view);
  Result<std::shared_ptr<Open>> open(vault::Session& session,
                                     const vault::NotedIntent& intent,
                                     const vault::SegmentEntry& entry);

  const Label label_;
  const std::shared_ptr<indexer::BlockCache> cache_;
  mutable std::mutex mutex_;  // guards the next one
  std::shared_ptr<const LabelView> view_;
  std::mutex making_;  // guards what follows; locked before the other
  std::map<vault::SegmentId, std::shared_ptr<Open>> open_;
  vault::SeenRecords seen_;
  std::set<DocumentId> no_packets_;  // of these: their maker sealed none
  indexer::WaitingSegments waiting_;
};

// Of one vault. Thread rule: any thread.
class OpenIndexes {
 public:
  // `most_open`: bytes of opened blocks, of all labels together; `most_hits`: of opened
  // hits.
  OpenIndexes(std::size_t most_open, std::size_t most_hits)
      : cache_(std::make_shared<indexer::BlockCache>(most_open)),
        hits_(std::make_shared<OpenedHits>(most_hits)) {}

  // What those who hold this label with the keys of these epochs share.
  std::shared_ptr<OpenIndex> of(const Label& label,
                                const std::vector<std::uint32_t>& epochs);

 private:
  using Keys = std::pair<Label, std::vector<std::uint32_t>>;
  const std::shared_ptr<indexer::BlockCache> cache_;
  const std::shared_ptr<OpenedHits> hits_;
  std::mutex mutex_;
  std::map<Keys, std::weak_ptr<OpenIndex>> open_;
};

}  // namespace tangthu::archive
