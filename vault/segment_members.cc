#include "vault/segment_members.h"

#include <algorithm>

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kPrefix = "m/";

// Big-endian, so that chunks are in order.
std::string chunk_key(const SegmentId& segment, std::uint32_t chunk) {
  std::string out = std::string(kPrefix) + std::string(as_text(segment));
  out.push_back(static_cast<char>(chunk >> 8));
  out.push_back(static_cast<char>(chunk & 0xFFU));
  return out;
}

std::uint32_t members_of_chunk(const SegmentEntry& segment, std::uint32_t chunk) {
  const std::uint64_t begin = std::uint64_t{chunk} * kMembersInChunk;
  if (begin >= segment.members) return 0;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(kMembersInChunk, segment.members - begin));
}

Failure damaged_members() {
  return fail(ErrorCode::kCorrupt, "the list of documents in a search index is damaged",
              "run 'tangthu reindex': no document is touched");
}

Bytes encode(std::span<const SegmentMember> members) {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(members.size()));
  for (const SegmentMember& member : members) {
    out.raw(member.document.bytes());
    out.integer(member.version);
  }
  return out.take();
}

bool in_order(std::span<const SegmentMember> members) {
  return std::adjacent_find(members.begin(), members.end(),
                            [](const SegmentMember& a, const SegmentMember& b) {
                              return !(a.document < b.document);
                            }) == members.end();
}

Result<std::vector<SegmentMember>> decode(ByteView value, std::uint32_t expected) {
  ByteReader in(value);
  const auto count = in.integer<std::uint32_t>();
  if (count != expected) return damaged_members();
  std::vector<SegmentMember> out;
  out.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
    out.push_back({id, in.integer<std::uint32_t>()});
  }
  if (!in.complete() || !in_order(out)) return damaged_members();
  return out;
}

Result<std::vector<SegmentMember>> read_chunk(const DocumentContext& context,
                                              const Label& label,
                                              const SegmentEntry& segment,
                                              std::uint32_t chunk) {
  const auto value = context.barrier.get(label_partition(context.barrier, label),
                                         chunk_key(segment.id, chunk));
  if (!value && value.error().code() != ErrorCode::kCorrupt)
    return Failure(value.error());
  if (!value || !*value) return damaged_members();
  return decode(**value, members_of_chunk(segment, chunk));
}

}  // namespace

Result<void> check_members(const std::vector<SegmentMember>& members) {
  if (!members.empty() && members.size() <= kMaxSegmentMembers && in_order(members))
    return {};
  return fail(ErrorCode::kUnexpected,
              "the documents of a search index segment are not in order", "report this");
}

Result<void> write_members(const DocumentContext& context, const Label& label,
                           const SegmentId& segment,
                           const std::vector<SegmentMember>& members) {
  const PartitionName partition = label_partition(context.barrier, label);
  const std::span<const SegmentMember> all = members;
  Batch batch;
  for (std::size_t begin = 0; begin < all.size(); begin += kMembersInChunk) {
    const auto part =
        all.subspan(begin, std::min<std::size_t>(kMembersInChunk, all.size() - begin));
    const auto number = static_cast<std::uint32_t>(begin / kMembersInChunk);
    batch.puts.push_back(
        context.barrier.sealed(partition, chunk_key(segment, number), encode(part)));
  }
  const auto outcome =
      TRY(context.barrier.store().commit(partition, batch, Durability::kBuffered));
  if (outcome == CommitOutcome::kDone) return {};
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "the search index was not changed; try again");
}

std::vector<std::string> member_keys(const SegmentId& segment) {
  std::vector<std::string> out;
  for (std::uint32_t chunk = 0; chunk < kMaxSegmentMembers / kMembersInChunk; ++chunk)
    out.push_back(chunk_key(segment, chunk));
  return out;
}

Result<std::vector<SegmentMember>> read_members(const DocumentContext& context,
                                                const Label& label,
                                                const SegmentEntry& segment,
                                                std::uint32_t first,
                                                std::uint32_t count) {
  std::vector<SegmentMember> out;
  if (first >= segment.members) return out;
  count = std::min(count, segment.members - first);
  out.reserve(count);
  while (out.size() < count) {
    const auto at = static_cast<std::uint32_t>(first + out.size());
    const auto chunk = TRY(read_chunk(context, label, segment, at / kMembersInChunk));
    const std::size_t skip = at % kMembersInChunk;
    const std::size_t wanted = std::min(chunk.size() - skip, count - out.size());
    const auto begin = chunk.begin() + static_cast<std::ptrdiff_t>(skip);
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(wanted));
  }
  if (!in_order(out)) return damaged_members();
  return out;
}

Result<std::vector<SegmentMember>> read_members(const DocumentContext& context,
                                                const Label& label,
                                                const SegmentEntry& segment) {
  return read_members(context, label, segment, 0, segment.members);
}

Result<const std::vector<SegmentMember>*> MemberFinder::chunk(std::uint32_t number) {
  const auto known = chunks_.find(number);
  if (known != chunks_.end()) return &known->second;
  auto read = TRY(read_chunk(context_, label_, segment_, number));
  return &chunks_.emplace(number, std::move(read)).first->second;
}

Result<std::optional<std::uint32_t>> MemberFinder::find(const DocumentId& document) {
  std::uint32_t begin = 0;
  std::uint32_t end = (segment_.members + kMembersInChunk - 1) / kMembersInChunk;
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    const std::vector<SegmentMember>& members = *TRY(chunk(middle));
    if (document < members.front().document) {
      end = middle;
    } else if (members.back().document < document) {
      begin = middle + 1;
    } else {
      const auto at =
          std::lower_bound(members.begin(), members.end(), SegmentMember{document, 0});
      if (at == members.end() || at->document != document) break;
      const auto within = static_cast<std::uint32_t>(at - members.begin());
      return std::optional(middle * kMembersInChunk + within);
    }
  }
  return std::optional<std::uint32_t>();
}

Result<SegmentMember> MemberFinder::at(std::uint32_t ordinal) {
  const std::vector<SegmentMember>& members = *TRY(chunk(ordinal / kMembersInChunk));
  return members.at(ordinal % kMembersInChunk);
}

}  // namespace tangthu::vault
