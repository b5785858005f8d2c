#include "indexer/query_reader.h"

#include <algorithm>

#include "base/number.h"
#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/mistake.h"
#include "indexer/query.h"

namespace tangthu::indexer {
namespace {

// No date is written in more characters than this.
constexpr std::size_t kMaxDateLength = 48;

bool is_blank(char32_t c) {
  return is_space(c) || c < 0x20;
}

bool is_quote(char32_t c) {
  return c == U'"' || c == 0x201C || c == 0x201D || c == 0x201E;
}

bool is_word_letter(char32_t c) {
  return is_letter(c) || is_digit(c);
}

bool is_name_letter(char32_t c) {
  return is_letter(c) || c == U'-' || c == U'_';
}

// Letters and digits that `value` ends with.
std::size_t last_letters(std::u32string_view value) {
  std::size_t letters = 0;
  while (letters < value.size() && is_word_letter(value[value.size() - 1 - letters]))
    ++letters;
  return letters;
}

}  // namespace

bool QueryReader::blank_at(std::size_t at) const {
  return at >= text_.size() || is_blank(text_[at]);
}

void QueryReader::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_]))
    ++at_;
}

Result<QueryReader::What> QueryReader::next(Written& written) {
  skip_blanks();
  begin_ = at_;
  if (at_ >= text_.size()) return What::kEnd;
  written = {};
  written.at = at_;
  if (from(at_, at_ + 2) == U"OR" && blank_at(at_ + 2)) {
    at_ += 2;
    return What::kOr;
  }
  if (text_[at_] == U'+' || text_[at_] == U'-') {
    written.sign = text_[at_] == U'+' ? Sign::kPlus : Sign::kMinus;
    ++at_;
    if (blank_at(at_)) return What::kNothing;  // a dash between words
  }
  TRY(name(written));
  written.value_at = at_;
  if (is_quote(text_[at_])) {
    TRY(phrase(written));
  } else {
    TRY(word(written));
  }
  return What::kWritten;
}

// Takes `name:` if one stands here. Numbers and unknown words before a blank keep their
// colon as punctuation, so that pasted text is a query.
Result<void> QueryReader::name(Written& written) {
  std::size_t colon = at_;
  while (!blank_at(colon) && !is_quote(text_[colon]) && text_[colon] != U':')
    ++colon;
  if (colon == at_ || colon >= text_.size() || text_[colon] != U':') return {};
  const auto letters = from(at_, colon);
  if (!std::all_of(letters.begin(), letters.end(), is_name_letter)) return {};
  const std::string name = to_utf8(letters);
  const auto field = field_name(name);
  written.filter = filter_field(name);
  const bool known = field || written.filter;
  // What only filters has strict values: before a blank it is punctuation as well.
  const bool strict = written.filter && written.filter != FilterField::kNumber;
  if (blank_at(colon + 1) && (!known || (strict && !field))) {
    written.filter.reset();
    return {};
  }
  if (!known) {
    return mistake(at_, "no document has a field of this name",
                   "the names are in docs/SEARCH.md: number, symbol, type, agency, ...; "
                   "put text that holds a colon in quotes");
  }
  at_ = colon + 1;
  skip_blanks();
  if (at_ >= text_.size()) {
    return mistake(colon, "the field has no value",
                   "write the word or the \"phrase\" right after the colon");
  }
  if (field) written.field = *field;
  return {};
}

Result<void> QueryReader::phrase(Written& written) {
  const std::size_t quote = at_++;
  std::size_t end = at_;
  while (end < text_.size() && !is_quote(text_[end]))
    ++end;
  if (end == text_.size()) {
    return mistake(quote, "the quotation has no end", "close it with a second '\"'");
  }
  written.value = from(at_, end);
  written.quoted = true;
  at_ = end + 1;
  if (at_ < text_.size() && text_[at_] == U'~') return distance(written);
  return {};
}

// The number behind "…"~.
Result<void> QueryReader::distance(Written& written) {
  const std::size_t sign = at_++;
  std::string digits;
  while (at_ < text_.size() && text_[at_] < 0x80 &&
         is_ascii_digit(static_cast<char>(text_[at_]))) {
    digits += static_cast<char>(text_[at_++]);
  }
  const auto number = parse_number<std::uint32_t>(digits);
  if (!number || *number < 1 || *number > kMaxNear || !blank_at(at_)) {
    return mistake(sign, "'~' has no distance that can be",
                   "write how far apart the words may stand, 1 to 100: \"nhà nước\"~5");
  }
  written.near = *number;
  return {};
}

Result<void> QueryReader::word(Written& written) {
  const std::size_t begin = at_;
  if (const std::size_t date = date_length(); date > 0) {
    at_ += date;
  } else {
    while (!blank_at(at_) && !is_quote(text_[at_]))
      ++at_;
  }
  written.value = from(begin, at_);
  return manner(written);
}

// What the last character says. Filters have signs of their own.
Result<void> QueryReader::manner(Written& written) {
  if (written.filter && written.field.empty()) return {};
  if (written.value.ends_with(U'*')) {
    written.manner = Manner::kPrefix;
    written.value.remove_suffix(1);
    if (last_letters(written.value) >= kLeastPrefix) return {};
    return mistake(at_ - 1, "too little stands before '*'",
                   "write at least the first two letters of the word");
  }
  if (!written.value.ends_with(U'~')) return {};
  written.manner = Manner::kFuzzy;
  written.value.remove_suffix(1);
  const bool has_letters =
      std::any_of(written.value.begin(), written.value.end(), is_word_letter);
  if (last_letters(written.value) >= kLeastFuzzy || !has_letters) return {};
  return mistake(at_ - 1, "too little stands before '~'",
                 "write a word of at least three letters");
}

// How much of the text from here is a date, spelt or in figures; 0: it isn't one.
std::size_t QueryReader::date_length() const {
  const auto ahead = from(at_, std::min(text_.size(), at_ + kMaxDateLength));
  const auto quote = std::find_if(ahead.begin(), ahead.end(), is_quote);
  const auto size = static_cast<std::size_t>(quote - ahead.begin());
  for (const Token& token : analyse(to_utf8(ahead.substr(0, size)))) {
    if (token.position > 0) break;
    if (token.kind != TokenKind::kDate || token.begin > 0) continue;
    return blank_at(at_ + token.end) ? token.end : 0;
  }
  return 0;
}

}  // namespace tangthu::indexer
