// The packet: all that search needs to know of one document, as bytes to be sealed.
//
// Plain bytes; integers of fixed size are little-endian, `varint` is LEB128 of at most
// 32 bits in its shortest form. `text` = varint length, then that many bytes.
//
//   packet   = "TTP1"  body_size:u32  body  zero*       to the next multiple of 1 KiB
//   body     = pages  fields  terms
//   pages    = count:varint  words:varint{count}        words of each page, from page 1
//   fields   = count:varint  field{count}               names in strict byte order
//   field    = name:text  value:text  words:varint
//   terms    = count:varint  term{count}                in strict order: folded, marked
//   term     = folded:text  marked:text  postings       marked is empty when the same
//   postings = count:varint  size:varint  delta:varint{count}        size in bytes
//
// A position numbers the words of the document: first those of the pages, one page after
// the other, so that a phrase may run over the end of a page; then those of each field,
// one number left out before each, so that no phrase runs into a field or out of it. The
// first delta of a term is its first position, each further one the distance (≥ 1) from
// the one before. Codes and dates stand at the position of their first word (analysis.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "indexer/varint.h"

namespace tangthu::indexer {

inline constexpr std::size_t kPacketUnit = 1024;
// What lies past these is not indexed; a packet that claims more is corrupt. Words are
// limited by kMaxTokens (analysis.h), pages and fields together.
inline constexpr std::size_t kMaxPacketPages = 100'000;
inline constexpr std::size_t kMaxPacketFields = 256;
inline constexpr std::size_t kMaxFieldNameBytes = 64;
inline constexpr std::size_t kMaxFieldBytes = std::size_t{16} * 1024;

// Fields whose names begin so are for filters and sorting: none of their words is
// indexed. @added: seconds since 1970. @review: anything, when something needs a person.
inline constexpr char kAttribute = '@';

struct PacketSource {
  std::vector<std::string> page_texts;        // in page order
  std::map<std::string, std::string> fields;  // searchable by name:value and by words
};

// Positions, half open.
struct PositionRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool contains(std::uint32_t position) const {
    return position >= begin && position < end;
  }
};

// Plain bytes: the caller seals them. Padded with zeroes to a multiple of 1 KiB, so that
// a size says little. The same source always gives the same bytes.
Bytes write_packet(const PacketSource& source);

// A packet that was read back. Copies no term: `bytes` must outlive it. Bytes that don't
// follow the grammar and its limits are kCorrupt, never undefined behaviour; after a
// successful read nothing fails. Reading a packet from several threads is safe.
class Packet {
 public:
  static Result<Packet> read(ByteView bytes);

  // Words of pages and fields.
  std::uint32_t token_count() const { return token_count_; }
  std::uint32_t page_count() const {
    return static_cast<std::uint32_t>(page_ends_.size());
  }
  const std::map<std::string, std::string>& fields() const { return fields_; }
  // Where the words of a field stand.
  std::optional<PositionRange> field_range(std::string_view name) const;
  // Words of each page, added up: where the next page begins.
  const std::vector<std::uint32_t>& page_ends() const { return page_ends_; }

  struct Entry {
    std::string_view marked;
    std::string_view folded;
    ByteView postings;  // for for_each_position
  };
  // Ordered by folded, then marked.
  const std::vector<Entry>& entries() const { return entries_; }
  // Calls `visit(position)` for each posting of one of its entries, ascending.
  template <typename Visit>
  static void for_each_position(ByteView postings, Visit visit) {
    VarintReader reader(postings);
    for (std::uint32_t position = 0; reader.remaining() > 0;) {
      position += reader.varint();
      visit(position);
    }
  }

 private:
  class Parser;

  std::vector<Entry> entries_;  // ordered by folded, then marked
  std::vector<std::uint32_t> page_ends_;
  std::map<std::string, std::string> fields_;
  std::map<std::string, PositionRange, std::less<>> field_ranges_;
  std::uint32_t token_count_ = 0;
};

}  // namespace tangthu::indexer
