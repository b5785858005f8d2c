#include "tests/crash/index.h"

#include <algorithm>

namespace tangthu::crash {
namespace {

using vault::IndexChange;
using vault::IndexTask;
using vault::IndexWork;
using vault::LabelIndex;
using vault::OldCopies;
using vault::SegmentEntry;

using Contents = std::map<DocumentId, Indexed>;

Result<void> read_segment(vault::Session& session, const vault::NotedIntent& intent,
                          const Label& label, const SegmentEntry& entry, Contents& out) {
  const auto reader = TRY(session.open_segment(intent, label, entry));
  Bytes plain(reader.blocks() * vault::kSegmentBlock);
  plain.resize(TRY(reader.read_blocks(0, reader.blocks(), plain)));
  ByteReader in(plain);
  std::uint32_t ordinal = 0;
  for (const vault::SegmentMember& member :
       TRY(vault::read_members(session.vault().documents(), label, entry))) {
    Bytes content = to_bytes(in.sized());
    const bool dead = std::ranges::binary_search(entry.dead, ordinal++);
    if (!dead) out[member.document] = {member.version, std::move(content)};
  }
  if (in.complete()) return {};
  return fail(ErrorCode::kCorrupt, "a segment reads wrong", "", label.to_string());
}

Result<SegmentEntry> write_segment(vault::Session& session, const IndexWork& work,
                                   const Contents& contents) {
  auto writer = TRY(session.write_segment(work));
  std::vector<vault::SegmentMember> members;
  for (const auto& [id, indexed] : contents) {
    ByteWriter out;
    out.sized(indexed.content);
    TRY(writer.write(out.view()));
    members.push_back({id, indexed.version});
  }
  return writer.finish(members);
}

}  // namespace

Result<std::map<DocumentId, Indexed>> read_index(vault::Session& session,
                                                 const vault::NotedIntent& intent,
                                                 const Label& label) {
  Contents out;
  for (const SegmentEntry& entry : TRY(session.read_index(label)).segments)
    TRY(read_segment(session, intent, label, entry, out));
  return out;
}

Result<void> merge(vault::Session& session, const Label& label, Merged what) {
  const IndexWork work = TRY(session.work_on_index(IndexTask::kMerge, label, {}));
  const LabelIndex before = TRY(session.read_index(label));
  IndexChange change;
  Contents contents;
  if (what == Merged::kAll) {
    for (const SegmentEntry& entry : before.segments) {
      TRY(read_segment(session, work, label, entry, contents));
      change.remove.push_back(entry.id);
    }
  }
  TRY(session.visit_packets(
      work, label, [&](vault::LabelRecord&& record) -> Result<void> {
        change.merged.push_back({record.document, record.version, record.place});
        contents[record.document] = {record.version, std::move(record.content)};
        return {};
      }));
  if (contents.empty()) return {};
  change.add.push_back(TRY(write_segment(session, work, contents)));
  return session.change_index(work, before, change, OldCopies::kKept);
}

Result<void> take_out(vault::Session& session, const Label& label,
                      const std::map<DocumentId, Bytes>& packets) {
  const vault::DocumentContext& documents = session.vault().documents();
  const LabelIndex before = TRY(session.read_index(label));
  std::set<vault::SegmentId> concerned;
  std::set<DocumentId> members;
  for (const auto& [id, packet] : packets) {
    for (const auto& each : TRY(vault::find_memberships(documents, label, before, id))) {
      concerned.insert(each.segment);
      members.insert(id);
    }
  }
  if (members.empty()) return {};
  const IndexWork work = TRY(session.work_on_index(IndexTask::kTakeOut, label, {}));
  for (const DocumentId& id : members) {
    const auto version = TRY(vault::find_envelope(documents, id)).version;
    TRY(session.put_packet(work, id, version, packets.at(id)));
  }
  IndexChange change;
  for (const SegmentEntry& entry : before.segments) {
    if (!concerned.contains(entry.id)) continue;
    Contents contents;
    TRY(read_segment(session, work, label, entry, contents));
    for (const DocumentId& id : members)
      contents.erase(id);
    change.remove.push_back(entry.id);
    if (contents.empty()) continue;
    change.add.push_back(TRY(write_segment(session, work, contents)));
  }
  return session.change_index(work, before, change, OldCopies::kDestroyed);
}

}  // namespace tangthu::crash
