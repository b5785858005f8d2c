#include "ocr/vietnamese/tokens.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/unicode.h"
#include "ocr/surnames.h"
#include "ocr/vietnamese/model.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

// After these a person's name follows.
constexpr std::array<std::u32string_view, 4> kBeforePersons = {U"ông", U"bà", U"ông/bà",
                                                               U"(bà)"};

std::u32string lower(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text)
    out.push_back(to_lower_letter(c));
  return out;
}

// As it was read, or with a mark lost.
bool is_family_name(const std::u32string& core) {
  return is_common_surname(to_utf8(lower(core)));
}

LetterCase case_of(std::u32string_view letters) {
  const auto upper = static_cast<std::size_t>(
      std::count_if(letters.begin(), letters.end(), is_upper_letter));
  if (upper == 0) return LetterCase::kLower;
  if (upper == letters.size() && letters.size() > 1) return LetterCase::kUpper;
  return upper == 1 && is_upper_letter(letters.front()) ? LetterCase::kTitle
                                                        : LetterCase::kMixed;
}

bool has_mark(std::u32string_view letters) {
  return std::any_of(letters.begin(), letters.end(),
                     [](char32_t c) { return bare_letter(c) != c; });
}

TokenKind kind_of(const std::u32string& text, const std::u32string& core) {
  const auto letters = std::count_if(text.begin(), text.end(), is_letter);
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  if (letters == 0) return digits > 0 ? TokenKind::kNumber : TokenKind::kOther;
  const bool joined = std::any_of(core.begin(), core.end(), [](char32_t c) {
    return c == U'/' || c == U'⁄' || c == U'-' || c == U'_';
  });
  if (digits > 0 || joined) return TokenKind::kCode;
  if (!std::all_of(core.begin(), core.end(), is_letter)) return TokenKind::kOther;
  const LetterCase letter_case = case_of(core);
  const bool caps =
      letter_case == LetterCase::kUpper || letter_case == LetterCase::kMixed;
  if (caps && !is_syllable(core) && (!has_mark(core) || core.size() < 3))
    return TokenKind::kAcronym;
  return TokenKind::kWord;
}

Token token_of(const std::string& utf8, std::size_t line, std::size_t word) {
  Token token;
  token.line = line;
  token.word = word;
  token.text = to_code_points(utf8);
  const auto part_of_core = [](char32_t c) { return is_letter(c) || is_digit(c); };
  const auto first = std::find_if(token.text.begin(), token.text.end(), part_of_core);
  const auto last = std::find_if(token.text.rbegin(), token.text.rend(), part_of_core);
  token.core_begin = static_cast<std::size_t>(first - token.text.begin());
  token.core_end =
      std::max(token.core_begin, static_cast<std::size_t>(token.text.rend() - last));
  const std::u32string core = token.core();
  token.kind = kind_of(token.text, core);
  token.letter_case = case_of(core);
  token.key = token.kind == TokenKind::kNumber ? std::u32string(kNumber)
              : token.kind == TokenKind::kWord ? syllable_key(core)
                                               : lower(core.substr(0, core.find(U'/')));
  const std::u32string tail = token.tail();
  token.ends_sentence =
      tail.find(U'.') != std::u32string::npos || tail.find(U'/') != std::u32string::npos;
  return token;
}

bool is_capitalised(const Token& token) {
  return token.kind == TokenKind::kWord && (token.letter_case == LetterCase::kTitle ||
                                            token.letter_case == LetterCase::kUpper);
}

// A run of capitalised words that begins with a family name, or stands after "ông", "bà".
void mark_names(std::vector<Token>& tokens) {
  bool inside = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    const bool follows = i > 0 && tokens[i - 1].line == token.line;
    const bool after_title =
        follows && std::find(kBeforePersons.begin(), kBeforePersons.end(),
                             lower(tokens[i - 1].text)) != kBeforePersons.end();
    if (!is_capitalised(token) || (inside && !follows)) inside = false;
    if (!is_capitalised(token)) continue;
    const bool next_too = i + 1 < tokens.size() && tokens[i + 1].line == token.line &&
                          is_capitalised(tokens[i + 1]);
    inside = inside || after_title || (next_too && is_family_name(token.core()));
    token.in_name = inside;
    if (token.ends_sentence || !token.tail().empty()) inside = false;
  }
}

// A line goes on in the next unless one of them looks like a heading or an item.
bool goes_on(const Token& last, const Token& next) {
  if (last.ends_sentence) return false;
  const std::u32string tail = last.tail();
  if (tail.find_first_of(U":;") != std::u32string::npos) return false;
  return next.core_begin == 0 &&
         (next.letter_case == LetterCase::kLower || next.kind == TokenKind::kNumber ||
          last.letter_case == LetterCase::kLower);
}

}  // namespace

std::vector<Token> tokens_of(const PageText& page) {
  std::vector<Token> tokens;
  for (std::size_t l = 0; l < page.lines.size(); ++l) {
    const Line& line = page.lines[l];
    for (std::size_t w = 0; w < line.words.size(); ++w)
      tokens.push_back(token_of(line.words[w].text, l, w));
  }
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].line != tokens[i + 1].line && !goes_on(tokens[i], tokens[i + 1]))
      tokens[i].ends_sentence = true;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i)
    tokens[i].begins_sentence = i == 0 || tokens[i - 1].ends_sentence;
  mark_names(tokens);
  return tokens;
}

}  // namespace tangthu::ocr::vietnamese
