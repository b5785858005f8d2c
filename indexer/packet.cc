#include "indexer/packet.h"

#include <algorithm>
#include <tuple>

#include "indexer/analysis.h"
#include "indexer/packet_format.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

Failure corrupt() {
  return fail(ErrorCode::kCorrupt, "a search packet is damaged",
              "run 'tangthu verify', then 'tangthu reindex'");
}

// The body within the frame, if the frame is in order.
std::optional<ByteView> body_of(ByteView bytes) {
  ByteReader reader(bytes);
  const ByteView magic = reader.raw(kPacketMagic.size());
  const std::size_t size = reader.integer<std::uint32_t>();
  const ByteView body = reader.raw(size);
  const ByteView padding = reader.raw(reader.remaining());
  if (!reader.complete() || as_text(magic) != kPacketMagic) return std::nullopt;
  if (bytes.size() != padded_size(kPacketHeaderBytes + size)) return std::nullopt;
  const bool zero =
      std::all_of(padding.begin(), padding.end(), [](std::uint8_t b) { return b == 0; });
  return zero ? std::optional(body) : std::nullopt;
}

// Whether `deltas` are `count` positions in ascending order, each of them a word.
bool valid_postings(ByteView deltas, std::uint32_t count,
                    const std::vector<PositionRange>& ranges) {
  if (count == 0) return false;
  VarintReader reader(deltas);
  std::uint64_t position = 0;
  auto range = ranges.begin();
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t delta = reader.varint();
    if (reader.failed() || (delta == 0 && i > 0)) return false;
    position += delta;
    while (range != ranges.end() && range->end <= position) {
      ++range;
    }
    if (range == ranges.end() || position < range->begin) return false;
  }
  return reader.complete();
}

}  // namespace

// Reads the body part by part; each step says whether all was in order.
class Packet::Parser {
 public:
  Parser(ByteView body, Packet& packet) : reader_(body), packet_(packet) {}

  bool run() { return pages() && fields() && terms() && reader_.complete(); }

 private:
  bool add_words(std::uint32_t words) {
    if (words > kMaxTokens - packet_.token_count_) return false;
    packet_.token_count_ += words;
    position_ += words;
    return true;
  }

  bool pages() {
    const std::uint32_t count = reader_.varint(kMaxPacketPages);
    if (count > reader_.remaining()) return false;
    packet_.page_ends_.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!add_words(reader_.varint(kMaxTokens))) return false;
      packet_.page_ends_.push_back(position_);
    }
    ranges_.push_back({0, position_});
    return !reader_.failed();
  }

  bool fields() {
    const std::uint32_t count = reader_.varint(kMaxPacketFields);
    std::string_view before;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string_view name = reader_.text(kMaxFieldNameBytes);
      const std::string_view value = reader_.text(kMaxFieldBytes);
      const std::uint32_t words = reader_.varint(kMaxTokens);
      if (reader_.failed() || name <= before) return false;  // empty ones too
      before = name;
      const std::uint32_t begin = ++position_;
      if (!add_words(words)) return false;
      ranges_.push_back({begin, position_});
      packet_.field_ranges_.emplace(name, ranges_.back());
      packet_.fields_.emplace(name, value);
    }
    return !reader_.failed();
  }

  bool terms() {
    const std::uint32_t count = reader_.varint();
    if (count > reader_.remaining() / kLeastTermBytes) return false;
    packet_.entries_.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!term()) return false;
    }
    return !reader_.failed();
  }

  bool term() {
    Entry entry;
    entry.folded = reader_.text(kMaxTermBytes);
    entry.marked = reader_.text(kMaxTermBytes);
    const std::uint32_t count = reader_.varint();
    entry.postings = reader_.raw(reader_.varint());
    if (reader_.failed() || entry.folded.empty() || entry.marked == entry.folded) {
      return false;
    }
    if (entry.marked.empty()) entry.marked = entry.folded;
    if (!packet_.entries_.empty()) {
      const Entry& before = packet_.entries_.back();
      if (std::tie(before.folded, before.marked) >=
          std::tie(entry.folded, entry.marked)) {
        return false;
      }
    }
    if (!valid_postings(entry.postings, count, ranges_)) return false;
    packet_.entries_.push_back(entry);
    return true;
  }

  static constexpr std::size_t kLeastTermBytes = 6;

  VarintReader reader_;
  Packet& packet_;
  std::vector<PositionRange> ranges_;  // the pages together, then each field
  std::uint32_t position_ = 0;
};

Result<Packet> Packet::read(ByteView bytes) {
  const auto body = body_of(bytes);
  if (!body) return corrupt();
  Packet packet;
  if (!Parser(*body, packet).run()) return corrupt();
  return packet;
}

std::optional<PositionRange> Packet::field_range(std::string_view name) const {
  const auto at = field_ranges_.find(name);
  if (at == field_ranges_.end()) return std::nullopt;
  return at->second;
}

}  // namespace tangthu::indexer
