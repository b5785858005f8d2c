#include "indexer/highlight.h"

#include <algorithm>

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

class Finder {
 public:
  Finder(std::string_view text, const std::vector<std::string>& wanted)
      : tokens_(find_tokens(text, kMaxTokens, terms_)) {
    for (const std::string& one : wanted)
      wanted_.push_back(patterns_of(one));
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == TokenKind::kWord) words_.push_back(i);
    }
    find_begins();
  }

  std::vector<LitWords> run() const {
    std::vector<LitWords> out;
    for (const TermToken& token : tokens_) {
      for (const std::size_t wanted : begins_[token.term]) {
        if (wanted_[wanted].size() == 1) {
          out.push_back({token.begin, token.end, token.position, 1, wanted});
        } else if (token.kind == TokenKind::kWord) {
          add_phrase(token.position, wanted, out);
        }
      }
    }
    return out;
  }

 private:
  // For each term of the text: what it is the first word of. Each is looked at once.
  void find_begins() {
    begins_.resize(terms_.size());
    for (TermNumber term = 0; term < terms_.size(); ++term) {
      for (std::size_t i = 0; i < wanted_.size(); ++i) {
        if (wanted_[i].empty()) continue;
        if (wanted_[i][0].matches(terms_.folded(term))) begins_[term].push_back(i);
      }
    }
  }

  void add_phrase(std::uint32_t position, std::size_t wanted,
                  std::vector<LitWords>& out) const {
    const std::vector<Pattern>& phrase = wanted_[wanted];
    if (position + phrase.size() > words_.size()) return;
    for (std::size_t i = 1; i < phrase.size(); ++i) {
      const TermToken& word = tokens_[words_[position + i]];
      if (!phrase[i].matches(terms_.folded(word.term))) return;
    }
    const TermToken& last = tokens_[words_[position + phrase.size() - 1]];
    out.push_back({tokens_[words_[position]].begin, last.end, position,
                   static_cast<std::uint32_t>(phrase.size()), wanted});
  }

  TermSet terms_;
  std::vector<TermToken> tokens_;
  std::vector<std::size_t> words_;  // by position: which token
  std::vector<std::vector<Pattern>> wanted_;
  std::vector<std::vector<std::size_t>> begins_;
};

}  // namespace

std::vector<LitWords> find_highlights(std::string_view text,
                                      const std::vector<std::string>& wanted) {
  return Finder(text, wanted).run();
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
