#include "indexer/waiting_segments.h"

#include <algorithm>

#include "indexer/segment_merge.h"

namespace tangthu::indexer {

void WaitingSegments::push(std::vector<DocumentId> ids, Segment segment) {
  runs_.push_back({std::make_shared<const std::vector<DocumentId>>(std::move(ids)),
                   std::move(segment),
                   {}});
}

Result<void> WaitingSegments::add(WaitingPackets packets) {
  std::erase_if(runs_, [](const Run& run) { return run.living() == 0; });
  if (packets.empty()) return {};
  TRY(packets.sort());
  auto from = packets.ids().begin();
  for (SegmentView& view : TRY(packets.views(cache_))) {
    const auto to = from + static_cast<std::ptrdiff_t>(view.segment.documents());
    push(std::vector<DocumentId>(from, to), std::move(view.segment));
    from = to;
  }
  while (runs_.size() > 1) {
    const std::size_t last = runs_.back().living();
    const std::size_t before = runs_[runs_.size() - 2].living();
    if (before >= kSpread * last || before + last > kMaxSegmentDocuments) break;
    TRY(merge_last_two());
  }
  return {};
}

Result<void> WaitingSegments::merge_last_two() {
  const auto first = runs_.end() - 2;
  std::vector<DocumentId> ids;
  const auto visit_living = [](const Run& run, const auto& visit) {
    for (std::uint32_t i = 0; i < run.ids->size(); ++i) {
      if (!run.dead.has(i)) visit(i);
    }
  };
  for (auto run = first; run != runs_.end(); ++run)
    visit_living(*run, [&](std::uint32_t i) { ids.push_back((*run->ids)[i]); });
  std::sort(ids.begin(), ids.end());
  std::vector<MergeSource> sources;
  for (auto run = first; run != runs_.end(); ++run) {
    MergeSource source{&run->segment,
                       std::vector<std::uint32_t>(run->ids->size(), kNoOrdinal)};
    visit_living(*run, [&](std::uint32_t i) {
      const auto at = std::lower_bound(ids.begin(), ids.end(), (*run->ids)[i]);
      source.ordinals[i] = static_cast<std::uint32_t>(at - ids.begin());
    });
    sources.push_back(std::move(source));
  }
  Bytes bytes;
  SegmentBuilder builder([&bytes](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  });
  TRY(merge_segments(sources, builder));
  TRY(builder.finish());
  Segment merged =
      TRY(Segment::open(std::make_shared<MemorySource>(std::move(bytes)), cache_));
  runs_.erase(runs_.end() - 2, runs_.end());
  push(std::move(ids), std::move(merged));
  return {};
}

void WaitingSegments::remove(const DocumentId& document) {
  for (Run& run : runs_) {
    const auto at = std::lower_bound(run.ids->begin(), run.ids->end(), document);
    if (at == run.ids->end() || *at != document) continue;
    const auto ordinal = static_cast<std::uint32_t>(at - run.ids->begin());
    if (run.dead.has(ordinal)) continue;
    run.dead.add(ordinal);
    ++run.dead_count;
  }
}

std::size_t WaitingSegments::size() const {
  std::size_t out = 0;
  for (const Run& run : runs_)
    out += run.living();
  return out;
}

std::vector<DocumentId> WaitingSegments::ids() const {
  std::vector<DocumentId> out;
  for (const Run& run : runs_) {
    for (std::uint32_t i = 0; i < run.ids->size(); ++i) {
      if (!run.dead.has(i)) out.push_back((*run.ids)[i]);
    }
  }
  return out;
}

std::vector<SegmentView> WaitingSegments::views() const {
  std::vector<SegmentView> out;
  for (const Run& run : runs_) {
    if (run.living() == 0) continue;
    out.push_back({run.segment, run.dead, run.dead_count,
                   [ids = run.ids](std::uint32_t ordinal) -> Result<DocumentId> {
                     return (*ids)[ordinal];
                   }});
  }
  return out;
}

}  // namespace tangthu::indexer
