#include "vault/stored_index.h"

#include <algorithm>
#include <set>

#include "base/id.h"
#include "vault/damage.h"
#include "vault/shred_layer.h"

namespace tangthu::vault {
namespace {

constexpr const char* kIndexKey = "index";
constexpr std::string_view kGuardPrefix = "index/";

std::string guard_key(const Barrier& barrier, const Label& label) {
  return barrier.blind_key(kGuardPrefix, label.encode());
}

Result<std::optional<IndexGuard>> read_guard(const DocumentContext& context,
                                             const Label& label) {
  const auto value = TRY(context.barrier.get(context.barrier.blind("system"),
                                             guard_key(context.barrier, label)));
  if (!value) return std::optional<IndexGuard>();
  auto guard = decode_guard(*value);
  if (!guard) return damaged_record();
  return guard;
}

// What the layer holds; nothing when it does not open.
std::optional<Bytes> open_layers(const DocumentContext& context,
                                 const PartitionName& partition, StoredIndex& stored) {
  const auto value = context.barrier.open(partition, kIndexKey, *stored.raw);
  if (!value) return std::nullopt;
  ByteReader in(*value);
  stored.shred = in.fixed<16>();
  const ByteView layer = in.raw(in.remaining());
  if (in.failed()) return std::nullopt;
  auto content =
      open_shred_layer(context.shred, stored.shred, ShredPurpose::kSegment, layer);
  if (!content) return std::nullopt;
  return std::move(*content);
}

bool set_back(const StoredIndex& stored) {
  if (!stored.guard) return false;
  return stored.record.generation < stored.guard->generation ||
         (stored.record.generation == stored.guard->generation &&
          stored.shred != stored.guard->shred);
}

}  // namespace

Result<StoredIndex> read_stored_index(const DocumentContext& context,
                                      const Label& label) {
  const PartitionName partition = label_partition(context.barrier, label);
  StoredIndex out;
  out.guard = TRY(read_guard(context, label));
  auto raw = context.barrier.store().get(partition, kIndexKey);
  if (!raw && raw.error().code() != ErrorCode::kCorrupt) return Failure(raw.error());
  out.there = !raw || raw->has_value();
  if (raw) out.raw = std::move(*raw);
  // Whoever takes the record away hides what is in the segments.
  out.state = out.there || out.guard ? LabelIndexState::kLost : LabelIndexState::kNone;
  if (!out.raw) return out;
  const auto content = open_layers(context, partition, out);
  if (!content) return out;
  if (ByteReader(*content).integer<std::uint16_t>() > kIndexFormat) {
    return fail(ErrorCode::kCorrupt,
                "the search index is of a format this version does not know",
                "open the vault with a newer version of tangthu", label.to_string());
  }
  auto record = decode_index(*content);
  if (!record) return out;
  out.record = std::move(*record);
  if (set_back(out)) {
    out.record = {};
    return out;
  }
  out.state = out.record.form == IndexForm::kWhole ? LabelIndexState::kWhole
                                                   : LabelIndexState::kBeingBuilt;
  return out;
}

bool StoredIndex::guard_is_behind() const {
  return !guard || guard->generation < record.generation;
}

std::uint64_t StoredIndex::next_generation() const {
  return std::max(record.generation, guard ? guard->generation : 0) + 1;
}

std::vector<ShredId> StoredIndex::held_formers(const ShredTree& tree) const {
  std::vector<ShredId> out;
  for (const ShredId& id : record.former) {
    if (tree.holds(id)) out.push_back(id);
  }
  return out;
}

std::vector<ShredId> StoredIndex::held_shreds(const ShredTree& tree) const {
  std::set<ShredId> ids(record.former.begin(), record.former.end());
  if (shred != ShredId{}) ids.insert(shred);
  if (guard) ids.insert(guard->shred);
  std::vector<ShredId> out;
  std::ranges::copy_if(ids, std::back_inserter(out),
                       [&](const ShredId& id) { return tree.holds(id); });
  return out;
}

std::vector<SegmentId> StoredIndex::all_segments() const {
  std::set<SegmentId> ids;
  for (const SegmentEntry& entry : record.segments)
    ids.insert(entry.id);
  for (const RetiredSegment& retired : record.retired)
    ids.insert(retired.id);
  if (guard) ids.insert(guard->segments.begin(), guard->segments.end());
  return {ids.begin(), ids.end()};
}

bool is_dead(const SegmentEntry& segment, std::uint32_t ordinal) {
  return std::ranges::binary_search(segment.dead, ordinal);
}

ShredId fresh_shred_id() {
  ShredId id;
  random_bytes(id);
  return id;
}

Record guard_record(const DocumentContext& context, const Label& label,
                    const ShredId& shred, const IndexRecord& record) {
  IndexGuard guard{shred, record.generation, {}};
  for (const SegmentEntry& entry : record.segments)
    guard.segments.push_back(entry.id);
  for (const RetiredSegment& retired : record.retired)
    guard.segments.push_back(retired.id);
  return context.barrier.sealed(context.barrier.blind("system"),
                                guard_key(context.barrier, label), encode_guard(guard));
}

Result<void> replace_index(const DocumentContext& context, const Label& label,
                           const StoredIndex& stored, const ShredId& shred,
                           const IndexRecord& record, Batch with) {
  if (stored.raw) {
    with.conditions.push_back({kIndexKey, Condition::Kind::kEquals, *stored.raw});
  } else if (!stored.there) {
    with.conditions.push_back({kIndexKey, Condition::Kind::kAbsent, {}});
  }
  ByteWriter value;
  value.raw(shred);
  value.raw(TRY(seal_shred_layer(context.shred, shred, ShredPurpose::kSegment,
                                 encode_index(record))));
  with.puts.push_back(context.barrier.sealed(label_partition(context.barrier, label),
                                             kIndexKey, value.view()));
  return commit_to_label(context, label, with);
}

Result<Batch> write_index(const DocumentContext& context, const Directory& directory,
                          const Label& label, const StoredIndex& stored,
                          const ShredId& shred, const IndexRecord& record, Batch with) {
  if (record.segments.size() + record.retired.size() > kMaxSegments) {
    return fail(ErrorCode::kUnexpected, "the search index has more segments than fit",
                "run 'tangthu reindex'", label.to_string());
  }
  TRY(replace_index(context, label, stored, shred, record, std::move(with)));
  Batch system;
  system.puts.push_back(guard_record(context, label, shred, record));
  for (const ShredId& id : record.former)
    system.puts.push_back(directory.puncture_record(id));
  return system;
}

Result<void> commit_to_label(const DocumentContext& context, const Label& label,
                             const Batch& batch) {
  const auto outcome = TRY(context.barrier.store().commit(
      label_partition(context.barrier, label), batch, Durability::kBuffered));
  if (outcome == CommitOutcome::kConflict) return index_changed_meanwhile(label);
  if (outcome == CommitOutcome::kDone) return {};
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "look whether it was done before you try again", label.to_string());
}

Failure index_changed_meanwhile(const Label& label) {
  return fail(ErrorCode::kSealedOrBusy, "the search index was changed at the same time",
              "try again", label.to_string());
}

Failure lost_index(const Label& label) {
  return fail(ErrorCode::kCorrupt, "the search index of a level is lost or damaged",
              "run 'tangthu reindex': no document is touched", label.to_string());
}

}  // namespace tangthu::vault
