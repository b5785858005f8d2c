#include "indexer/query.h"

#include <algorithm>

#include "base/unicode.h"
#include "indexer/analysis.h"
#include "indexer/mistake.h"
#include "indexer/query_reader.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

Term term_of(const Token& token) {
  Term term;
  term.marked = token.marked;
  term.folded = token.folded;
  term.has_marks = token.marked != token.folded;
  return term;
}

// The code or the date that covers all words, if one does; a date goes before a code.
std::optional<Term> whole_of(const std::vector<Token>& tokens) {
  std::size_t end = 0;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kWord) end = token.end;
  }
  std::optional<Term> whole;
  for (const Token& token : tokens) {
    const bool covers =
        token.position == 0 && token.kind != TokenKind::kWord && token.end == end;
    if (covers) whole = term_of(token);
  }
  return whole;
}

// Parts of a code that are too short stay as they are.
void make_fuzzy(Clause& clause) {
  for (Term& term : clause.terms) {
    if (to_code_points(term.folded).size() < kLeastFuzzy) continue;
    term.is_fuzzy = true;
    term.has_marks = false;
    term.marked = term.folded;
  }
  clause.whole.reset();
}

// A word that stands twice in the quotation needn't stand twice in the document.
void make_near(Clause& clause, std::uint32_t near) {
  std::vector<Term> terms;
  for (Term& term : clause.terms) {
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) {
      terms.push_back(std::move(term));
    }
  }
  clause.terms = std::move(terms);
  if (clause.terms.size() < 2) return;
  clause.near = near;
  clause.whole.reset();
}

// The clause of a value, without its need and its group; without terms: no word in it.
Clause clause_of(const Written& written) {
  Clause clause;
  clause.field = written.field;
  const std::vector<Token> tokens = analyse(to_utf8(written.value));
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kWord) clause.terms.push_back(term_of(token));
  }
  if (clause.terms.empty()) return clause;
  if (written.manner == Manner::kPlain) clause.whole = whole_of(tokens);
  if (written.manner == Manner::kPrefix) clause.terms.back().is_prefix = true;
  if (written.manner == Manner::kFuzzy) make_fuzzy(clause);
  if (written.near > 0) make_near(clause, written.near);
  return clause;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : reader_(to_code_points(to_nfc(text))) {}

  Result<Query> run() {
    using What = QueryReader::What;
    Written written;
    for (What what = TRY(reader_.next(written)); what != What::kEnd;
         what = TRY(reader_.next(written))) {
      if (what == What::kOr) TRY(alternative());
      if (what == What::kWritten) TRY(add(written));
    }
    if (or_pending_) {
      return mistake(or_at_, "'OR' has nothing after it",
                     "write it between two words, or \"or\" in quotes to find the word");
    }
    if (!finds()) {
      return mistake(0, "the query says nothing to look for",
                     "write at least one word that is not excluded with '-'");
    }
    return std::move(query_);
  }

 private:
  // What the last part was, for the OR behind it.
  enum class Last : std::uint8_t { kNone, kClause, kFilter };

  bool finds() const {
    return std::any_of(query_.clauses.begin(), query_.clauses.end(),
                       [](const Clause& c) { return c.need != Need::kMustNot; }) ||
           std::any_of(query_.filters.begin(), query_.filters.end(),
                       [](const Filter& f) { return !f.excluded; });
  }

  Result<void> alternative() {
    if (or_pending_ || last_ == Last::kNone) {
      return mistake(reader_.at(), "'OR' has nothing before it",
                     "write it between two words, or \"or\" in quotes to find the word");
    }
    or_pending_ = true;
    or_at_ = reader_.at();
    return {};
  }

  Result<void> add(const Written& written) {
    if (takes_distance_ && is_distance(written)) {
      return mistake(written.at, "this distance stands behind no quotation",
                     "write it right behind one, as in subject:\"nhà nước\"~5; words of "
                     "two named fields have none");
    }
    takes_distance_ = written.quoted || !written.field.empty();
    const bool filters =
        written.filter && (written.field != "number" || is_range(written.value));
    return filters ? add_filter(written) : add_clause(written);
  }

  // "~5" by itself: in pasted text that is "about 5".
  static bool is_distance(const Written& written) {
    const auto digits = written.value.substr(written.value.starts_with(U'~') ? 1 : 0);
    return !written.quoted && written.field.empty() && written.sign == Sign::kNone &&
           digits.size() < written.value.size() && !digits.empty() &&
           std::all_of(digits.begin(), digits.end(), is_digit);
  }

  Result<void> add_filter(const Written& written) {
    Filter filter = TRY(parse_filter(*written.filter, written.value, written.value_at));
    if (written.near > 0) return near_filter(written);
    filter.excluded = written.sign == Sign::kMinus;
    if (or_pending_) {
      if (last_ != Last::kFilter) return mixed();
      Filter& before = query_.filters.back();
      if (filter.excluded || before.excluded) return excluded_alternative();
      if (before.field != filter.field) return mixed();
      before.ranges.insert(before.ranges.end(), filter.ranges.begin(),
                           filter.ranges.end());
      before.texts.insert(before.texts.end(), filter.texts.begin(), filter.texts.end());
      or_pending_ = false;
    } else {
      query_.filters.push_back(std::move(filter));
    }
    last_ = Last::kFilter;
    return {};
  }

  Result<void> add_clause(const Written& written) {
    Clause clause = clause_of(written);
    if (clause.terms.empty()) {
      if (!written.quoted && written.field.empty()) return {};  // punctuation
      return mistake(written.at, "there is no word to look for",
                     "write a word or a number here");
    }
    if (clause.near > 0 && clause.near + 1 < clause.terms.size()) {
      return mistake(written.value_at, "so many words never stand so near",
                     "write a greater number behind '~'");
    }
    terms_ += clause.terms.size();
    if (terms_ > kMaxQueryTerms) {
      return mistake(written.at, "the query has more than 128 words",
                     "leave out the less telling ones");
    }
    return join(written, std::move(clause));
  }

  // Gives the clause its need and its group.
  Result<void> join(const Written& written, Clause clause) {
    const bool excluded = written.sign == Sign::kMinus;
    clause.need = excluded ? Need::kMustNot : Need::kMust;
    if (or_pending_) {
      if (last_ != Last::kClause) return mixed();
      Clause& before = query_.clauses.back();
      if (excluded || before.need == Need::kMustNot) return excluded_alternative();
      clause.group = before.group;
      if (!last_is_plus_) before.need = Need::kShould;
      if (written.sign != Sign::kPlus) clause.need = Need::kShould;
      or_pending_ = false;
    } else {
      clause.group = groups_++;
    }
    last_is_plus_ = written.sign == Sign::kPlus;
    last_ = Last::kClause;
    query_.clauses.push_back(std::move(clause));
    return {};
  }

  Failure mixed() const {
    return mistake(or_at_, "these can't be alternatives",
                   "'OR' stands between words, or between filters of one name");
  }
  Failure excluded_alternative() const {
    return mistake(or_at_, "an excluded word can't be an alternative",
                   "leave out 'OR' or the '-'");
  }
  static Failure near_filter(const Written& written) {
    return mistake(written.value_at, "this value is compared as a whole",
                   "leave out the '~' and what follows it");
  }

  QueryReader reader_;
  Query query_;
  std::uint32_t groups_ = 0;
  std::size_t terms_ = 0;
  Last last_ = Last::kNone;
  bool or_pending_ = false;
  std::size_t or_at_ = 0;
  bool last_is_plus_ = false;
  bool takes_distance_ = false;  // a quotation or a named field was last
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
