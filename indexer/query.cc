#include "indexer/query.h"

#include <algorithm>

#include "base/unicode.h"
#include "indexer/analysis.h"

namespace tangthu::indexer {
namespace {

// No date is written in more characters than this.
constexpr std::size_t kMaxDateLength = 48;

// The places are 0-based until a person sees them.
Failure mistake(std::size_t at, Literal text, Literal remedy) {
  return fail(ErrorCode::kUsage, text, remedy, "column " + std::to_string(at + 1));
}

bool is_blank(char32_t c) {
  return is_space(c) || c < 0x20;
}

bool is_quote(char32_t c) {
  return c == U'"' || c == 0x201C || c == 0x201D || c == 0x201E;
}

Term term_of(const Token& token) {
  return {token.marked, token.folded, token.marked != token.folded, false};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(to_code_points(to_nfc(text))) {}

  Result<Query> run() {
    for (skip_blanks(); !at_end(); skip_blanks()) {
      if (const auto step = atom(); !step) return Failure(step.error());
    }
    if (or_pending_) {
      return mistake(or_at_, "'OR' has nothing after it",
                     "write it between two words, or \"or\" in quotes to find the word");
    }
    const bool finds = std::any_of(
        query_.clauses.begin(), query_.clauses.end(),
        [](const Clause& clause) { return clause.need != Clause::Need::kMustNot; });
    if (!finds) {
      return mistake(0, "the query says nothing to look for",
                     "write at least one word that is not excluded with '-'");
    }
    return std::move(query_);
  }

 private:
  enum class Sign : std::uint8_t { kNone, kPlus, kMinus };

  // What one clause was written as.
  struct Written {
    std::size_t at = 0;
    Sign sign = Sign::kNone;
    std::string field;
    std::u32string_view value;
    bool quoted = false;
    bool prefix = false;
  };

  bool at_end() const { return at_ >= text_.size(); }
  bool blank_at(std::size_t at) const {
    return at >= text_.size() || is_blank(text_[at]);
  }
  std::u32string_view from(std::size_t begin, std::size_t end) const {
    return std::u32string_view(text_).substr(begin, end - begin);
  }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) {
      ++at_;
    }
  }

  Result<bool> atom() {
    Written written;
    written.at = at_;
    if (from(at_, at_ + 2) == U"OR" && blank_at(at_ + 2)) return alternative();
    if ((text_[at_] == U'+' || text_[at_] == U'-')) {
      written.sign = text_[at_] == U'+' ? Sign::kPlus : Sign::kMinus;
      ++at_;
      if (blank_at(at_)) return true;  // a dash between words
    }
    if (const auto named = name(written); !named) return Failure(named.error());
    const auto read = is_quote(text_[at_]) ? phrase(written) : word(written);
    if (!read) return Failure(read.error());
    return add(written);
  }

  Result<bool> alternative() {
    if (or_pending_ || query_.clauses.empty()) {
      return mistake(at_, "'OR' has nothing before it",
                     "write it between two words, or \"or\" in quotes to find the word");
    }
    or_pending_ = true;
    or_at_ = at_;
    at_ += 2;
    return true;
  }

  // Takes `name:` if one stands here. Numbers and unknown words before a blank keep
  // their colon as punctuation, so that pasted text is a query.
  Result<bool> name(Written& written) {
    std::size_t colon = at_;
    while (!blank_at(colon) && !is_quote(text_[colon]) && text_[colon] != U':') {
      ++colon;
    }
    if (colon == at_ || colon >= text_.size() || text_[colon] != U':') return true;
    const auto letters = from(at_, colon);
    const auto is_name_letter = [](char32_t c) {
      return is_letter(c) || c == U'-' || c == U'_';
    };
    if (!std::all_of(letters.begin(), letters.end(), is_name_letter)) return true;
    const auto field = field_name(to_utf8(letters));
    if (!field && blank_at(colon + 1)) return true;
    if (!field) {
      return mistake(
          at_, "no document has a field of this name",
          "the names are in docs/SEARCH.md: number, symbol, type, agency, ...; "
          "put text that holds a colon in quotes");
    }
    at_ = colon + 1;
    skip_blanks();
    if (at_end()) {
      return mistake(colon, "the field has no value",
                     "write the word or the \"phrase\" right after the colon");
    }
    written.field = *field;
    return true;
  }

