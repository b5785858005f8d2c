#include "archive/segment_rewrite.h"

#include <algorithm>
#include <optional>

#include "archive/sealed_source.h"
#include "indexer/segment_merge.h"

namespace tangthu::archive {
namespace {

// By ordinal; nothing for those that go.
using Living = std::vector<std::optional<vault::SegmentMember>>;

Result<Living> living_members(vault::Session& session, const Label& label,
                              const vault::SegmentEntry& entry,
                              const std::set<DocumentId>& without) {
  Living out;
  for (const vault::SegmentMember& member :
       TRY(vault::read_members(session.vault().documents(), label, entry))) {
    if (without.contains(member.document)) {
      out.emplace_back();
    } else {
      out.emplace_back(member);
    }
  }
  for (const std::uint16_t ordinal : entry.dead)
    out.at(ordinal).reset();
  return out;
}

// Where each member will stand.
std::vector<std::uint32_t> ordinals_of(const Living& living,
                                       const std::vector<vault::SegmentMember>& all) {
  std::vector<std::uint32_t> out;
  for (const auto& member : living) {
    if (!member) {
      out.push_back(indexer::kNoOrdinal);
      continue;
    }
    const auto at = std::lower_bound(all.begin(), all.end(), *member);
    out.push_back(static_cast<std::uint32_t>(at - all.begin()));
  }
  return out;
}

}  // namespace

Result<vault::IndexChange> SegmentRewrite::run(
    const std::vector<vault::SegmentEntry>& old, const std::set<DocumentId>& without) {
  vault::IndexChange change;
  std::vector<Living> living;
  std::vector<vault::SegmentMember> all;
  for (const vault::SegmentEntry& entry : old) {
    change.remove.push_back(entry.id);
    living.push_back(TRY(living_members(session_, work_.label(), entry, without)));
    for (const auto& member : living.back()) {
      if (member) all.push_back(*member);
    }
  }
  members_ = all.size();
  if (all.empty()) return change;
  std::sort(all.begin(), all.end());
  const auto cache = std::make_shared<indexer::BlockCache>();
  std::vector<indexer::Segment> segments;
  for (const vault::SegmentEntry& entry : old) {
    segments.push_back(
        TRY(open_sealed_segment(session_, work_, work_.label(), entry, cache)));
  }
  std::vector<indexer::MergeSource> sources;
  for (std::size_t i = 0; i < old.size(); ++i) {
    sources.push_back({&segments[i], ordinals_of(living[i], all)});
  }
  vault::SegmentWriter writer = TRY(session_.write_segment(work_));
  indexer::SegmentBuilder builder(
      [&writer](ByteView part) { return writer.write(part); });
  TRY(indexer::merge_segments(sources, builder));
  TRY(builder.finish());
  change.add.push_back(TRY(writer.finish(all)));
  return change;
}

}  // namespace tangthu::archive
