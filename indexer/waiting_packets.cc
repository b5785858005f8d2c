#include "indexer/waiting_packets.h"

#include <algorithm>

#include "indexer/inverter.h"

namespace tangthu::indexer {

Result<void> WaitingPackets::add(const DocumentId& id, Bytes packet) {
  // Moving the bytes leaves them where they are.
  auto read = std::make_unique<Packet>(TRY(Packet::read(packet)));
  bytes_ += packet.size();
  packets_.push_back({id, std::move(packet), std::move(read)});
  return {};
}

void WaitingPackets::sort() {
  std::sort(packets_.begin(), packets_.end(),
            [](const Held& a, const Held& b) { return a.id < b.id; });
  ids_.clear();
  for (const Held& held : packets_)
    ids_.push_back(held.id);
}

std::size_t WaitingPackets::segments() const {
  return (packets_.size() + kMaxSegmentDocuments - 1) / kMaxSegmentDocuments;
}

Result<void> WaitingPackets::write(std::size_t number,
                                   const SegmentBuilder::Sink& sink) const {
  const std::size_t begin = number * kMaxSegmentDocuments;
  const std::size_t end = std::min(packets_.size(), begin + kMaxSegmentDocuments);
  Inverter inverter;
  for (std::size_t i = begin; i < end; ++i)
    inverter.add(*packets_[i].packet);
  SegmentBuilder builder(sink);
  TRY(inverter.write(builder));
  return builder.finish();
}

Result<std::vector<SegmentView>> WaitingPackets::views(
    const std::shared_ptr<BlockCache>& cache) const {
  std::vector<SegmentView> out;
  for (std::size_t i = 0; i < segments(); ++i) {
    Bytes bytes;
    TRY(write(i, [&bytes](ByteView part) -> Result<void> {
      bytes.insert(bytes.end(), part.begin(), part.end());
      return {};
    }));
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
