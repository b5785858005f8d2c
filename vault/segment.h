// Segments of the search index as the store has them: sealed bodies whose meaning is the
// indexer's.
//
// A segment is a partition of its own with one body: a payload (vault/payload.h) of
// 16 KiB chunks under the segment's own random key, with the segment's id in place of a
// document's. Its manifest is public and signed, so that a scrub covers it. Beside it, in
// the label's partition, lie its members (vault/segment_members.h). Neither counts for
// anything until the index record of the label names the segment (vault/label_index.h).
//
//   partition  "segment/" ‖ id              body: kind kSegment, number 1; `manifest`
//   s/ ‖ id    in the label's partition: u64 time; there while the segment is being
//              written, so that what a crash leaves can be found
//   key        wrapped to the label: "tangthu segment key v1" ‖ id ‖ sized(label) ‖ u32
//              epoch
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "vault/document.h"

namespace tangthu::vault {

using SegmentId = Hash16;

inline constexpr ChunkSize kSegmentChunk = ChunkSize::kSmall;
inline constexpr std::size_t kSegmentBlock = bytes_of(kSegmentChunk);  // of plaintext
inline constexpr std::size_t kMaxSegmentMembers = 65'536;
inline constexpr std::uint64_t kMaxSegmentBytes = std::uint64_t{2} << 30;

// Which document, in which version, stands at an ordinal. Ordered by document.
struct SegmentMember {
  DocumentId document;
  std::uint32_t version = 0;

  auto operator<=>(const SegmentMember&) const =
      default;  // NOLINT(modernize-use-nullptr)
};

// One segment as the index record of its label names it.
struct SegmentEntry {
  SegmentId id{};
  std::uint32_t members = 0;
  std::uint64_t size = 0;           // of the plaintext, bytes
  std::uint32_t label_epoch = 0;    // that the key is sealed to
  Bytes sealed_key;                 // to the label's public key
  std::vector<std::uint16_t> dead;  // ordinals, ascending

  bool operator==(const SegmentEntry&) const = default;
  std::uint64_t blocks() const { return (size + kSegmentBlock - 1) / kSegmentBlock; }
};

PartitionName segment_partition(const Barrier& barrier, const SegmentId& id);
// What a segment's key is bound to.
Bytes segment_key_context(const SegmentId& id, const Label& label, std::uint32_t epoch);
// The same key, sealed to the label's newest epoch. kNotFound when the key of the epoch
// that it is sealed to is not held.
Result<void> rewrap_segment(const HeldLabels& held, const LabelKey& newest,
                            SegmentEntry& entry);

// Writes one segment: its bytes piece by piece, then its members. Buffered. What was not
// finished goes with the writer; what was, and is named by no index record in the end, by
// discard_segment(), or at the next opening for writing (collect_orphans()).
// Thread rule: one thread at a time.
class SegmentWriter {
 public:
  static Result<SegmentWriter> begin(const DocumentContext& context,
                                     const LabelKey& label);
  ~SegmentWriter();
  SegmentWriter(SegmentWriter&&) noexcept;
  SegmentWriter& operator=(SegmentWriter&&) = delete;

  const SegmentId& id() const;
  Result<void> write(ByteView plaintext);
  // Once, last. `members` in order, each document once, 1 to kMaxSegmentMembers.
  Result<SegmentEntry> finish(const std::vector<SegmentMember>& members);

 private:
  struct State;
  explicit SegmentWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Random access to one segment. Errors: kCorrupt. Thread rule: const use from several
// threads.
class SegmentReader {
 public:
  // kNotFound when the label's key of that epoch is not held.
  static Result<SegmentReader> open(const DocumentContext& context,
                                    const HeldLabels& held, const Label& label,
                                    const SegmentEntry& entry);
  std::uint64_t size() const { return entry().size; }  // bytes
  std::uint64_t blocks() const { return entry().blocks(); }
  const SegmentEntry& entry() const;

  // Opens block `number` into `out`, kSegmentBlock bytes; the last one may be shorter.
  // Returns how many bytes it has.
  Result<std::size_t> read_block(std::uint64_t number, std::span<std::uint8_t> out) const;
  // The same for `count` blocks from `first` on, one read of the store. `out` has
  // kSegmentBlock bytes for each. They are cut at the end.
  Result<std::size_t> read_blocks(std::uint64_t first, std::uint64_t count,
                                  std::span<std::uint8_t> out) const;

 private:
  struct State;
  explicit SegmentReader(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// Body, manifest, members and mark. Only of a segment that no index record names.
Result<void> discard_segment(const DocumentContext& context, const Label& label,
                             const SegmentId& id);
// The same of one that was written and never named; of another nothing happens.
Result<void> discard_unnamed(const DocumentContext& context, const Label& label,
                             const SegmentId& id);

// Of segments that are being written, or were when a crash came.
inline constexpr std::string_view kSegmentMarkPrefix = "s/";
std::string segment_mark_key(const SegmentId& id);

}  // namespace tangthu::vault
