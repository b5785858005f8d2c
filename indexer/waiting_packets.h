// Packets that wait to be merged, as segments: in memory for a search, or written for the
// vault to keep. They are inverted a run at a time: memory holds the packets of one run,
// and of the others segments, which are a quarter of their size.
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
  // A run ends at whichever comes first.
  static constexpr std::size_t kRunDocuments = 4096;
  static constexpr std::uint64_t kRunBytes = std::uint64_t{32} << 20;

  // kCorrupt when the bytes are not a packet; then nothing is added. Each document once.
  Result<void> add(const DocumentId& id, Bytes packet);
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::uint64_t bytes() const { return bytes_; }  // of packets and segments in memory

  // Puts them in the order of ids; ids() is valid after, and nothing may be added.
  Result<void> sort();
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
  struct Run {
    std::vector<DocumentId> ids;  // by ordinal
    Segment segment;
  };

  Result<void> end_run();
  void sort_packets();
  Result<void> invert(const SegmentBuilder::Sink& sink) const;
  Result<void> merge_runs(std::size_t begin, std::size_t end,
                          const SegmentBuilder::Sink& sink) const;

  std::vector<Held> packets_;  // of the run that is not ended
  std::uint64_t packet_bytes_ = 0;
  std::vector<Run> runs_;
  std::vector<DocumentId> ids_;
  std::size_t size_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace tangthu::indexer
