#include "indexer/waiting_packets.h"

#include <algorithm>

#include "indexer/inverter.h"
#include "indexer/segment_merge.h"

namespace tangthu::indexer {
namespace {

// What merging looks at of each run at a time.
constexpr std::size_t kRunCache = std::size_t{1} << 20;

SegmentBuilder::Sink into(Bytes& bytes) {
  return [&bytes](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  };
}

}  // namespace

Result<void> WaitingPackets::add(const DocumentId& id, Bytes packet) {
  // Moving the bytes leaves them where they are.
  auto read = std::make_unique<Packet>(TRY(Packet::read(packet)));
  if (packets_.size() >= kRunDocuments || packet_bytes_ >= kRunBytes) TRY(end_run());
  packet_bytes_ += packet.size();
  bytes_ += packet.size();
  packets_.push_back({id, std::move(packet), std::move(read)});
  ++size_;
  return {};
}

void WaitingPackets::sort_packets() {
  std::sort(packets_.begin(), packets_.end(),
            [](const Held& a, const Held& b) { return a.id < b.id; });
}

Result<void> WaitingPackets::end_run() {
  sort_packets();
  std::vector<DocumentId> ids;
  for (const Held& held : packets_)
    ids.push_back(held.id);
  Bytes bytes;
  TRY(invert(into(bytes)));
  bytes.shrink_to_fit();
  bytes_ += bytes.size();
  bytes_ -= packet_bytes_;
  runs_.push_back(
      {std::move(ids), TRY(Segment::open(std::make_shared<MemorySource>(std::move(bytes)),
                                         std::make_shared<BlockCache>(kRunCache)))});
  packets_.clear();
  packet_bytes_ = 0;
  return {};
}

Result<void> WaitingPackets::sort() {
  ids_.clear();
  if (runs_.empty()) {
    sort_packets();
    for (const Held& held : packets_)
      ids_.push_back(held.id);
    return {};
  }
  if (!packets_.empty()) TRY(end_run());
  for (const Run& run : runs_)
    ids_.insert(ids_.end(), run.ids.begin(), run.ids.end());
  std::sort(ids_.begin(), ids_.end());
  return {};
}

std::size_t WaitingPackets::segments() const {
  return (size_ + kMaxSegmentDocuments - 1) / kMaxSegmentDocuments;
}

Result<void> WaitingPackets::invert(const SegmentBuilder::Sink& sink) const {
  Inverter inverter;
  for (const Held& held : packets_)
    inverter.add(*held.packet);
  SegmentBuilder builder(sink);
  TRY(inverter.write(builder));
  return builder.finish();
}

Result<void> WaitingPackets::merge_runs(std::size_t begin, std::size_t end,
                                        const SegmentBuilder::Sink& sink) const {
  const auto first = ids_.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = ids_.begin() + static_cast<std::ptrdiff_t>(end);
  std::vector<MergeSource> sources;
  for (const Run& run : runs_) {
    MergeSource source{&run.segment, {}};
    for (const DocumentId& id : run.ids) {
      const auto at = std::lower_bound(first, last, id);
      source.ordinals.push_back(
          at == last || *at != id ? kNoOrdinal : static_cast<std::uint32_t>(at - first));
    }
    sources.push_back(std::move(source));
  }
  SegmentBuilder builder(sink);
  TRY(merge_segments(sources, builder));
  return builder.finish();
}

Result<void> WaitingPackets::write(std::size_t number,
                                   const SegmentBuilder::Sink& sink) const {
  if (runs_.empty()) return invert(sink);
  const std::size_t begin = number * kMaxSegmentDocuments;
  return merge_runs(begin, std::min(size_, begin + kMaxSegmentDocuments), sink);
}

Result<std::vector<SegmentView>> WaitingPackets::views(
    const std::shared_ptr<BlockCache>& cache) const {
  std::vector<SegmentView> out;
  for (std::size_t i = 0; i < segments(); ++i) {
    Bytes bytes;
    TRY(write(i, into(bytes)));
    const auto begin =
        ids_.begin() + static_cast<std::ptrdiff_t>(i * kMaxSegmentDocuments);
    const auto count = std::min<std::size_t>(
        kMaxSegmentDocuments, static_cast<std::size_t>(ids_.end() - begin));
    std::vector<DocumentId> ids(begin, begin + static_cast<std::ptrdiff_t>(count));
    out.push_back(
        {TRY(Segment::open(std::make_shared<MemorySource>(std::move(bytes)), cache)),
         {},
         0,
         [ids = std::move(ids)](std::uint32_t ordinal) -> Result<DocumentId> {
           return ids[ordinal];
         }});
  }
  return out;
}

}  // namespace tangthu::indexer
