// An index that is given up, and built again from the documents.
#include <algorithm>

#include "vault/stored_index.h"

namespace tangthu::vault {

Result<Batch> drop_label_index(const DocumentContext& context, const Directory& directory,
                               const Label& label) {
  const StoredIndex stored = TRY(read_stored_index(context, label));
  const std::vector<SegmentId> segments = stored.all_segments();
  IndexRecord empty;
  empty.generation = stored.next_generation();
  empty.form = IndexForm::kBeingBuilt;
  empty.former = stored.held_shreds(context.shred);
  for (const SegmentId& id : segments)
    empty.retired.push_back({id, 0});
  Batch done =
      TRY(write_index(context, directory, label, stored, fresh_shred_id(), empty, {}));
  TRY(collect_retired(context, label, 0));
  return done;
}

namespace {

using Versions = std::vector<SegmentMember>;

// Documents and versions of the records of one kind that lie under a label.
Result<Versions> recorded(const DocumentContext& context, const Label& label,
                          LabelRecordKind kind) {
  Versions out;
  TRY(visit_label_versions(context, label, kind,
                           [&out](const DocumentId& id, std::uint32_t version) {
                             out.push_back({id, version});
                           }));
  std::sort(out.begin(), out.end());
  return out;
}

Result<Versions> live_members(const DocumentContext& context, const Label& label) {
  Versions out;
  const StoredIndex stored = TRY(read_stored_index(context, label));
  for (const SegmentEntry& segment : stored.record.segments) {
    const auto members = TRY(read_members(context, label, segment));
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      if (!is_dead(segment, i)) out.push_back(members[i]);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<std::vector<DocumentId>> find_unindexed(const DocumentContext& context,
                                               const Label& label) {
  // In this order: what is taken in or merged meanwhile is not missing.
  const Versions catalogue = TRY(recorded(context, label, LabelRecordKind::kCatalogue));
  const Versions packets = TRY(recorded(context, label, LabelRecordKind::kPacket));
  const Versions members = TRY(live_members(context, label));
  std::vector<DocumentId> out;
  for (const SegmentMember& listed : catalogue) {
    if (std::ranges::binary_search(packets, listed) ||
        std::ranges::binary_search(members, listed))
      continue;
    const auto envelope = find_envelope(context, listed.document);
    // What can't be opened can't be indexed either.
    if (!envelope && envelope.error().code() != ErrorCode::kNotFound &&
        envelope.error().code() != ErrorCode::kCorrupt)
      return Failure(envelope.error());
    if (envelope && envelope->label == label && envelope->version == listed.version)
      out.push_back(listed.document);
  }
  return out;
}

Result<Batch> complete_label_index(const DocumentContext& context,
                                   const Directory& directory, const Label& label) {
  const StoredIndex stored = TRY(read_stored_index(context, label));
  if (stored.state == LabelIndexState::kWhole || stored.state == LabelIndexState::kNone)
    return Batch();
  if (stored.state == LabelIndexState::kLost) return lost_index(label);
  if (!TRY(find_unindexed(context, label)).empty()) {
    return fail(ErrorCode::kSealedOrBusy, "documents are missing in the search index yet",
                "run 'tangthu reindex' again", label.to_string());
  }
  IndexRecord next = stored.record;
  ++next.generation;
  next.form = IndexForm::kWhole;
  next.former = stored.held_formers(context.shred);
  return write_index(context, directory, label, stored, stored.shred, next, {});
}

}  // namespace tangthu::vault
