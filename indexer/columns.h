// What a document is filtered, sorted and counted by, one value a document and column.
//
//   columns = word column{kWordColumns}  number column{kNumberColumns}
//   word    = count:varint  value:text{count}  frames: 0 for none, else 1 + its number
//             values in strict byte order, NFC, as they were read
//   number  = least:u64 (little-endian)  frames: 0 for none, else 1 + value − least
//
// Thread rule: const use from several threads.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "indexer/packet.h"

namespace tangthu::indexer {

// The order is that of the format.
enum class WordColumn : std::uint8_t {
  kType,
  kAgency,
  kParentAgency,
  kDossier,
  kFonds,
  kSigner,
  kReview
};
enum class NumberColumn : std::uint8_t { kDate, kAdded };

inline constexpr std::array<std::string_view, 7> kWordColumns = {
    "type", "agency", "parent_agency", "dossier", "fonds", "signer", "@review"};
inline constexpr std::array<std::string_view, 2> kNumberColumns = {"date", "@added"};

// YYYY-MM-DD → YYYYMMDD, so that numbers are in the order of days; nothing for others.
std::optional<std::uint32_t> day_number(std::string_view iso_date);

// Of one document.
struct ColumnValues {
  std::array<std::string_view, kWordColumns.size()> words;
  std::array<std::optional<std::uint32_t>, kNumberColumns.size()> numbers;
};
// Views into `fields`, which must outlive them.
ColumnValues column_values(const std::map<std::string, std::string>& fields);

// Thread rule: one thread at a time.
class ColumnWriter {
 public:
  // The next document. Copies what it needs.
  void add(const ColumnValues& values);
  void append_to(Bytes& out) const;

 private:
  std::array<std::vector<std::string>, kWordColumns.size()> words_;
  std::array<std::vector<std::uint64_t>, kNumberColumns.size()> numbers_;  // 0: none
};

class Columns {
 public:
  // Nothing when the bytes don't follow the grammar. Values are copied.
  static std::optional<Columns> read(ByteView bytes, std::size_t documents);

  struct Words {
    std::vector<std::string> values;
    std::vector<std::uint32_t> of;  // by ordinal: 0 none, else 1 + index into `values`
  };
  const Words& words(WordColumn column) const {
    return words_[static_cast<std::size_t>(column)];
  }
  // By ordinal; 0: none.
  const std::vector<std::uint32_t>& numbers(NumberColumn column) const {
    return numbers_[static_cast<std::size_t>(column)];
  }
  // Of one document, for writing it again.
  ColumnValues values(std::size_t ordinal) const;

 private:
  std::array<Words, kWordColumns.size()> words_;
  std::array<std::vector<std::uint32_t>, kNumberColumns.size()> numbers_;
};

}  // namespace tangthu::indexer
