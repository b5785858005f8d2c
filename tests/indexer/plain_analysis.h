// analysis.h the long way: character by character with the whole of Unicode, without
// tables. What analyse() must be equal to.
#pragma once

#include <string_view>
#include <vector>

#include "indexer/analysis.h"

namespace tangthu::indexer::plain {

std::vector<Token> analyse(std::string_view utf8, std::size_t max_words = kMaxTokens);

}  // namespace tangthu::indexer::plain
