// The index of one label: which segments it has, sealed; and how it changes.
//
// The index record (vault/index_record.h) lies in the label's partition, under a shred id
// that covers all of the label's segments: giving the label a new one and puncturing the
// old one kills every older copy of every segment, in backups too (docs/INDEX.md). No
// label key is needed here: the segments' keys stay sealed.
//
// A change is one commit in the label's partition, on condition that the record is what
// it was. What these functions return is to be committed to the partition "system" as a
// change (vault/journal.h): it makes the change durable, raises the least generation that
// counts and notes punctures, which Vault::puncture_noted() then does. A crash in between
// is mended by settle_label_index().
//
// Thread rule: read_* and what asks only, from several threads; changes one at a time,
// under the vault's changes().
#pragma once

#include <span>

#include "vault/index_record.h"
#include "vault/segment_members.h"

namespace tangthu::vault {

enum class LabelIndexState : std::uint8_t {
  kNone,        // the label never had segments
  kWhole,       // what is in no segment has a packet
  kBeingBuilt,  // what is in it counts, but documents may be missing until it is whole
  kLost         // damaged, set back, or its shred leaf is gone (a restored backup)
};

struct LabelIndex {
  LabelIndexState state = LabelIndexState::kNone;
  ShredId shred{};
  std::uint64_t generation = 0;  // one more at each change
  std::vector<SegmentEntry> segments;
  std::vector<RetiredSegment> retired;  // no longer read, not yet removed

  bool incomplete() const {
    return state == LabelIndexState::kBeingBuilt || state == LabelIndexState::kLost;
  }
};

// A lost index is no error; kCorrupt when it is of a format that is not known.
Result<LabelIndex> read_label_index(const DocumentContext& context, const Label& label);

// A packet that was merged: its record goes with the commit that makes its document a
// member. When it is no longer there in this version, since the document was revised, the
// member is born dead.
struct MergedPacket {
  DocumentId document;
  std::uint32_t version = 0;
  LabelPlace place = LabelPlace::kFirst;
};

struct IndexChange {
  std::vector<SegmentEntry> add;  // from SegmentWriter::finish
  std::vector<SegmentId> remove;
  // Of segments that stay, further ones. Members of them whose document is in `merged`
  // are marked without being named here.
  std::vector<std::pair<SegmentId, std::vector<std::uint16_t>>> dead;
  std::vector<MergedPacket> merged;
};

enum class OldCopies : std::uint8_t {
  kKept,      // nothing left the index: older copies may live as long as backups do
  kDestroyed  // a new shred id; the old one is to be punctured, removed segments go now
};

// Makes the change, or nothing. kSealedOrBusy when the index is not as `before` any more,
// or a document that was merged was destroyed or moved meanwhile: what was added is to be
// discarded, and the work done again. kUnexpected when the change would hide a document:
// it is a live member of what is removed and neither of what is added nor among the
// packets. Buffered.
Result<Batch> change_label_index(const DocumentContext& context,
                                 const Directory& directory, const Label& label,
                                 const LabelIndex& before, const IndexChange& change,
                                 OldCopies old_copies);

// Gives up a label's index, lost or not: everything of it is removed and punctured. An
// empty one is left that is being built, until complete_label_index(). Buffered.
Result<Batch> drop_label_index(const DocumentContext& context, const Directory& directory,
                               const Label& label);
// The documents of a label that a search does not find: neither among the packets nor
// live members, in the version that they have.
Result<std::vector<DocumentId>> find_unindexed(const DocumentContext& context,
                                               const Label& label);
// An index that was being built is whole. kSealedOrBusy while documents are missing.
Result<Batch> complete_label_index(const DocumentContext& context,
                                   const Directory& directory, const Label& label);

// The segments' keys sealed to the label's newest epoch; nothing when they are. kNotFound
// when a key is not held. Buffered.
Result<std::optional<Batch>> rewrap_label_index(const DocumentContext& context,
                                                const Directory& directory,
                                                const HeldLabels& held,
                                                const LabelKey& newest);

// Removes segments that were retired at this time or before. Returns how many.
inline constexpr UnixSeconds kRetiredSeconds = 600;
Result<std::size_t> collect_retired(const DocumentContext& context, const Label& label,
                                    UnixSeconds older_than);
// Removes what was written and never named. Only while no SegmentWriter is at work.
Result<std::size_t> collect_orphans(const DocumentContext& context, const Label& label);
// What an opening for writing owes an index: orphans go, a puncture that a crash kept
// from being noted is noted. The batch may be empty.
Result<Batch> settle_label_index(const DocumentContext& context,
                                 const Directory& directory, const Label& label);

// Where a document is a member.
struct Membership {
  SegmentId segment{};
  std::uint32_t ordinal = 0;
  std::uint32_t version = 0;
  bool dead = false;
};
Result<std::vector<Membership>> find_memberships(const DocumentContext& context,
                                                 const Label& label,
                                                 const LabelIndex& index,
                                                 const DocumentId& document);

// kSealedOrBusy while a segment holds words of one of these documents, whether it counts
// there or not: then it can't be destroyed or moved.
Result<void> must_not_be_members(const DocumentContext& context, const Label& label,
                                 std::span<const DocumentId> documents);
// For documents that are to be destroyed, or whose key is to be renewed: as above; and
// where older copies of the index hold words that left it, which may be theirs, these are
// to be punctured with what this returns. A lost index is dropped. The batch may be
// empty.
Result<Batch> leave_label_index(const DocumentContext& context,
                                const Directory& directory, const Label& label,
                                std::span<const DocumentId> documents);

// A packet back beside the others, of the version that the envelope has: for taking out,
// and for indexing again. Sealed to the label's newest key. Buffered.
Result<void> put_packet(const DocumentContext& context, const LabelKey& newest,
                        const Envelope& envelope, ByteView packet);

}  // namespace tangthu::vault
