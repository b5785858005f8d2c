// Merging (docs/INDEX.md): packets into segments, small segments into larger ones.
#include <algorithm>

#include "archive/index_work.h"
#include "archive/sealed_source.h"
#include "archive/segment_rewrite.h"
#include "indexer/waiting_packets.h"

namespace tangthu::archive {
namespace {

// What packets may hold in memory until a segment is made of them (waiting_packets.h).
constexpr std::uint64_t kMostPacketBytes = std::uint64_t{256} << 20;

// Segments with fewer living members than this are of a lower tier.
constexpr std::size_t kTiers[] = {4096, 32'768};
constexpr std::size_t kSegmentsOfATier = 4;
constexpr std::size_t kDeadShare = 10;  // a tenth

std::size_t living(const vault::SegmentEntry& entry) {
  return entry.members - entry.dead.size();
}

std::size_t tier_of(const vault::SegmentEntry& entry) {
  return static_cast<std::size_t>(
      std::count_if(std::begin(kTiers), std::end(kTiers),
                    [&](std::size_t least) { return living(entry) >= least; }));
}

// The packets of one label, a segment's worth after the other.
class PacketMerge {
 public:
  PacketMerge(vault::Session& session, const vault::IndexWork& work,
              const vault::LabelIndex& before)
      : session_(session), work_(work), before_(before) {}

  Result<std::size_t> run() {
    TRY(session_.visit_packets(
        work_, work_.label(), [this](vault::LabelRecord&& found) -> Result<void> {
          const vault::MergedPacket merged{found.document, found.version, found.place};
          // One that is none can't be merged: verify names it.
          if (!packets_.add(found.document, std::move(found.content))) return {};
          versions_.emplace(merged.document, merged);
          const bool is_full = packets_.size() == indexer::kMaxSegmentDocuments ||
                               packets_.bytes() >= kMostPacketBytes;
          return is_full ? write() : Result<void>();
        }));
    TRY(write());
    if (change_.add.empty()) return 0;
    TRY(session_.change_index(work_, before_, change_, vault::OldCopies::kKept));
    return change_.merged.size();
  }

 private:
  Result<void> write() {
    if (packets_.empty()) return {};
    TRY(packets_.sort());
    std::vector<vault::SegmentMember> members;
    for (const DocumentId& id : packets_.ids()) {
      const vault::MergedPacket& merged = versions_.at(id);
      members.push_back({id, merged.version});
      change_.merged.push_back(merged);
    }
    vault::SegmentWriter writer = TRY(session_.write_segment(work_));
    TRY(packets_.write(0, [&writer](ByteView part) { return writer.write(part); }));
    change_.add.push_back(TRY(writer.finish(members)));
    packets_ = {};
    versions_.clear();
    return {};
  }

  vault::Session& session_;
  const vault::IndexWork& work_;
  const vault::LabelIndex& before_;
  indexer::WaitingPackets packets_;
  std::map<DocumentId, vault::MergedPacket> versions_;
  vault::IndexChange change_;
};

// What is to become one segment next; nothing when all is well.
std::vector<vault::SegmentEntry> choose(const vault::LabelIndex& index) {
  for (const vault::SegmentEntry& entry : index.segments) {
    if (entry.dead.size() * kDeadShare >= entry.members) return {entry};
  }
  for (std::size_t tier = 0; tier < std::size(kTiers); ++tier) {
    std::vector<vault::SegmentEntry> of_tier;
    std::copy_if(
        index.segments.begin(), index.segments.end(), std::back_inserter(of_tier),
        [&](const vault::SegmentEntry& entry) { return tier_of(entry) == tier; });
    if (of_tier.size() < kSegmentsOfATier) continue;
    std::sort(of_tier.begin(), of_tier.end(),
              [](const auto& a, const auto& b) { return living(a) < living(b); });
    std::vector<vault::SegmentEntry> chosen;
    std::size_t members = 0;
    for (vault::SegmentEntry& entry : of_tier) {
      members += living(entry);
      if (members > indexer::kMaxSegmentDocuments) break;
      chosen.push_back(std::move(entry));
    }
    if (chosen.size() > 1) return chosen;
  }
  return {};
}

Result<void> merge_label(vault::Session& session, const Label& label, MergeWhen when,
                         MergeReport& report) {
  const std::size_t waiting = TRY(session.count_packets(label));
  vault::LabelIndex index = TRY(session.read_index(label));
  if (index.state == vault::LabelIndexState::kLost) return {};
  const bool due = waiting >= (when == MergeWhen::kDue ? kPacketsDue : 1);
  if (due) {
    const auto work = TRY(
        session.work_on_index(vault::IndexTask::kMerge, label, {{"packets", waiting}}));
    report.merged += TRY(PacketMerge(session, work, index).run());
    index = TRY(session.read_index(label));
  }
  for (auto chosen = choose(index); !chosen.empty(); chosen = choose(index)) {
    const auto work = TRY(session.work_on_index(vault::IndexTask::kMerge, label,
                                                {{"segments", chosen.size()}}));
    SegmentRewrite rewrite(session, work);
    const vault::IndexChange change = TRY(rewrite.run(chosen, {}));
    TRY(session.change_index(work, index, change, vault::OldCopies::kKept));
    report.rewritten += rewrite.members();
    index = TRY(session.read_index(label));
  }
  report.segments += index.segments.size();
  return {};
}

}  // namespace

Result<MergeReport> merge_index(vault::Session& session, MergeWhen when,
                                std::set<Label>& done) {
  MergeReport report;
  for (const Label& label : TRY(session.readable_labels())) {
    if (done.count(label) > 0) continue;
    TRY(merge_label(session, label, when, report));
    done.insert(label);
  }
  return report;
}

Result<MergeReport> merge_index(vault::Session& session, MergeWhen when) {
  std::set<Label> done;
  return merge_index(session, when, done);
}

}  // namespace tangthu::archive
