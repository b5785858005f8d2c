// Vietnamese text → terms.
//
// A token is a run of letters and digits; codes such as 582/QĐ-SGDĐT are kept whole as
// well as in parts. Each token yields two terms: as marked (NFC, lower case, tone mark in
// its new place: hoà = hòa) and folded (no marks, đ → d).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::indexer {

inline constexpr std::size_t kMaxTermBytes = 128;  // longer tokens are cut

struct Token {
  std::string marked;
  std::string folded;
  std::uint32_t position;  // counts words; parts of a code follow each other
};

std::vector<Token> analyse(std::string_view utf8);

}  // namespace tangthu::indexer
