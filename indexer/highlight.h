// Where the words of a query stand in a text, to be lit up.
//
// What is wanted is written as in Hit::words, of folded terms: a word, a code or a date;
// "word*" for all that begin so; several words with blanks between for a phrase, which is
// lit only where it stands together (a star may stand behind its last word).
// Pure functions: safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/query.h"

namespace tangthu::indexer {

struct LitWords {
  std::size_t begin = 0;  // code points of to_nfc(text), half open
  std::size_t end = 0;
  std::uint32_t position = 0;  // of the first word
  std::uint32_t words = 1;
  std::size_t wanted = 0;  // which of those wanted

  bool operator==(const LitWords&) const = default;
};

// Ordered by position, then as wanted; they may overlap. About 0.1 ms a thousand words.
std::vector<LitWords> find_highlights(std::string_view text,
                                      const std::vector<std::string>& wanted);

// What a clause that matched lights up. Of a phrase the whole; of words near each other
// and of fuzzy ones (once they are expanded) each.
std::vector<std::string> lit_by(const Clause& clause);
// The same without phrases: the words of each.
std::vector<std::string> single_words(const std::vector<std::string>& wanted);

}  // namespace tangthu::indexer
