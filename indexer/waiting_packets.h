// Packets that wait to be merged, as segments: in memory for a search, or written for the
// vault to keep.
// Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/id.h"
#include "indexer/evaluate.h"
#include "indexer/packet.h"
#include "indexer/segment_builder.h"

namespace tangthu::indexer {

class WaitingPackets {
 public:
  // kCorrupt when the bytes are not a packet; then nothing is added. Each document once.
  Result<void> add(const DocumentId& id, Bytes packet);
  std::size_t size() const { return packets_.size(); }
  bool empty() const { return packets_.empty(); }
  std::uint64_t bytes() const { return bytes_; }  // of packets

  // Puts them in the order of ids; ids() is valid after.
  void sort();
  // By place: those of [kMaxSegmentDocuments · n, …) make the n-th segment.
  const std::vector<DocumentId>& ids() const { return ids_; }
  std::size_t segments() const;
  // The n-th segment, into the sink.
  Result<void> write(std::size_t number, const SegmentBuilder::Sink& sink) const;
  // All segments, opened; they don't need this any more.
  Result<std::vector<SegmentView>> views(const std::shared_ptr<BlockCache>& cache) const;

 private:
  struct Held {
    DocumentId id;
    Bytes bytes;  // what `packet` looks into
    std::unique_ptr<Packet> packet;
  };
  std::vector<Held> packets_;
  std::vector<DocumentId> ids_;
  std::uint64_t bytes_ = 0;
};

}  // namespace tangthu::indexer
