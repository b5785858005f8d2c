// The documents that a segment stands for: which one, in which version, at which ordinal.
//
//   m/ ‖ segment id ‖ u16 chunk, big-endian   in the label's partition: u32 count × (
//                                             document id (16) ‖ u32 version)
//
// Sealed under the barrier only: an unsealed vault can tell what is indexed, so that it
// can refuse to destroy what is; it can't tell a word of it. A chunk has 1,024 members,
// the last one the rest. Ordered by document, so that one of them is found by reading a
// few.
// Thread rule: any thread.
#pragma once

#include <map>
#include <optional>

#include "vault/segment.h"

namespace tangthu::vault {

inline constexpr std::uint32_t kMembersInChunk = 1024;

// kUnexpected unless they are in order, each document once, and as many as fit.
Result<void> check_members(const std::vector<SegmentMember>& members);
// Buffered.
Result<void> write_members(const DocumentContext& context, const Label& label,
                           const SegmentId& segment,
                           const std::vector<SegmentMember>& members);
// Keys of all records that a segment of this id can have.
std::vector<std::string> member_keys(const SegmentId& segment);

// Members [first, first + count) of a segment, cut at its end. kCorrupt when a record of
// them is missing or not what it was.
Result<std::vector<SegmentMember>> read_members(const DocumentContext& context,
                                                const Label& label,
                                                const SegmentEntry& segment,
                                                std::uint32_t first, std::uint32_t count);
Result<std::vector<SegmentMember>> read_members(const DocumentContext& context,
                                                const Label& label,
                                                const SegmentEntry& segment);

// Looks documents up in one segment and keeps the chunks that it has read.
// Thread rule: one thread at a time.
class MemberFinder {
 public:
  // All must outlive the finder.
  MemberFinder(const DocumentContext& context, const Label& label,
               const SegmentEntry& segment)
      : context_(context), label_(label), segment_(segment) {}
  // The ordinal of a document, whatever its version; nothing when it is no member.
  Result<std::optional<std::uint32_t>> find(const DocumentId& document);
  // Of an ordinal that find() returned.
  Result<SegmentMember> at(std::uint32_t ordinal);

 private:
  Result<const std::vector<SegmentMember>*> chunk(std::uint32_t number);

  const DocumentContext& context_;
  const Label& label_;
  const SegmentEntry& segment_;
  std::map<std::uint32_t, std::vector<SegmentMember>> chunks_;
};

}  // namespace tangthu::vault
