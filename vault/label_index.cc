#include "vault/label_index.h"

#include <algorithm>

#include "vault/damage.h"
#include "vault/shred_layer.h"
#include "vault/stored_index.h"

namespace tangthu::vault {
namespace {

LabelIndex as_index(const StoredIndex& stored) {
  LabelIndex out;
  out.state = stored.state;
  out.shred = stored.shred;
  out.generation = stored.record.generation;
  out.segments = stored.record.segments;
  out.retired = stored.record.retired;
  return out;
}

Failure still_a_member(const DocumentId& id) {
  return fail(ErrorCode::kSealedOrBusy, "the search index still holds the document",
              "try again: it must be taken out of the index first", id.to_string());
}

}  // namespace

Result<LabelIndex> read_label_index(const DocumentContext& context, const Label& label) {
  return as_index(TRY(read_stored_index(context, label)));
}

Result<std::optional<Batch>> rewrap_label_index(const DocumentContext& context,
                                                const Directory& directory,
                                                const HeldLabels& held,
                                                const LabelKey& newest) {
  const StoredIndex stored = TRY(read_stored_index(context, newest.label));
  const bool old = std::ranges::any_of(
      stored.record.segments,
      [&](const SegmentEntry& each) { return each.label_epoch != newest.epoch; });
  if (!old) return std::optional<Batch>();
  IndexRecord next = stored.record;
  ++next.generation;
  next.former = stored.held_formers(context.shred);
  for (SegmentEntry& segment : next.segments)
    TRY(rewrap_segment(held, newest, segment));
  return std::optional<Batch>(
      TRY(write_index(context, directory, newest.label, stored, stored.shred, next, {})));
}

// What is no longer read.

Result<std::size_t> collect_retired(const DocumentContext& context, const Label& label,
                                    UnixSeconds older_than) {
  const StoredIndex stored = TRY(read_stored_index(context, label));
  if (!stored.readable()) return std::size_t{0};
  IndexRecord next = stored.record;
  next.retired.clear();
  for (const RetiredSegment& retired : stored.record.retired) {
    if (retired.when > older_than)
      next.retired.push_back(retired);
    else
      TRY(discard_segment(context, label, retired.id));
  }
  const std::size_t count = stored.record.retired.size() - next.retired.size();
  // The record last: until then an interrupted removal is taken up again.
  if (count > 0) TRY(replace_index(context, label, stored, stored.shred, next, {}));
  return count;
}

Result<std::size_t> collect_orphans(const DocumentContext& context, const Label& label) {
  const PartitionName partition = label_partition(context.barrier, label);
  std::size_t count = 0;
  std::string after;
  while (true) {
    const auto page =
        TRY(context.barrier.store().scan(partition, kSegmentMarkPrefix, after, 256));
    for (const Record& mark : page) {
      after = mark.key;
      if (mark.key.size() != kSegmentMarkPrefix.size() + sizeof(SegmentId)) continue;
      SegmentId id;
      std::ranges::copy(as_bytes(mark.key).subspan(kSegmentMarkPrefix.size()),
                        id.begin());
      TRY(discard_segment(context, label, id));
      ++count;
    }
    if (page.size() < 256) return count;
  }
}

Result<Batch> settle_label_index(const DocumentContext& context,
                                 const Directory& directory, const Label& label) {
  TRY(collect_orphans(context, label));
  const auto stored = read_stored_index(context, label);
  if (!stored) {
    // Named by whoever reads the index; nothing else of the vault depends on it.
    return stored.error().code() == ErrorCode::kCorrupt ? Result<Batch>(Batch())
                                                        : Failure(stored.error());
  }
  Batch batch;
  if (!stored->readable()) return batch;
  for (const ShredId& id : stored->held_formers(context.shred))
    batch.puts.push_back(directory.puncture_record(id));
  if (stored->guard_is_behind())
    batch.puts.push_back(guard_record(context, label, stored->shred, stored->record));
  return batch;
}

// Members.

Result<std::vector<Membership>> find_memberships(const DocumentContext& context,
                                                 const Label& label,
                                                 const LabelIndex& index,
                                                 const DocumentId& document) {
  std::vector<Membership> out;
  for (const SegmentEntry& segment : index.segments) {
    MemberFinder finder(context, label, segment);
    const auto ordinal = TRY(finder.find(document));
    if (!ordinal) continue;
    out.push_back({segment.id, *ordinal, TRY(finder.at(*ordinal)).version,
                   is_dead(segment, *ordinal)});
  }
  return out;
}

namespace {

Result<void> no_members(const DocumentContext& context, const Label& label,
                        const StoredIndex& stored,
                        std::span<const DocumentId> documents) {
  for (const SegmentEntry& segment : stored.record.segments) {
    MemberFinder finder(context, label, segment);
    for (const DocumentId& id : documents) {
      if (TRY(finder.find(id))) return still_a_member(id);
    }
  }
  return {};
}

}  // namespace

Result<void> must_not_be_members(const DocumentContext& context, const Label& label,
                                 std::span<const DocumentId> documents) {
  return no_members(context, label, TRY(read_stored_index(context, label)), documents);
}

Result<Batch> leave_label_index(const DocumentContext& context,
                                const Directory& directory, const Label& label,
                                std::span<const DocumentId> documents) {
  const StoredIndex stored = TRY(read_stored_index(context, label));
  if (stored.state == LabelIndexState::kNone) return Batch();
  if (stored.state == LabelIndexState::kLost)
    return drop_label_index(context, directory, label);
  TRY(no_members(context, label, stored, documents));
  if (stored.record.old_words == OldWords::kNone) return Batch();
  return change_label_index(context, directory, label, as_index(stored), {},
                            OldCopies::kDestroyed);
}

Result<void> put_packet(const DocumentContext& context, const LabelKey& newest,
                        const Envelope& envelope, ByteView packet) {
  const auto kind = LabelRecordKind::kPacket;
  const Bytes sealed = TRY(seal_to_label(newest, kind, envelope.id, packet));
  // In place of the one of this version; beside one that is to count later.
  LabelPlace place = LabelPlace::kFirst;
  const auto first = TRY(
      label_record_version(context, newest.label, envelope.id, kind, LabelPlace::kFirst));
  const auto second = TRY(label_record_version(context, newest.label, envelope.id, kind,
                                               LabelPlace::kSecond));
  if (second == envelope.version || (first && first != envelope.version))
    place = LabelPlace::kSecond;
  Batch batch;
  batch.puts.push_back(
      TRY(seal_label_record(context, newest.label, newest.epoch, envelope.id,
                            envelope.version, kind, sealed, place)));
  return commit_to_label(context, newest.label, batch);
}

}  // namespace tangthu::vault
