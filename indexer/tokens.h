// What analyse() finds (analysis.h), with terms as numbers: for whoever has many texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/analysis.h"
#include "indexer/terms.h"

namespace tangthu::indexer {

struct TermToken {
  TermNumber term;
  std::uint32_t position;
  std::uint32_t begin;  // code points of to_nfc(text), half open
  std::uint32_t end;
  TokenKind kind;
};

// In the order of analyse(). `terms` may come to hold some that no token has.
std::vector<TermToken> find_tokens(std::string_view utf8, std::size_t max_words,
                                   TermSet& terms);

}  // namespace tangthu::indexer
