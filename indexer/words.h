// The words of a text, as numbers of terms. What a word is: analysis.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/terms.h"

namespace tangthu::indexer {

// Where it stands in code points of to_nfc(text), half open.
struct Word {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  TermNumber term = 0;
  char join = 0;  // the joiner (dates.h) when exactly one stands between it and the next
};

// At most `max_words` from the beginning. Their terms are added to `terms`, as may be
// some that no word has. Takes the short way (letters.h) where the text allows it, from
// blank to blank.
std::vector<Word> find_words(std::string_view utf8, std::size_t max_words,
                             TermSet& terms);

}  // namespace tangthu::indexer
