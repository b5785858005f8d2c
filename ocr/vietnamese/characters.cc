#include "ocr/vietnamese/characters.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "ocr/vietnamese/channel.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr char32_t kEth = U'Ð';            // U+00D0, not U+0110
constexpr char32_t kFractionSlash = U'⁄';  // U+2044

void replace_all(std::u32string& text, std::u32string_view from, std::u32string_view to) {
  for (std::size_t at = text.find(from); at != std::u32string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

bool stands_by_digit(const std::u32string& text, std::size_t at) {
  return (at > 0 && is_digit(text[at - 1])) ||
         (at + 1 < text.size() && is_digit(text[at + 1]));
}

// "(04b)": so many copies. The b is read as Ð or Ðb, which stands nowhere after digits.
void restore_copies(std::u32string& text) {
  const std::size_t open = text.find(U'(');
  const std::size_t eth = text.find(kEth);
  if (open == std::u32string::npos || eth == std::u32string::npos || eth < open + 2)
    return;
  const bool digits =
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                  text.begin() + static_cast<std::ptrdiff_t>(eth), is_digit);
  if (!digits || eth + 1 >= text.size()) return;
  if (text[eth + 1] == U')') text[eth] = U'b';
  if (text[eth + 1] == U'b') text.erase(eth, 1);
}

// "45⁄NQ-HĐND": digits in front, capitals behind; or "b⁄c".
bool is_lettered_code(const std::u32string& text) {
  const auto capital = std::find_if(text.begin(), text.end(), [](char32_t c) {
    return c == U'Đ' || (c >= U'A' && c <= U'Z');
  });
  const std::size_t slash = text.find(kFractionSlash);
  const bool short_form = slash > 0 && slash + 1 < text.size() &&
                          text.find_first_of(U"bpt") == slash - 1 &&
                          (text[slash + 1] == U'c' || text[slash + 1] == U'h');
  const bool letters = text.end() - capital >= 2 && is_letter(capital[1]);
  return short_form || (is_digit(text.front()) && letters &&
                        std::all_of(capital, text.end(), [](char32_t c) {
                          return is_letter(c) || is_digit(c) || c == U'-' || c == U'/' ||
                                 c == kFractionSlash || c == U',' || c == U'.';
                        }));
}

bool announces_handwriting(const std::u32string& before) {
  const std::u32string key = syllable_key(before.substr(0, before.find(U':')));
  return key == U"sô4" || key == U"ngay1" || key == U"thang4";
}

bool is_stroke(char32_t c) {
  return c == U'I' || c == U'l' || c == U'¡' || c == U'|';
}

// A stroke and at most punctuation after it.
bool begins_with_one_stroke(const std::u32string& text) {
  return !text.empty() && is_stroke(text[0]) &&
         std::all_of(text.begin() + 1, text.end(), [](char32_t c) {
           return c == U'.' || c == U',' || c == U':' || c == U';';
         });
}

bool is_lone_stroke(const std::u32string& text) {
  return text.size() == 2 && is_stroke(text[0]) && text[1] == U'.';
}

bool follows_capitals(const std::vector<Token>& tokens, std::size_t at) {
  return at + 1 < tokens.size() && tokens[at + 1].line == tokens[at].line &&
         tokens[at + 1].letter_case == LetterCase::kUpper;
}

bool is_roman_two(const std::vector<Token>& tokens, std::size_t at) {
  return tokens[at].word == 0 && tokens[at].text == U"II." &&
         follows_capitals(tokens, at);
}

bool is_number_two(const std::u32string& text) {
  return text == U"2.";
}

// "1.", "II.", "a)": what begins a line of a list.
bool begins_item(const std::u32string& text) {
  if (text.size() < 2 || text.back() != U'.') return false;
  const std::u32string_view head(text.data(), text.size() - 1);
  const bool number = std::all_of(head.begin(), head.end(), is_digit);
  const bool roman = std::all_of(head.begin(), head.end(), [](char32_t c) {
    return c == U'I' || c == U'V' || c == U'X' || c == U'l' || c == U'¡';
  });
  return number || roman;
}

// The next line of a list on the page has "2.".
bool goes_on_with_two(const std::vector<Token>& tokens, std::size_t from) {
  for (std::size_t i = from + 1; i < tokens.size(); ++i) {
    if (tokens[i].word == 0 && begins_item(tokens[i].text))
      return is_number_two(tokens[i].text);
  }
  return false;
}

bool is_one(char32_t c) {
  return is_stroke(c) || c == U']';
}

// Strokes as the digits that they are among.
std::u32string as_ones(std::u32string text) {
  for (char32_t& c : text) {
    if (is_one(c)) c = U'1';
  }
  return text;
}

// "l4" in "ngày l4 tháng", "1]" in "tháng 1] năm": a digit and a stroke.
bool is_day_or_month(const std::vector<Token>& tokens, std::size_t at) {
  const std::u32string& text = tokens[at].text;
  if (text.size() != 2 || at == 0 || at + 1 >= tokens.size()) return false;
  const bool day = tokens[at - 1].key == U"ngay1" && tokens[at + 1].key == U"thang4";
  const bool month = tokens[at - 1].key == U"thang4" && tokens[at + 1].key == U"năm0";
  return (day || month) && std::count_if(text.begin(), text.end(), is_digit) == 1 &&
         std::count_if(text.begin(), text.end(), is_one) == 1;
}

// The recogniser saw a 1 wherever `text` has a stroke.
bool saw_ones(const PageText& page, const Token& token) {
  constexpr float kSeen = 0.05F;
  const std::vector<Step>& steps = page.lines[token.line].words[token.word].steps;
  if (steps.empty()) return false;
  const auto others = Channel(steps).alternatives(token.text);
  for (std::size_t i = 0; i < token.text.size(); ++i) {
    if (!is_one(token.text[i])) continue;
    const bool seen = std::any_of(others[i].begin(), others[i].end(), [](const Sight& s) {
      return s.character == U'1' && s.probability >= kSeen;
    });
    if (!seen) return false;
  }
  return true;
}

// "58I", "5,l%": digits with strokes among them.
bool is_number_with_strokes(const std::u32string& text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const auto strokes = std::count_if(text.begin(), text.end(), is_stroke);
  const bool share = digits == 1 && strokes == 1 && text.back() == U'%';  // "I0%"
  return (share || (digits >= 2 && strokes > 0 && strokes < digits)) &&
         std::all_of(text.begin(), text.end(), [](char32_t c) {
           return is_digit(c) || is_stroke(c) || c == U'.' || c == U',' || c == U'%' ||
                  c == U';' || c == U')' || c == U'(';
         });
}

}  // namespace

