// What a query is made of, read one after the other; query.h has the grammar.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "indexer/filter.h"

namespace tangthu::indexer {

enum class Sign : std::uint8_t { kNone, kPlus, kMinus };
// What stands behind a value and says how it is to be taken.
enum class Manner : std::uint8_t { kPlain, kPrefix, kFuzzy };

// One clause or filter as it was written. Views into the reader's text.
struct Written {
  std::size_t at = 0;        // of its first character
  std::size_t value_at = 0;  // of its value's
  Sign sign = Sign::kNone;
  std::string field;
  std::optional<FilterField> filter;
  std::u32string_view value;
  bool quoted = false;
  Manner manner = Manner::kPlain;
  std::uint32_t near = 0;  // "…"~N; 0: a phrase
};

class QueryReader {
 public:
  // `text`: composed.
  explicit QueryReader(std::u32string text) : text_(std::move(text)) {}

  enum class What : std::uint8_t { kEnd, kOr, kNothing, kWritten };
  // The next part, in `written` when it is kWritten. kNothing: punctuation.
  Result<What> next(Written& written);
  // Where the part begins that next() read.
  std::size_t at() const { return begin_; }

 private:
  bool blank_at(std::size_t at) const;
  std::u32string_view from(std::size_t begin, std::size_t end) const {
    return std::u32string_view(text_).substr(begin, end - begin);
  }
  void skip_blanks();
  Result<void> name(Written& written);
  Result<void> phrase(Written& written);
  Result<void> distance(Written& written);
  Result<void> word(Written& written);
  Result<void> manner(Written& written);
  std::size_t date_length() const;

  std::u32string text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace tangthu::indexer
