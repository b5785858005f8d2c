// What else the recogniser saw in the words that it was not sure of, kept for whoever
// looks at them later: a person, or a search that forgives. Pure function.
#pragma once

#include "ocr/text.h"

namespace tangthu::ocr {

// Words of this confidence and more have none.
inline constexpr double kAlternativesBelow = 0.9;
// A character that was seen less than this is none.
inline constexpr double kLeastAlternative = 0.05;
inline constexpr std::size_t kMostAlternatives = 3;  // of a word

// Sets Word::alternatives of the page's words by their steps.
void keep_alternatives(PageText& page);

}  // namespace tangthu::ocr
