#include "vault/log_frame.h"

#include <algorithm>

#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kCheckLabel = "tangthu log entry v1";
constexpr std::size_t kReadAhead = std::size_t{256} * 1024;

Hash16 check_of(std::uint64_t index, ByteView entry) {
  ByteWriter head;
  head.integer(index);
  head.integer(static_cast<std::uint32_t>(entry.size()));
  return blake2b_16({as_bytes(kCheckLabel), head.view(), entry});
}

}  // namespace

void append_frame(ByteWriter& out, std::uint64_t index, ByteView entry) {
  out.sized(entry);
  out.raw(check_of(index, entry));
}

FrameParse parse_frame(ByteView bytes, std::uint64_t index) {
  using State = FrameParse::State;
  if (bytes.size() < sizeof(std::uint32_t)) return {State::kIncomplete, 0, {}};
  ByteReader in(bytes);
  const auto size = in.integer<std::uint32_t>();
  if (size > kMaxLogEntryBytes) return {State::kDamaged, 0, {}};
  if (bytes.size() < size + kFrameOverhead) return {State::kIncomplete, 0, {}};
  const ByteView entry = in.raw(size);
  const bool holds = in.fixed<sizeof(Hash16)>() == check_of(index, entry);
  return {holds ? State::kIntact : State::kDamaged, size + kFrameOverhead, entry};
}

// Whether `size` bytes from place_ are in the buffer, reading on if need be.
Result<bool> FrameReader::have(std::size_t size) {
  if (buffer_.size() - used_ >= size) return true;
  if (limit_ - place_ < size) return false;
  Bytes fresh(std::min<std::uint64_t>(std::max(size, kReadAhead), limit_ - place_));
  fresh.resize(TRY(file_.read_some(place_, fresh)));
  buffer_ = std::move(fresh);
  used_ = 0;
  return buffer_.size() >= size;
}

Result<std::optional<Frame>> FrameReader::next() {
  if (!TRY(have(sizeof(std::uint32_t)))) return std::nullopt;
  ByteReader head(ByteView(buffer_).subspan(used_));
  const auto size = head.integer<std::uint32_t>();
  if (size > kMaxLogEntryBytes || !TRY(have(size + kFrameOverhead))) return std::nullopt;
  const FrameParse frame = parse_frame(ByteView(buffer_).subspan(used_), index_);
  if (frame.state != FrameParse::State::kIntact) return std::nullopt;
  used_ += frame.size;
  place_ += frame.size;
  return Frame{index_++, place_, frame.entry};
}

Failure damaged_entry(std::uint64_t index) {
  return fail(ErrorCode::kCorrupt, "an entry of the audit log is damaged or was changed",
              "keep the log as evidence and compare it with a backup",
              "entry " + std::to_string(index));
}

}  // namespace tangthu::vault
