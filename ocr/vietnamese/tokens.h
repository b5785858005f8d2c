// A page's words as correction sees them: what they are, and what may be touched.
#pragma once

#include <string>
#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr::vietnamese {

enum class TokenKind {
  kWord,     // letters, with punctuation around them
  kAcronym,  // UBND, HĐND: capitals that are no syllable
  kNumber,   // digits, with points, strokes and dashes: an amount, a date
  kCode,     // letters with digits or strokes: 12/QĐ-UBND
  kOther,    // marks alone and whatever else
};
enum class LetterCase { kLower, kTitle, kUpper, kMixed };

struct Token {
  std::size_t line = 0;
  std::size_t word = 0;
  std::u32string text;
  std::size_t core_begin = 0;  // of the letters in `text`
  std::size_t core_end = 0;
  TokenKind kind = TokenKind::kOther;
  LetterCase letter_case = LetterCase::kMixed;
  std::u32string key;            // of the core, as Model knows it
  bool begins_sentence = false;  // by what stands before it
  bool in_name = false;          // a person's name, as far as capitals tell

  std::u32string core() const { return text.substr(core_begin, core_end - core_begin); }
  std::u32string tail() const { return text.substr(core_end); }
  // Nothing joins it to the next word: a full stop, the end of a heading.
  bool ends_sentence = false;
};

// In reading order, over line ends.
std::vector<Token> tokens_of(const PageText& page);

}  // namespace tangthu::ocr::vietnamese
