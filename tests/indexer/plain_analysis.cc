#include "tests/indexer/plain_analysis.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/unicode.h"
#include "indexer/dates.h"
#include "indexer/tone.h"

namespace tangthu::indexer::plain {
namespace {

struct PlainWord {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string marked;
  std::string folded;
};

struct PlainDate {
  std::string iso;
  std::size_t words = 0;
};

char joined_to_next(std::u32string_view text, const std::vector<PlainWord>& words,
                    std::size_t i) {
  if (i + 1 >= words.size() || words[i + 1].begin - words[i].end != 1) return 0;
  return joiner(text[words[i].end]);
}

// Blanks and a comma between the words of a spelt date; dots of a form to fill in.
constexpr std::size_t kMaxGap = 4;

std::optional<int> number_of(const PlainWord& word, std::size_t least, std::size_t most) {
  const std::string& text = word.folded;
  if (text.size() < least || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::string> iso_date(std::optional<int> year, std::optional<int> month,
                                    std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  if (*year < 1800 || *year > 2199 || !is_day(*year, *month, *day)) return std::nullopt;
  return tangthu::iso_date(*year, *month, *day);
}

std::optional<PlainDate> numeric_date(std::u32string_view text,
                                      const std::vector<PlainWord>& words,
                                      std::size_t i) {
  if (i + 2 >= words.size()) return std::nullopt;
  const char join = joined_to_next(text, words, i);
  if (join == 0 || joined_to_next(text, words, i + 1) != join) return std::nullopt;
  // Part of something longer, such as 12/05/3/2020, is not a date.
  if (i > 0 && joined_to_next(text, words, i - 1) != 0) return std::nullopt;
  if (joined_to_next(text, words, i + 2) != 0) return std::nullopt;
  auto iso = iso_date(number_of(words[i + 2], 4, 4), number_of(words[i + 1], 1, 2),
                      number_of(words[i], 1, 2));
  if (!iso) {
    iso = iso_date(number_of(words[i], 4, 4), number_of(words[i + 1], 1, 2),
                   number_of(words[i + 2], 1, 2));
  }
  if (!iso) return std::nullopt;
  return PlainDate{*iso, 3};
}

std::optional<PlainDate> spelt_date(const std::vector<PlainWord>& words, std::size_t i) {
  const std::size_t lead = words[i].folded == "ngay" ? 1 : 0;
  const std::size_t day = i + lead;
  if (day + 4 >= words.size()) return std::nullopt;
  if (words[day + 1].folded != "thang" || words[day + 3].folded != "nam") {
    return std::nullopt;
  }
  for (std::size_t k = i; k < day + 4; ++k) {
    if (words[k + 1].begin - words[k].end > kMaxGap) return std::nullopt;
  }
  const auto iso = iso_date(number_of(words[day + 4], 4, 4),
                            number_of(words[day + 2], 1, 2), number_of(words[day], 1, 2));
  if (!iso) return std::nullopt;
  return PlainDate{*iso, lead + 5};
}

std::optional<PlainDate> date_at(std::u32string_view text,
                                 const std::vector<PlainWord>& words, std::size_t i) {
  if (auto found = numeric_date(text, words, i)) return found;
  return spelt_date(words, i);
}

// What folding leaves nothing of is a mark.
bool is_mark(char32_t c) {
  return c >= 0x300 && fold(to_utf8(std::u32string_view(&c, 1))).empty();
}

bool begins(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  return is_letter(c) || is_digit(c);
}

bool continues_word(char32_t c) {
  return begins(c) || is_mark(c);
}

void fill(PlainWord& word, std::u32string_view text) {
  const auto letters = text.substr(word.begin, word.end - word.begin);
  word.marked = cut_term(to_utf8(place_tone(std::u32string(letters))));
  word.folded = cut_term(fold(word.marked));
  if (word.folded.empty()) word.folded = word.marked;
}

std::vector<PlainWord> words_of(std::u32string_view text, std::size_t max_words) {
  std::vector<PlainWord> words;
  for (std::size_t at = 0; at < text.size() && words.size() < max_words;) {
    if (!begins(text[at])) {
      ++at;
      continue;
    }
    PlainWord word;
    word.begin = at;
    while (at < text.size() && continues_word(text[at])) {
      ++at;
    }
    word.end = at;
    fill(word, text);
    words.push_back(std::move(word));
  }
  return words;
}

bool joins_code(char c) {
  return c == '/' || c == '-';
}

// The code that starts at words[i], if one does.
bool code_at(std::u32string_view text, const std::vector<PlainWord>& words, std::size_t i,
             Token& code) {
  if (i > 0 && joins_code(joined_to_next(text, words, i - 1))) return false;
  std::size_t last = i;
  code.marked = words[i].marked;
  code.folded = words[i].folded;
  for (char join = joined_to_next(text, words, i); joins_code(join);
       join = joined_to_next(text, words, last)) {
    ++last;
    if (last - i >= kMaxCodeParts) return false;
    code.marked += join + words[last].marked;
    code.folded += join + words[last].folded;
  }
  if (last == i || code.marked.size() > kMaxTermBytes) return false;
  code.kind = TokenKind::kCode;
  code.begin = words[i].begin;
  code.end = words[last].end;
  return code.folded.size() <= kMaxTermBytes;
}

}  // namespace

std::vector<Token> analyse(std::string_view utf8, std::size_t max_words) {
  const std::u32string text = to_code_points(to_lower(utf8));
  const std::vector<PlainWord> words = words_of(text, max_words);
  std::vector<Token> tokens;
  tokens.reserve(words.size() + words.size() / 8);
  std::size_t after_date = 0;  // dates don't overlap
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto position = static_cast<std::uint32_t>(i);
    tokens.push_back({words[i].marked, words[i].folded, position, TokenKind::kWord,
                      words[i].begin, words[i].end});
    Token code;
    if (code_at(text, words, i, code)) {
      code.position = position;
      tokens.push_back(code);
    }
    if (i < after_date) continue;
    if (const auto date = date_at(text, words, i)) {
      after_date = i + date->words;
      const std::size_t end = words[after_date - 1].end;
      if (tokens.back().kind == TokenKind::kCode && tokens.back().marked == date->iso) {
        tokens.pop_back();
      }
      tokens.push_back(
          {date->iso, date->iso, position, TokenKind::kDate, words[i].begin, end});
    }
  }
  return tokens;
}

}  // namespace tangthu::indexer::plain
