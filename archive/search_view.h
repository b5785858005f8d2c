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
      : SearchRoom(session, std::make_shared<indexer::BlockCache>(kMostOpen)) {}
  // With a cache that other rooms use too; each finds its own blocks in it only.
  SearchRoom(vault::Session& session, std::shared_ptr<indexer::BlockCache> cache)
      : session_(session), cache_(std::move(cache)) {}

  // Valid until the next call. Made anew only when something in the vault has changed.
  Result<std::shared_ptr<const SearchView>> view(const vault::NotedIntent& intent);

 private:
  // Of opened blocks, bytes: about what searches of 200,000 documents touch. Opening a
  // block again takes as long as all else that is done with it.
  static constexpr std::size_t kMostOpen = std::size_t{256} << 20;

  Result<SearchView> make_view(const vault::NotedIntent& intent,
                               const std::vector<Label>& labels);
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
  std::shared_ptr<const SearchView> view_;
  std::uint64_t seen_ = 0;       // the store's changes when it was made
  std::vector<Label> searched_;  // the labels that it is of
};

}  // namespace tangthu::archive
