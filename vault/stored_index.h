// A label's index record as it lies in the store, judged; and the one way in which it is
// written. For the files of the index, and vault/reclassify.cc.
#pragma once

#include "vault/label_index.h"

namespace tangthu::vault {

struct StoredIndex {
  LabelIndexState state = LabelIndexState::kNone;
  std::optional<Bytes> raw;  // as stored; nothing without a record, or with a damaged one
  bool there = false;
  ShredId shred{};
  IndexRecord record;  // empty unless readable()
  std::optional<IndexGuard> guard;

  bool readable() const {
    return state == LabelIndexState::kWhole || state == LabelIndexState::kBeingBuilt;
  }
  bool guard_is_behind() const;
  std::uint64_t next_generation() const;
  // Of every shred id that older copies may lie under, those that are not punctured yet:
  // without and with the present one.
  std::vector<ShredId> held_formers(const ShredTree& shred) const;
  std::vector<ShredId> held_shreds(const ShredTree& shred) const;
  // Named or retired, also of an index that can't be read.
  std::vector<SegmentId> all_segments() const;
};

Result<StoredIndex> read_stored_index(const DocumentContext& context, const Label& label);
bool is_dead(const SegmentEntry& segment, std::uint32_t ordinal);
ShredId fresh_shred_id();
Record guard_record(const DocumentContext& context, const Label& label,
                    const ShredId& shred, const IndexRecord& record);

// Puts the record in place of `stored`; `with` goes into the same commit. kSealedOrBusy
// when it was changed meanwhile. Buffered.
Result<void> replace_index(const DocumentContext& context, const Label& label,
                           const StoredIndex& stored, const ShredId& shred,
                           const IndexRecord& record, Batch with);
// The same, and what is to be committed to the partition "system" because of it.
Result<Batch> write_index(const DocumentContext& context, const Directory& directory,
                          const Label& label, const StoredIndex& stored,
                          const ShredId& shred, const IndexRecord& record, Batch with);
// kSealedOrBusy when a condition does not hold.
Result<void> commit_to_label(const DocumentContext& context, const Label& label,
                             const Batch& batch);

Failure index_changed_meanwhile(const Label& label);
Failure lost_index(const Label& label);

}  // namespace tangthu::vault
