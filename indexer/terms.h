// The terms of one document, each once and known by a number.
//
// Thread rule: as for a vector. Views into it hold until the next add().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::indexer {

using TermNumber = std::uint32_t;

// What a term can be in a date.
struct DatePart {
  enum class Name : std::uint8_t { kNone, kNgay, kThang, kNam };
  std::uint16_t number = 0;
  std::uint8_t digits = 0;  // 0: no number, or one of more than four digits
  Name name = Name::kNone;
};

class TermSet {
 public:
  TermSet();

  // Numbers are given in order from 0. A marked term always folds alike: where it is
  // known, `folded` is not looked at. Neither is longer than kMaxTermBytes.
  TermNumber add(std::string_view marked, std::string_view folded);
  std::optional<TermNumber> find(std::string_view marked) const;

  std::size_t size() const { return terms_.size(); }
  std::string_view marked(TermNumber term) const {
    return std::string_view(bytes_).substr(terms_[term].at, terms_[term].marked_size);
  }
  std::string_view folded(TermNumber term) const {
    const Entry& entry = terms_[term];
    if (entry.folded_size == 0) return marked(term);
    return std::string_view(bytes_).substr(entry.at + entry.marked_size,
                                           entry.folded_size);
  }
  DatePart date_part(TermNumber term) const { return terms_[term].date_part; }

 private:
  struct Entry {
    std::uint32_t at;  // in bytes_: marked, then folded where it differs
    std::uint32_t hash;
    std::uint8_t marked_size;
    std::uint8_t folded_size;  // 0: as marked
    DatePart date_part;
  };

  std::size_t slot_of(std::string_view marked, std::uint32_t hash) const;
  void grow();

  std::uint64_t seed_;
  std::vector<Entry> terms_;
  std::string bytes_;
  std::vector<TermNumber> slots_;  // of a power of two; kFree: none
};

}  // namespace tangthu::indexer
