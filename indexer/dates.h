// Dates among the words of a text, as Decree 30/2020 and people write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "indexer/terms.h"
#include "indexer/words.h"

namespace tangthu::indexer {

// '-' for a hyphen and '/' for a slash in any of their shapes, '.' for itself, 0 for all
// else.
char joiner(char32_t c);

struct FoundDate {
  std::string iso;        // 2020-03-05
  std::size_t words = 0;  // how many words it is made of
};

// A date of the Gregorian calendar, 1800 to 2199, whose first word is words[i].
std::optional<FoundDate> date_at(const std::vector<Word>& words, const TermSet& terms,
                                 std::size_t i);

}  // namespace tangthu::indexer
