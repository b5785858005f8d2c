// Queries, as people type them.
//
//   query  = group+                             all must match
//   group  = clause ("OR" clause)*              any of them
//   clause = [+|-] [name:] (word | word* | "phrase")
//
// A word with a mark matches as marked first and folded after; a word without any finds
// all. A code or a date written without quotes is one clause. docs/SEARCH.md has the
// grammar with examples. Pure functions: safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxQueryBytes = 1024;
inline constexpr std::size_t kMaxQueryTerms = 128;
inline constexpr std::size_t kLeastPrefix = 2;  // characters before '*'

struct Term {
  std::string marked;
  std::string folded;
  bool has_marks = false;
  bool is_prefix = false;

  bool operator==(const Term&) const = default;
};

struct Clause {
  enum class Need : std::uint8_t { kShould, kMust, kMustNot };
  Need need = Need::kMust;
  // Clauses of one group are alternatives. Where one of them is kMust, the others only
  // add to the score.
  std::uint32_t group = 0;
  std::string field;          // empty: the text and all fields
  std::vector<Term> terms;    // more than one: a phrase
  std::optional<Term> whole;  // one term that may stand for all: a code, a date
};

// At least one clause is not kMustNot; groups are numbered from 0 in order.
struct Query {
  std::vector<Clause> clauses;
};

// kUsage with the place of the mistake in the error's subject: "column 7", counted in
// characters of the composed (NFC) query.
Result<Query> parse_query(std::string_view text);

// The field that a name or one of its short forms means ("so" → number, "cơ-quan" →
// agency); nothing for names that no document has.
std::optional<std::string_view> field_name(std::string_view name);

}  // namespace tangthu::indexer
