// Words that were misread or mistyped.
//
// The cost of a term for a word is the least sum over all ways of turning the one into
// the other:
//   0.25  a mark: a tone lost, added or exchanged; so a hat, a hook, the bar of đ
//   0.5   a letter for one that recognition takes for it (i l 1, o 0, c e, u n, h b,
//   ...),
//         or two for one (rn m, cl d, vv w, ...)
//   1     any other letter exchanged, left out or put in; two neighbours swapped
// All are multiples of 1/4 and so exact.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxFuzzyTerms = 50;

// The most that a term may cost for a word of a query, by its letters.
double most_fuzzy_cost(std::u32string_view word);

// The cost, or nothing as soon as it must be more than `most`. Both in lower case, NFC.
// Pure: safe from any thread.
std::optional<double> fuzzy_cost(std::u32string_view word, std::u32string_view term,
                                 double most);

// A dictionary in byte order, gone through from term to term.
class FoldedTerms {
 public:
  virtual ~FoldedTerms() = default;
  // The first term that is not before `from`, which is behind the one at hand; nothing
  // behind the last. The view holds until the next call.
  virtual Result<std::optional<std::string_view>> seek(std::string_view from) = 0;
  virtual Result<std::optional<std::string_view>> next() = 0;
};

// Costs are multiples of a quarter.
inline constexpr std::uint32_t kQuarters = 4;

struct FuzzyTerm {
  std::string folded;
  double cost = 0;

  bool operator==(const FuzzyTerm&) const = default;
};

// Finds the terms like a word in any number of dictionaries: the cheapest, of equals the
// first in byte order, however they are spread. Codes (terms with '/' or '-') are never
// among them. Thread rule: one thread at a time.
class FuzzySearch {
 public:
  using Counts = std::function<Result<bool>(std::string_view term)>;

  // `word`: folded.
  explicit FuzzySearch(std::string_view word);
  FuzzySearch(std::string_view word, double most);

  // Of the dictionary, those that `counts` accepts; without it, all. Errors: theirs.
  Result<void> read(FoldedTerms& terms, const Counts& counts = {});
  // Cheapest first, at most kMaxFuzzyTerms.
  std::vector<FuzzyTerm> take() &&;

 private:
  void keep_cheapest();

  std::u32string word_;
  double most_;
  std::vector<FuzzyTerm> found_;
};

}  // namespace tangthu::indexer
