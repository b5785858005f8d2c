#include "indexer/highlight.h"

#include <algorithm>
#include <cstring>

#include "base/secret.h"
#include "base/unicode.h"
#include "indexer/tokens.h"

namespace tangthu::indexer {
namespace {

// One word of what is wanted.
struct Pattern {
  std::string folded;
  bool is_prefix = false;

  bool matches(std::string_view term) const {
    return is_prefix ? term.starts_with(folded) : term == folded;
  }
};

std::vector<Pattern> patterns_of(std::string_view wanted) {
  std::vector<Pattern> out;
  while (!wanted.empty()) {
    const std::size_t end = std::min(wanted.find(' '), wanted.size());
    std::string_view word = wanted.substr(0, end);
    wanted.remove_prefix(std::min(end + 1, wanted.size()));
    const bool is_prefix = word.size() > 1 && word.ends_with('*');
    if (is_prefix) word.remove_suffix(1);
    if (!word.empty()) out.push_back({std::string(word), is_prefix});
  }
  return out;
}

// Behind the word that begins at `at` in joined terms.
std::size_t end_of(std::string_view joined, std::size_t at) {
  return joined.find('\n', at);
}

// Whether words that match stand from `at` on, one behind the other.
bool stand_at(std::string_view joined, std::size_t at,
              const std::vector<Pattern>& patterns) {
  for (const Pattern& pattern : patterns) {
    if (at == joined.size()) return false;
    const std::size_t end = end_of(joined, at);
    if (!pattern.matches(joined.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

// Calls found(which term it is) wherever `patterns` stand in joined terms.
template <typename Found>
void find_in(std::string_view joined, const std::vector<Pattern>& patterns,
             const Found& found) {
  const Pattern& first = patterns.front();
  const std::string needle = '\n' + first.folded + (first.is_prefix ? "" : "\n");
  std::size_t term = 0;
  std::size_t counted = 0;  // the bytes in which `term` line feeds are
  for (std::size_t from = 0; from < joined.size();) {
    const auto* const at = static_cast<const char*>(
        memmem(joined.data() + from, joined.size() - from, needle.data(), needle.size()));
    if (at == nullptr) return;
    from = static_cast<std::size_t>(at - joined.data());
    term += static_cast<std::size_t>(
        std::count(joined.data() + counted, joined.data() + from, '\n'));
    counted = from++;
    if (patterns.size() == 1 || stand_at(joined, from, patterns)) found(term);
  }
}

}  // namespace

void SearchableText::Terms::add(std::string_view folded, Place place) {
  joined += folded;
  joined += '\n';
  places.push_back(place);
}

SearchableText::SearchableText(std::string_view text) : text_(to_nfc(text)) {
  TermSet terms;
  const std::vector<TermToken> tokens = find_tokens(text_, kMaxTokens, terms);
  const auto is_word = [](const TermToken& token) {
    return token.kind == TokenKind::kWord;
  };
  const auto words =
      static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), is_word));
  words_.places.reserve(words);
  others_.places.reserve(tokens.size() - words);
  positions_.reserve(tokens.size() - words);
  words_.joined.reserve(text_.size() + 2);  // folded words are hardly ever longer
  for (const TermToken& token : tokens) {
    Terms& part = is_word(token) ? words_ : others_;
    part.add(terms.folded(token.term), {token.begin, token.end});
    if (!is_word(token)) positions_.push_back(token.position);
  }
}

SearchableText::~SearchableText() {
  for (std::string* part : {&text_, &words_.joined, &others_.joined})
    wipe(part->data(), part->size());
}

std::size_t SearchableText::bytes() const {
  return sizeof(*this) + text_.capacity() + words_.joined.capacity() +
         others_.joined.capacity() +
         sizeof(Place) * (words_.places.capacity() + others_.places.capacity()) +
         sizeof(std::uint32_t) * positions_.capacity();
}

std::vector<LitWords> SearchableText::find(const std::vector<std::string>& wanted) const {
  std::vector<LitWords> in_words;
  std::vector<LitWords> in_others;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::vector<Pattern> patterns = patterns_of(wanted[i]);
    if (patterns.empty()) continue;
    find_in(words_.joined, patterns, [&](std::size_t word) {
      in_words.push_back({words_.places[word].begin,
                          words_.places[word + patterns.size() - 1].end,
                          static_cast<std::uint32_t>(word),
                          static_cast<std::uint32_t>(patterns.size()), i});
    });
    if (patterns.size() > 1) continue;
    find_in(others_.joined, patterns, [&](std::size_t other) {
      const Place& place = others_.places[other];
      in_others.push_back({place.begin, place.end, positions_[other], 1, i});
    });
  }
  in_words.insert(in_words.end(), in_others.begin(), in_others.end());
  std::stable_sort(
      in_words.begin(), in_words.end(),
      [](const LitWords& a, const LitWords& b) { return a.position < b.position; });
  return in_words;
}

std::vector<LitWords> find_highlights(std::string_view text,
                                      const std::vector<std::string>& wanted) {
  return SearchableText(text).find(wanted);
}

std::vector<std::string> lit_by(const Clause& clause) {
  const auto written = [](const Term& term) {
    return term.is_prefix ? term.folded + '*' : term.folded;
  };
  std::vector<std::string> out;
  const bool fuzzy = std::any_of(clause.terms.begin(), clause.terms.end(),
                                 [](const Term& term) { return term.is_fuzzy; });
  if (clause.terms.size() > 1 && clause.near == 0 && !fuzzy) {
    std::string phrase;
    for (const Term& term : clause.terms)
      phrase += (phrase.empty() ? "" : " ") + written(term);
    out.push_back(std::move(phrase));
  } else {
    for (const Term& term : clause.terms) {
      if (!term.is_fuzzy) out.push_back(written(term));
      for (const FuzzyTerm& like : term.like)
        out.push_back(like.folded);
    }
  }
  if (clause.whole) out.push_back(clause.whole->folded);
  return out;
}

std::vector<std::string> single_words(const std::vector<std::string>& wanted) {
  std::vector<std::string> out;
  for (const std::string& one : wanted) {
    for (const Pattern& word : patterns_of(one))
      out.push_back(word.is_prefix ? word.folded + '*' : word.folded);
  }
  return out;
}

}  // namespace tangthu::indexer