  Result<bool> phrase(Written& written) {
    const std::size_t quote = at_++;
    std::size_t end = at_;
    while (end < text_.size() && !is_quote(text_[end])) {
      ++end;
    }
    if (end == text_.size()) {
      return mistake(quote, "the quotation has no end", "close it with a second '\"'");
    }
    written.value = from(at_, end);
    written.quoted = true;
    at_ = end + 1;
    return true;
  }

  Result<bool> word(Written& written) {
    const std::size_t begin = at_;
    if (const std::size_t date = date_length(); date > 0) {
      at_ += date;
    } else {
      while (!blank_at(at_) && !is_quote(text_[at_])) {
        ++at_;
      }
    }
    written.value = from(begin, at_);
    if (!written.value.ends_with(U'*')) return true;
    written.prefix = true;
    std::size_t letters = 0;
    for (std::size_t i = at_ - 1; i > begin && is_word_letter(text_[i - 1]); --i) {
      ++letters;
    }
    if (letters < kLeastPrefix) {
      return mistake(at_ - 1, "too little stands before '*'",
                     "write at least the first two letters of the word");
    }
    return true;
  }

  static bool is_word_letter(char32_t c) { return is_letter(c) || is_digit(c); }

  // How much of the text from here is a date, spelt or in figures; 0: it isn't one.
  std::size_t date_length() const {
    const auto ahead = from(at_, std::min(text_.size(), at_ + kMaxDateLength));
    const std::size_t quote =
        std::min(ahead.size(),
                 static_cast<std::size_t>(
                     std::find_if(ahead.begin(), ahead.end(), is_quote) - ahead.begin()));
    for (const Token& token : analyse(to_utf8(ahead.substr(0, quote)))) {
      if (token.position > 0) break;
      if (token.kind != TokenKind::kDate || token.begin > 0) continue;
      return blank_at(at_ + token.end) ? token.end : 0;
    }
    return 0;
  }

  Result<bool> add(const Written& written) {
    Clause clause;
    clause.field = written.field;
    const std::vector<Token> tokens = analyse(to_utf8(written.value));
    for (const Token& token : tokens) {
      if (token.kind == TokenKind::kWord) clause.terms.push_back(term_of(token));
    }
    if (clause.terms.empty()) {
      if (!written.quoted && written.field.empty()) return true;  // punctuation
      return mistake(written.at, "there is no word to look for",
                     "write a word or a number here");
    }
    for (const Token& token : tokens) {
      const bool covers = token.position == 0 && token.kind != TokenKind::kWord &&
                          token.end == last_word_end(tokens);
      if (covers) clause.whole = term_of(token);  // a date goes before a code
    }
    if (written.prefix) {
      clause.terms.back().is_prefix = true;
      clause.whole.reset();
    }
    terms_ += clause.terms.size();
    if (terms_ > kMaxQueryTerms) {
      return mistake(written.at, "the query has more than 128 words",
                     "leave out the less telling ones");
    }
    return join(written, std::move(clause));
  }

  static std::size_t last_word_end(const std::vector<Token>& tokens) {
    std::size_t end = 0;
    for (const Token& token : tokens) {
      if (token.kind == TokenKind::kWord) end = token.end;
    }
    return end;
  }

  // Gives the clause its need and its group.
  Result<bool> join(const Written& written, Clause clause) {
    using Need = Clause::Need;
    const bool excluded = written.sign == Sign::kMinus;
    clause.need = excluded ? Need::kMustNot : Need::kMust;
    if (or_pending_) {
      Clause& before = query_.clauses.back();
      if (excluded || before.need == Need::kMustNot) {
        return mistake(or_at_, "an excluded word can't be an alternative",
                       "leave out 'OR' or the '-'");
      }
      clause.group = before.group;
      if (!last_is_plus_) before.need = Need::kShould;
      if (written.sign != Sign::kPlus) clause.need = Need::kShould;
      or_pending_ = false;
    } else {
      clause.group = groups_++;
    }
    last_is_plus_ = written.sign == Sign::kPlus;
    query_.clauses.push_back(std::move(clause));
    return true;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  Query query_;
  std::uint32_t groups_ = 0;
  std::size_t terms_ = 0;
  bool or_pending_ = false;
  std::size_t or_at_ = 0;
  bool last_is_plus_ = false;
};

}  // namespace

Result<Query> parse_query(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    return fail(ErrorCode::kUsage, "the query is longer than 1024 bytes",
                "leave out the less telling words", "column 1");
  }
  return Parser(text).run();
}

}  // namespace tangthu::indexer
