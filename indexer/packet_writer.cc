#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <utility>

#include <endian.h>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/packet.h"
#include "indexer/packet_format.h"
#include "indexer/tokens.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

// Where one term stands.
struct Place {
  TermNumber term;
  std::uint32_t position;
};

// The first bytes of a folded term as a number of the same order: most syllables differ
// in them, and so terms are seldom compared as strings.
struct SortKey {
  std::uint64_t first_bytes;
  TermNumber term;
};

SortKey key_of(std::string_view folded, TermNumber term) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, folded.data(), std::min(folded.size(), sizeof bytes));
  return {be64toh(bytes), term};
}

constexpr std::uint32_t varint_size(std::uint32_t value) {
  return static_cast<std::uint32_t>(std::bit_width(value | 1U) + 6) / 7;
}

class Writer {
 public:
  void page(std::string_view text) {
    if (page_words_.size() == kMaxPacketPages) return;
    page_words_.push_back(add_words(text));
  }

  void field(const std::string& name, std::string_view value) {
    if (field_count_ == kMaxPacketFields) return;
    if (name.empty() || name.size() > kMaxFieldNameBytes) return;
    std::string text = to_nfc(value);
    if (text.size() > kMaxFieldBytes) text = cut(std::move(text));
    ++next_position_;  // the gap that keeps phrases within a field
    // What documents are filtered by and no one looks for.
    const std::uint32_t words = name.front() == kAttribute ? 0 : add_words(text);
    put_text(fields_, name);
    put_text(fields_, text);
    put_varint(fields_, words);
    ++field_count_;
  }

  Bytes finish() const {
    Bytes body;
    put_varint(body, static_cast<std::uint32_t>(page_words_.size()));
    for (const std::uint32_t words : page_words_) {
      put_varint(body, words);
    }
    put_varint(body, field_count_);
    body.insert(body.end(), fields_.begin(), fields_.end());
    write_terms(body);
    return framed(body);
  }

 private:
  static std::string cut(std::string text) {
    std::size_t size = kMaxFieldBytes;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
      --size;
    }
    text.resize(size);
    return text;
  }

  std::uint32_t add_words(std::string_view text) {
    std::uint32_t words = 0;
    for (const TermToken& token : find_tokens(text, kMaxTokens - token_count_, terms_)) {
      if (token.kind == TokenKind::kWord) ++words;
      places_.push_back({token.term, next_position_ + token.position});
    }
    token_count_ += words;
    next_position_ += words;
    return words;
  }

  // Those that stand somewhere, in the order of the packet.
  std::vector<SortKey> sorted_terms(const std::vector<std::uint32_t>& ends) const {
    std::vector<SortKey> order;
    order.reserve(terms_.size());
    for (TermNumber term = 0; term < terms_.size(); ++term) {
      const std::uint32_t begin = term == 0 ? 0 : ends[term - 1];
      if (ends[term] > begin) order.push_back(key_of(terms_.folded(term), term));
    }
    std::sort(order.begin(), order.end(), [&](const SortKey& a, const SortKey& b) {
      if (a.first_bytes != b.first_bytes) return a.first_bytes < b.first_bytes;
      const int folded = terms_.folded(a.term).compare(terms_.folded(b.term));
      return folded != 0 ? folded < 0 : terms_.marked(a.term) < terms_.marked(b.term);
    });
    return order;
  }

  static void write_postings(Bytes& body, std::span<const std::uint32_t> positions) {
    std::uint32_t size = 0;
    std::uint32_t before = 0;
    for (const std::uint32_t position : positions) {
      size += varint_size(position - std::exchange(before, position));
    }
    put_varint(body, static_cast<std::uint32_t>(positions.size()));
    put_varint(body, size);
    before = 0;
    for (const std::uint32_t position : positions) {
      put_varint(body, position - std::exchange(before, position));
    }
  }

  void write_terms(Bytes& body) const {
    // The positions, term after term: `ends` says where those of each end.
    std::vector<std::uint32_t> ends(terms_.size(), 0);
    for (const Place& place : places_) {
      ++ends[place.term];
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& end : ends) {
      sum += std::exchange(end, sum);
    }
    std::vector<std::uint32_t> positions(places_.size());
    for (const Place& place : places_) {
      positions[ends[place.term]++] = place.position;
    }
    const std::vector<SortKey> order = sorted_terms(ends);
    put_varint(body, static_cast<std::uint32_t>(order.size()));
    for (const auto& [key, term] : order) {
      const std::string_view folded = terms_.folded(term);
      const std::string_view marked = terms_.marked(term);
      put_text(body, folded);
      put_text(body, marked == folded ? std::string_view() : marked);
      const std::uint32_t begin = term == 0 ? 0 : ends[term - 1];
      write_postings(body, std::span(positions).subspan(begin, ends[term] - begin));
    }
  }

  static Bytes framed(const Bytes& body) {
    ByteWriter out;
    out.raw(as_bytes(kPacketMagic));
    out.integer(static_cast<std::uint32_t>(body.size()));
    out.raw(body);
    Bytes bytes = out.take();
    bytes.resize(padded_size(bytes.size()), 0);
    return bytes;
  }

  TermSet terms_;
  std::vector<Place> places_;  // in order of positions
  std::vector<std::uint32_t> page_words_;
  Bytes fields_;
  std::uint32_t field_count_ = 0;
  std::uint32_t next_position_ = 0;
  std::size_t token_count_ = 0;
};

}  // namespace

Bytes write_packet(const PacketSource& source) {
  Writer writer;
  for (const std::string& text : source.page_texts) {
    writer.page(text);
  }
  for (const auto& [name, value] : source.fields) {
    writer.field(name, value);
  }
  return writer.finish();
}

}  // namespace tangthu::indexer
