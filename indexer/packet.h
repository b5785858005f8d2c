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

// Positions and pages of one term in one document.
struct Posting {
  std::uint32_t page;      // 1-based; 0: in a field
  std::uint32_t position;  // within the document, pages one after the other

  bool operator==(const Posting&) const = default;
};

// Where a term of a query stands, and whether as marked or only as folded.
struct Occurrence {
  std::uint32_t position;
  bool exact;

  bool operator==(const Occurrence&) const = default;
};

enum class Extent : std::uint8_t { kWhole, kPrefix };

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

  // Of a marked term, or of a folded one; empty when absent. Ordered by position.
  std::vector<Posting> marked(std::string_view term) const;
  std::vector<Posting> folded(std::string_view term) const;
  // All that fold alike (or begin alike); exact where the marked term is the same too.
  // Ordered by position, each once.
  std::vector<Occurrence> occurrences(std::string_view folded, std::string_view marked,
                                      Extent extent = Extent::kWhole) const;

  // Words of pages and fields.
  std::uint32_t token_count() const { return token_count_; }
  std::uint32_t page_count() const {
    return static_cast<std::uint32_t>(page_ends_.size());
  }
  // 1-based; 0: in a field.
  std::uint32_t page_of(std::uint32_t position) const;
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

  std::pair<std::size_t, std::size_t> entries_of(std::string_view folded,
                                                 Extent extent) const;

  std::vector<Entry> entries_;  // ordered by folded, then marked
  std::vector<std::uint32_t> page_ends_;
  std::map<std::string, std::string> fields_;
  std::map<std::string, PositionRange, std::less<>> field_ranges_;
  std::uint32_t token_count_ = 0;
};

}  // namespace tangthu::indexer
