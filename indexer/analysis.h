// Vietnamese text → terms.
//
// A word is a run of letters, digits and combining marks; everything else parts words.
// Each word yields two terms: as marked (NFC, lower case, the tone mark in its new place,
// so that hoà = hòa) and folded (no marks, đ → d). Two kinds of token stand in addition
// to the words they are made of, at the position of the first:
//   code  words joined by '/' or '-' without a blank: 582/QĐ-SGDĐT, 30/2020/NĐ-CP
//   date  05/3/2020, 5.3.2020, 2020-03-05, [ngày] 05 tháng 3 năm 2020 → 2020-03-05
// Pure functions: safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::indexer {

inline constexpr std::size_t kMaxTermBytes = 128;     // longer terms are cut
inline constexpr std::size_t kMaxTokens = 2'000'000;  // words of a document; the rest is
                                                      // not indexed
inline constexpr std::size_t kMaxCodeParts = 8;       // longer codes only in parts

enum class TokenKind : std::uint8_t { kWord, kCode, kDate };

struct Token {
  std::string marked;
  std::string folded;
  std::uint32_t position = 0;  // counts words; parts of a code follow each other
  TokenKind kind = TokenKind::kWord;
  std::size_t begin = 0;  // code points of to_nfc(text), half open
  std::size_t end = 0;
};

// Ordered by position; at one position the word first. Stops after `max_words`.
std::vector<Token> analyse(std::string_view utf8, std::size_t max_words = kMaxTokens);

// Cut to kMaxTermBytes, between code points.
std::string cut_term(std::string term);

}  // namespace tangthu::indexer
