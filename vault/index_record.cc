#include "vault/index_record.h"

#include <algorithm>
#include <functional>
#include <set>

namespace tangthu::vault {
namespace {

constexpr std::size_t kMaxFormer = 1000;
constexpr std::size_t kMaxSealedKey = 8192;

void write_entry(ByteWriter& out, const SegmentEntry& entry) {
  out.raw(entry.id);
  out.integer(entry.members);
  out.integer(entry.size);
  out.integer(entry.label_epoch);
  out.sized(entry.sealed_key);
  out.integer(static_cast<std::uint32_t>(entry.dead.size()));
  for (const std::uint16_t ordinal : entry.dead)
    out.integer(ordinal);
}

bool possible(const SegmentEntry& entry) {
  const bool ascends = std::adjacent_find(entry.dead.begin(), entry.dead.end(),
                                          std::greater_equal<>()) == entry.dead.end();
  return entry.members >= 1 && entry.members <= kMaxSegmentMembers &&
         entry.size <= kMaxSegmentBytes && entry.sealed_key.size() <= kMaxSealedKey &&
         ascends && (entry.dead.empty() || entry.dead.back() < entry.members);
}

std::optional<SegmentEntry> read_entry(ByteReader& in) {
  SegmentEntry out;
  out.id = in.fixed<16>();
  out.members = in.integer<std::uint32_t>();
  out.size = in.integer<std::uint64_t>();
  out.label_epoch = in.integer<std::uint32_t>();
  out.sealed_key = to_bytes(in.sized());
  const auto count = in.integer<std::uint32_t>();
  if (in.failed() || count > kMaxSegmentMembers) return std::nullopt;
  for (std::uint32_t i = 0; i < count; ++i)
    out.dead.push_back(in.integer<std::uint16_t>());
  if (in.failed() || !possible(out)) return std::nullopt;
  return out;
}

// A count of things, which no input makes larger than it can be.
std::optional<std::uint32_t> read_count(ByteReader& in, std::size_t most) {
  const auto count = in.integer<std::uint32_t>();
  if (in.failed() || count > most) return std::nullopt;
  return count;
}

bool each_once(const IndexRecord& record) {
  std::set<SegmentId> ids;
  for (const SegmentEntry& entry : record.segments)
    ids.insert(entry.id);
  for (const RetiredSegment& retired : record.retired)
    ids.insert(retired.id);
  return ids.size() == record.segments.size() + record.retired.size() &&
         ids.size() <= kMaxSegments;
}

}  // namespace

Bytes encode_index(const IndexRecord& record) {
  ByteWriter out;
  out.integer(kIndexFormat);
  out.integer(record.generation);
  out.integer(static_cast<std::uint8_t>(record.form));
  out.integer(static_cast<std::uint8_t>(record.old_words));
  out.integer(static_cast<std::uint32_t>(record.former.size()));
  for (const ShredId& id : record.former)
    out.raw(id);
  out.integer(static_cast<std::uint32_t>(record.segments.size()));
  for (const SegmentEntry& entry : record.segments)
    write_entry(out, entry);
  out.integer(static_cast<std::uint32_t>(record.retired.size()));
  for (const RetiredSegment& retired : record.retired) {
    out.raw(retired.id);
    out.integer(retired.when);
  }
  return out.take();
}

std::optional<IndexRecord> decode_index(ByteView bytes) {
  ByteReader in(bytes);
  IndexRecord out;
  if (in.integer<std::uint16_t>() != kIndexFormat) return std::nullopt;
  out.generation = in.integer<std::uint64_t>();
  out.form = static_cast<IndexForm>(in.integer<std::uint8_t>());
  out.old_words = static_cast<OldWords>(in.integer<std::uint8_t>());
  const bool known =
      (out.form == IndexForm::kWhole || out.form == IndexForm::kBeingBuilt) &&
      (out.old_words == OldWords::kNone || out.old_words == OldWords::kLeft);
  if (!known) return std::nullopt;
  const auto former = read_count(in, kMaxFormer);
  if (!former) return std::nullopt;
  for (std::uint32_t i = 0; i < *former; ++i)
    out.former.push_back(in.fixed<16>());
  const auto segments = read_count(in, kMaxSegments);
  if (!segments) return std::nullopt;
  for (std::uint32_t i = 0; i < *segments; ++i) {
    auto entry = read_entry(in);
    if (!entry) return std::nullopt;
    out.segments.push_back(std::move(*entry));
  }
  const auto retired = read_count(in, kMaxSegments);
  if (!retired) return std::nullopt;
  for (std::uint32_t i = 0; i < *retired; ++i) {
    const SegmentId id = in.fixed<16>();
    out.retired.push_back({id, in.integer<std::uint64_t>()});
  }
  if (!in.complete() || !each_once(out)) return std::nullopt;
  return out;
}

Bytes encode_guard(const IndexGuard& guard) {
  ByteWriter out;
  out.raw(guard.shred);
  out.integer(guard.generation);
  out.integer(static_cast<std::uint32_t>(guard.segments.size()));
  for (const SegmentId& id : guard.segments)
    out.raw(id);
  return out.take();
}

std::optional<IndexGuard> decode_guard(ByteView bytes) {
  ByteReader in(bytes);
  IndexGuard out;
  out.shred = in.fixed<16>();
  out.generation = in.integer<std::uint64_t>();
  const auto count = read_count(in, kMaxSegments);
  if (!count) return std::nullopt;
  for (std::uint32_t i = 0; i < *count; ++i)
    out.segments.push_back(in.fixed<16>());
  if (!in.complete()) return std::nullopt;
  return out;
}

}  // namespace tangthu::vault