std::optional<std::u32string> with_usual_characters(const std::u32string& word,
                                                    const std::u32string& before) {
  std::u32string text = word;
  restore_copies(text);
  if (text.find(kEth) != std::u32string::npos) {
    std::replace(text.begin(), text.end(), kEth, U'Đ');
    replace_all(text, U"ĐĐ", U"Đ");
  }
  if (text.find(kFractionSlash) != std::u32string::npos && is_lettered_code(text)) {
    std::replace(text.begin(), text.end(), kFractionSlash, U'/');
    replace_all(text, U"//", U"/");
  }
  for (std::size_t i = 0; i < text.size() && !announces_handwriting(before); ++i) {
    if (text[i] == U'Ø' && stands_by_digit(text, i)) text[i] = U'0';
  }
  if (text == word) return std::nullopt;
  return text;
}

std::optional<std::u32string> as_purpose(const std::u32string& word,
                                         const std::u32string& before) {
  constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 8> kMisread =
      {{{U"bíc", U"b/c"},
        {U"bic", U"b/c"},
        {U"b/©", U"b/c"},
        {U"b/e", U"b/c"},
        {U"th", U"t/h"},
        {U"ph", U"p/h"},
        {U"tíh", U"t/h"},
        {U"píh", U"p/h"}}};
  if (fold(to_utf8(before)) != "(de") return std::nullopt;
  for (const auto& [read, meant] : kMisread) {
    if (word.starts_with(read) && word.size() > read.size() && word[read.size()] == U')')
      return std::u32string(meant) + word.substr(read.size());
  }
  return std::nullopt;
}

bool is_purpose(const std::u32string& word) {
  return word.starts_with(U"b/c)") || word.starts_with(U"t/h)") ||
         word.starts_with(U"p/h)");
}

std::vector<Digits> find_digits(const PageText& page, const std::vector<Token>& tokens) {
  std::vector<Digits> out;
  bool second_seen = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool article =
        i > 0 && tokens[i - 1].key == U"điêu1" && tokens[i - 1].line == token.line;
    if (article && begins_with_one_stroke(token.text)) {
      out.push_back({i, U"1" + token.text.substr(1)});
    } else if (token.word == 0 && is_lone_stroke(token.text) &&
               !follows_capitals(tokens, i) && goes_on_with_two(tokens, i)) {
      out.push_back({i, U"1."});
    } else if (is_roman_two(tokens, i)) {
      if (std::exchange(second_seen, true)) out.push_back({i, U"III."});
    } else if (is_day_or_month(tokens, i) ||
               (is_number_with_strokes(token.text) && saw_ones(page, token))) {
      out.push_back({i, as_ones(token.text)});
    }
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
