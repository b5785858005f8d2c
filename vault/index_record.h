// The bytes of a label's index: which segments it has, and what the vault remembers of
// it.
//
//   index           in the label's partition: shred id (16) ‖ layer(shred id, segment) of
//                   u16 format = 1 ‖ u64 generation ‖ u8 1 (whole) or 2 (being built)
//                   ‖ u8 1 or 2 (older copies hold words that left)
//                   ‖ u32 count × former shred id (16)
//                   ‖ u32 count × (segment id (16) ‖ u32 members ‖ u64 size ‖ u32 label
//                     epoch ‖ sized(wrapped key) ‖ u32 count × u16 dead ordinal)
//                   ‖ u32 count × (segment id (16) ‖ u64 time retired)
//   index/ ‖ blinded(label)   in the partition "system", guarded by the anchor: shred id
//                   (16) ‖ u64 generation ‖ u32 count × segment id (16)
//
// The second says the least generation that counts, so that nobody hides documents by
// putting an older index back, and has what it takes to do away with an index that can't
// be read any more: its shred id and its segments' ids.
#pragma once

#include <optional>

#include "base/clock.h"
#include "vault/segment.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxSegments = 10'000;  // of one label, retired ones too

struct RetiredSegment {
  SegmentId id{};
  UnixSeconds when = 0;

  bool operator==(const RetiredSegment&) const = default;
};

// Stored on disk: the values are frozen.
enum class IndexForm : std::uint8_t { kWhole = 1, kBeingBuilt = 2 };
// Whether older copies under the present shred id hold words that no segment has any
// more: of an earlier version of a document, or of one whose packet was put back. Before
// any document is destroyed they must die.
enum class OldWords : std::uint8_t { kNone = 1, kLeft = 2 };

struct IndexRecord {
  std::uint64_t generation = 0;
  IndexForm form = IndexForm::kWhole;
  OldWords old_words = OldWords::kNone;
  // Shred ids that this index had and that may not be punctured yet: after a crash
  // between the index's commit and the puncture nothing else knows of them.
  std::vector<ShredId> former;
  std::vector<SegmentEntry> segments;
  std::vector<RetiredSegment> retired;

  bool operator==(const IndexRecord&) const = default;
};

struct IndexGuard {
  ShredId shred{};
  std::uint64_t generation = 0;
  std::vector<SegmentId> segments;  // named or retired

  bool operator==(const IndexGuard&) const = default;
};

// What the shred layer holds.
inline constexpr std::uint16_t kIndexFormat = 1;
Bytes encode_index(const IndexRecord& record);
// Nothing for anything that encode_index() does not write, and for what no index can be.
std::optional<IndexRecord> decode_index(ByteView bytes);

Bytes encode_guard(const IndexGuard& guard);
std::optional<IndexGuard> decode_guard(ByteView bytes);

}  // namespace tangthu::vault
