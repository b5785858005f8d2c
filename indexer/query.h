// Queries, as people type them.
//
//   query  = group+                             all must match
//   group  = clause ("OR" clause)*              any of them
//          | filter ("OR" filter)*              any of them; all of one name
//   clause = [+|-] [name:] (word | word* | word~ | "phrase" | "words"~N)
//   filter = [+|-] name:value                   filter.h
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
#include "indexer/filter.h"
#include "indexer/fuzzy.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxQueryBytes = 1024;
inline constexpr std::size_t kMaxQueryTerms = 128;
inline constexpr std::size_t kLeastPrefix = 2;  // characters before '*'
inline constexpr std::size_t kLeastFuzzy = 3;   // and before '~'
inline constexpr std::uint32_t kMaxNear = 100;  // positions

struct Term {
  std::string marked;
  std::string folded;
  bool has_marks = false;
  bool is_prefix = false;
  // Stands for the terms like it (fuzzy.h), by its folded form; has_marks is false.
  bool is_fuzzy = false;
  // Of a fuzzy one: the folded terms that it stands for, once they are known (expand.h).
  std::vector<FuzzyTerm> like = {};

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
  // Not 0: the terms in any order, no further apart than so many positions (near.h).
  std::uint32_t near = 0;
};

// At least one clause or filter excludes nothing; groups are numbered from 0 in order. A
// document must match the groups and pass every filter. Without groups: all that pass.
struct Query {
  std::vector<Clause> clauses;
  std::vector<Filter> filters;
};

// kUsage with the place of the mistake in the error's subject: "column 7", counted in
// characters of the composed (NFC) query.
Result<Query> parse_query(std::string_view text);

// The field that a name or one of its short forms means ("so" → number, "cơ-quan" →
// agency); nothing for names that no document has.
std::optional<std::string_view> field_name(std::string_view name);

}  // namespace tangthu::indexer
