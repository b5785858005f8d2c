// Filters of a query: what a document must be, besides having the words. They decide and
// never add to the score.
//
//   filter = name ":" value                   date:2019  level:>=mat  fonds:"P 12"
//   value  = item | item ".." [item] | ".." item | (">" | ">=" | "<" | "<=" | "=") item
//
// docs/SEARCH.md has what an item is for each name. Pure functions: safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tangthu::indexer {

enum class FilterField : std::uint8_t {
  kDate,         // ranges of days
  kAdded,        // ranges of days, in UTC
  kNumber,       // ranges of the number that the number of the document begins with
  kLevel,        // ranges of Level
  kReview,       // 1: something needs a person; 0: nothing does
  kDossier,      // texts
  kFonds,        // texts
  kCompartment,  // texts, whole: one of the label's compartments
};

// Both inclusive. Days are YYYYMMDD.
struct NumberRange {
  std::uint32_t least = 0;
  std::uint32_t most = UINT32_MAX;

  bool contains(std::uint32_t number) const { return number >= least && number <= most; }
  bool operator==(const NumberRange&) const = default;
};

// A whole value as fold() has it, or how it begins.
struct FilterText {
  std::string folded;
  bool is_prefix = false;

  bool matches(std::string_view folded_value) const {
    return is_prefix ? folded_value.starts_with(folded) : folded_value == folded;
  }
  bool operator==(const FilterText&) const = default;
};

// A document passes when its value is in one of the ranges, or is one of the texts; where
// it is `excluded`, when it isn't. A document without a value is in none.
struct Filter {
  FilterField field = FilterField::kDate;
  bool excluded = false;
  std::vector<NumberRange> ranges;
  std::vector<FilterText> texts;

  bool passes(std::optional<std::uint32_t> value) const;
  bool passes(std::optional<std::string_view> folded_value) const;
  bool operator==(const Filter&) const = default;
};

// The field that a name or one of its short forms means; nothing for other names.
// `number` is one only with a range.
std::optional<FilterField> filter_field(std::string_view name);
// Whether a value is written as a range: has ".." in it or begins with < > or =.
bool is_range(std::u32string_view value);

// One filter of one value. `column`: where the value stands in the query, from 0. kUsage,
// with the column as in query.h.
Result<Filter> parse_filter(FilterField field, std::u32string_view value,
                            std::size_t column);

}  // namespace tangthu::indexer
