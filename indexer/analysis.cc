#include "indexer/analysis.h"

#include <utility>

#include "indexer/dates.h"
#include "indexer/tokens.h"
#include "indexer/words.h"

namespace tangthu::indexer {
namespace {

bool joins_code(char c) {
  return c == '/' || c == '-';
}

struct Code {
  std::string marked;
  std::string folded;
  std::size_t last = 0;  // word
};

// The code that starts at words[i], if one does.
std::optional<Code> code_at(const std::vector<Word>& words, const TermSet& terms,
                            std::size_t i) {
  if (!joins_code(words[i].join)) return std::nullopt;
  if (i > 0 && joins_code(words[i - 1].join)) return std::nullopt;
  Code code{std::string(terms.marked(words[i].term)),
            std::string(terms.folded(words[i].term)), i};
  for (char join = words[i].join; joins_code(join); join = words[code.last].join) {
    if (++code.last - i >= kMaxCodeParts) return std::nullopt;
    (code.marked += join) += terms.marked(words[code.last].term);
    (code.folded += join) += terms.folded(words[code.last].term);
  }
  if (code.marked.size() > kMaxTermBytes || code.folded.size() > kMaxTermBytes) {
    return std::nullopt;
  }
  return code;
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

std::vector<TermToken> find_tokens(std::string_view utf8, std::size_t max_words,
                                   TermSet& terms) {
  const std::vector<Word> words = find_words(utf8, max_words, terms);
  std::vector<TermToken> tokens;
  tokens.reserve(words.size() + words.size() / 8);
  std::size_t after_date = 0;  // dates don't overlap
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    const auto position = static_cast<std::uint32_t>(i);
    tokens.push_back({word.term, position, word.begin, word.end, TokenKind::kWord});
    if (const auto code = code_at(words, terms, i)) {
      tokens.push_back({terms.add(code->marked, code->folded), position, word.begin,
                        words[code->last].end, TokenKind::kCode});
    }
    if (i < after_date) continue;
    if (const auto date = date_at(words, terms, i)) {
      after_date = i + date->words;
      const TermNumber term = terms.add(date->iso, date->iso);
      const bool is_code =
          tokens.back().kind == TokenKind::kCode && tokens.back().term == term;
      if (is_code) tokens.pop_back();
      tokens.push_back(
          {term, position, word.begin, words[after_date - 1].end, TokenKind::kDate});
    }
  }
  return tokens;
}

std::vector<Token> analyse(std::string_view utf8, std::size_t max_words) {
  TermSet terms;
  std::vector<Token> tokens;
  const std::vector<TermToken> found = find_tokens(utf8, max_words, terms);
  tokens.reserve(found.size());
  for (const TermToken& token : found) {
    tokens.push_back({std::string(terms.marked(token.term)),
                      std::string(terms.folded(token.term)), token.position, token.kind,
                      token.begin, token.end});
  }
  return tokens;
}

}  // namespace tangthu::indexer
