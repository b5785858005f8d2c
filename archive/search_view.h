// What a session can search now: the index of every label that it holds (open_index.h).
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "archive/open_index.h"

namespace tangthu::archive {

struct SearchView {
  std::vector<indexer::SegmentView> segments;       // each with its label
  std::vector<std::shared_ptr<OpenIndex>> indexes;  // that each belongs to
  std::size_t waiting = 0;                          // packets that no segment has yet
  std::size_t damaged = 0;                          // packets that were passed over
  std::vector<Label> incomplete;  // labels whose index must be built again
};

// Thread rule: one thread at a time.
class SearchRoom {
 public:
  explicit SearchRoom(vault::Session& session)
      : SearchRoom(session, std::make_shared<OpenIndexes>(kMostOpen, kMostHits)) {}
  // Shares them with the rooms of other sessions of the vault.
  SearchRoom(vault::Session& session, std::shared_ptr<OpenIndexes> indexes)
      : session_(session), indexes_(std::move(indexes)) {}

  // Valid until the next call. Made anew only when something in the vault has changed.
  Result<std::shared_ptr<const SearchView>> view(const vault::NotedIntent& intent);

 private:
  // Of opened blocks, bytes: about what searches of 200,000 documents touch. Opening a
  // block again takes as long as all else that is done with it.
  static constexpr std::size_t kMostOpen = std::size_t{256} << 20;
  static constexpr std::size_t kMostHits = std::size_t{16} << 20;

  Result<void> look_at_labels();

  vault::Session& session_;
  std::shared_ptr<OpenIndexes> indexes_;
  std::shared_ptr<const vault::HeldLabels> held_;  // of which the next are
  std::map<Label, std::shared_ptr<OpenIndex>> open_;
  std::vector<std::shared_ptr<const LabelView>> parts_;  // of view_
  std::shared_ptr<const SearchView> view_;
};

}  // namespace tangthu::archive
