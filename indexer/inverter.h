// Packets → a segment.
//
// Packets are added in the order of their documents' ids and are kept until the segment
// is written: some 20 bytes a posting besides. Each word of a field is a term of its own
// as well, under the field's name, its positions counted from the field's first word;
// the field `number` goes on into `symbol` (docs/INDEX.md). Among the words anywhere,
// fields stand kFieldGap further behind than in the packet, so that no word of the text
// is near one of theirs. (So far between all fields would make an index 8 % larger.)
//
// Thread rule: one thread at a time.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/packet.h"
#include "indexer/query.h"
#include "indexer/segment_builder.h"
#include "indexer/word_code.h"

namespace tangthu::indexer {

inline constexpr std::uint32_t kFieldGap = kMaxNear;  // positions

class Inverter {
 public:
  // Copies nothing: packet and bytes must outlive this.
  void add(const Packet& packet);
  std::size_t documents() const { return packets_.size(); }
  // Positions so far: what the segment's size goes by.
  std::size_t positions() const { return positions_.size(); }
  // Everything into the builder, but its finish().
  Result<void> write(SegmentBuilder& builder);

 private:
  // A term in one document.
  struct Use {
    std::uint32_t term;
    std::uint32_t document;
    std::uint32_t first;  // in positions_
    std::uint32_t count;
  };
  // Where a field's words stand in the packet at hand, and as which field's.
  struct Span {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t field;
    std::uint32_t shift;  // of its first word within the field
  };
  // A packet from elsewhere may hold a word under two foldings: they are two terms.
  struct Key {
    std::uint32_t field;
    std::string_view folded;
    std::string_view marked;

    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()(key.marked) ^
             (key.field * 0x9E3779B97F4A7C15U);
    }
  };

  std::uint32_t field(std::string_view name);
  std::uint32_t term(std::uint32_t field, const Packet::Entry& entry);
  void find_spans(const Packet& packet);
  void find_words(const Packet& packet);
  void add_entry(const Packet::Entry& entry, std::uint32_t fields_begin);
  void add_in_fields(const Packet::Entry& entry, std::size_t first);
  std::vector<std::uint32_t> sorted_terms() const;

  std::vector<const Packet*> packets_;
  std::deque<std::string> fields_{std::string()};  // by number; 0: anywhere
  std::unordered_map<std::string_view, std::uint32_t> field_numbers_;
  std::vector<TermKey> terms_;
  std::unordered_map<Key, std::uint32_t, KeyHash> term_numbers_;
  std::vector<Use> uses_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint8_t> next_words_;  // behind each of positions_
  std::vector<std::uint8_t> words_;       // at each position of the packet at hand
  std::vector<Span> spans_;
};

}  // namespace tangthu::indexer
