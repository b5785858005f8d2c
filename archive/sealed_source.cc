#include "archive/sealed_source.h"

namespace tangthu::archive {
namespace {

static_assert(vault::kSegmentBlock == indexer::kSourceBlock);
static_assert(vault::kMaxSegmentMembers == indexer::kMaxSegmentDocuments);

class SealedSource : public indexer::BlockSource {
 public:
  explicit SealedSource(vault::SegmentReader reader) : reader_(std::move(reader)) {}
  std::uint64_t size() const override { return reader_.size(); }
  Result<void> read_block(std::uint64_t number,
                          std::span<std::uint8_t> out) const override {
    TRY(reader_.read_block(number, out));
    return {};
  }

 private:
  vault::SegmentReader reader_;
};

}  // namespace

Result<indexer::Segment> open_sealed_segment(
    vault::Session& session, const vault::NotedIntent& intent, const Label& label,
    const vault::SegmentEntry& entry, const std::shared_ptr<indexer::BlockCache>& cache) {
  auto source =
      std::make_shared<SealedSource>(TRY(session.open_segment(intent, label, entry)));
  indexer::Segment segment = TRY(indexer::Segment::open(std::move(source), cache));
  if (segment.documents() != entry.members) return indexer::damaged_segment();
  return segment;
}

}  // namespace tangthu::archive
