#include "indexer/analysis.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/unicode.h"
#include "indexer/dates.h"
#include "indexer/tone.h"

namespace tangthu::indexer {
namespace {

// What folding leaves nothing of is a mark.
bool is_mark(char32_t c) {
  return c >= 0x300 && fold(to_utf8(std::u32string_view(&c, 1))).empty();
}

bool starts_word(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  return is_letter(c) || is_digit(c);
}

bool continues_word(char32_t c) {
  return starts_word(c) || is_mark(c);
}

bool is_ascii(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80; });
}

// Terms of words; folding is the dear part and words repeat, so it is remembered.
class Terms {
 public:
  void fill(Word& word, std::u32string_view text) {
    const auto letters = text.substr(word.begin, word.end - word.begin);
    if (is_ascii(letters)) {
      word.marked = cut_term(to_utf8(letters));
      word.folded = word.marked;
      return;
    }
    word.marked = cut_term(to_utf8(place_tone(std::u32string(letters))));
    const auto [at, is_new] = folded_.try_emplace(word.marked);
    if (is_new) at->second = cut_term(fold(word.marked));
    word.folded = at->second.empty() ? word.marked : at->second;
  }

 private:
  std::unordered_map<std::string, std::string> folded_;
};

std::vector<Word> words_of(std::u32string_view text, std::size_t max_words) {
  std::vector<Word> words;
  Terms terms;
  for (std::size_t at = 0; at < text.size() && words.size() < max_words;) {
    if (!starts_word(text[at])) {
      ++at;
      continue;
    }
    Word word;
    word.begin = at;
    while (at < text.size() && continues_word(text[at])) {
      ++at;
    }
    word.end = at;
    terms.fill(word, text);
    words.push_back(std::move(word));
  }
  return words;
}

bool joins_code(char c) {
  return c == '/' || c == '-';
}

// The code that starts at words[i], if one does.
bool code_at(std::u32string_view text, const std::vector<Word>& words, std::size_t i,
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

std::string cut_term(std::string term) {
  if (term.size() <= kMaxTermBytes) return term;
  std::size_t size = kMaxTermBytes;
  while (size > 0 && (static_cast<unsigned char>(term[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  term.resize(size);
  return term;
}

std::vector<Token> analyse(std::string_view utf8, std::size_t max_words) {
  const std::u32string text = to_code_points(to_lower(utf8));
  const std::vector<Word> words = words_of(text, max_words);
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

}  // namespace tangthu::indexer
