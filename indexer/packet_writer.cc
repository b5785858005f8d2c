#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/packet.h"
#include "indexer/packet_format.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

struct TermPositions {
  std::string folded;
  std::vector<std::uint32_t> positions;
};

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
    const std::uint32_t words = add_words(text);
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
    for (Token& token : analyse(text, kMaxTokens - token_count_)) {
      if (token.kind == TokenKind::kWord) ++words;
      const auto [at, is_new] = terms_.try_emplace(std::move(token.marked));
      if (is_new) at->second.folded = std::move(token.folded);
      at->second.positions.push_back(next_position_ + token.position);
    }
    token_count_ += words;
    next_position_ += words;
    return words;
  }

  static void write_postings(Bytes& body, const std::vector<std::uint32_t>& positions) {
    Bytes deltas;
    std::uint32_t before = 0;
    for (const std::uint32_t position : positions) {
      put_varint(deltas, position - before);
      before = position;
    }
    put_varint(body, static_cast<std::uint32_t>(positions.size()));
    put_varint(body, static_cast<std::uint32_t>(deltas.size()));
    body.insert(body.end(), deltas.begin(), deltas.end());
  }

  void write_terms(Bytes& body) const {
    std::vector<const std::pair<const std::string, TermPositions>*> order;
    order.reserve(terms_.size());
    for (const auto& term : terms_) {
      order.push_back(&term);
    }
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
      return std::tie(a->second.folded, a->first) < std::tie(b->second.folded, b->first);
    });
    put_varint(body, static_cast<std::uint32_t>(order.size()));
    for (const auto* term : order) {
      const auto& [marked, found] = *term;
      put_text(body, found.folded);
      put_text(body, marked == found.folded ? std::string_view() : marked);
      write_postings(body, found.positions);
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

  std::unordered_map<std::string, TermPositions> terms_;  // by the marked term
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
