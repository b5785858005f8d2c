// Dates among the words of a text, as Decree 30/2020 and people write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::indexer {

// A word of the text: where it stands (code points, half open) and its terms.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string marked;
  std::string folded;
};

// '-' for a hyphen in any of its shapes, '/' and '.' for themselves, 0 for all else.
char joiner(char32_t c);
// The joiner when exactly one stands between word i and the next, else 0.
char joined_to_next(std::u32string_view text, const std::vector<Word>& words,
                    std::size_t i);

struct FoundDate {
  std::string iso;        // 2020-03-05
  std::size_t words = 0;  // how many words it is made of
};

// A date of the Gregorian calendar, 1800 to 2199, whose first word is words[i].
std::optional<FoundDate> date_at(std::u32string_view text, const std::vector<Word>& words,
                                 std::size_t i);

}  // namespace tangthu::indexer
