#include "ocr/vietnamese/corrector.h"

#include <utility>

#include "base/unicode.h"
#include "ocr/vietnamese/characters.h"
#include "ocr/vietnamese/names.h"
#include "ocr/vietnamese/punctuation.h"
#include "ocr/vietnamese/settle.h"
#include "ocr/vietnamese/spelling.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {
namespace {

void change(PageText& page, std::size_t line, std::size_t word, std::string after,
            CorrectionReason reason) {
  Word& changed = page.lines[line].words[word];
  page.corrections.push_back({line, word, changed.text, after, reason});
  changed.text = std::move(after);
}

void change(PageText& page, const Token& token, const std::u32string& text,
            CorrectionReason reason) {
  change(page, token.line, token.word, to_utf8(text), reason);
}

void change_core(PageText& page, const Token& token, const std::u32string& core,
                 CorrectionReason reason) {
  std::u32string text = token.text;
  text.replace(token.core_begin, token.core_end - token.core_begin, core);
  change(page, token, text, reason);
}

void apply_characters(PageText& page) {
  for (std::size_t l = 0; l < page.lines.size(); ++l) {
    const std::vector<Word>& words = page.lines[l].words;
    for (std::size_t w = 0; w < words.size(); ++w) {
      const std::u32string word = to_code_points(words[w].text);
      const std::u32string before =
          w == 0 ? std::u32string() : to_code_points(words[w - 1].text);
      auto usual = with_usual_characters(word, before);
      if (!usual) usual = as_purpose(word, before);
      if (usual) change(page, l, w, to_utf8(*usual), CorrectionReason::kCode);
      const bool purpose = is_purpose(usual.value_or(word));
      if (purpose && before != U"(để" && fold(to_utf8(before)) == "(de")
        change(page, l, w - 1, "(để", CorrectionReason::kPair);
    }
  }
}

void apply_digits(PageText& page) {
  const std::vector<Token> tokens = tokens_of(page);
  for (const Digits& digits : find_digits(page, tokens))
    change(page, tokens[digits.token], digits.text, CorrectionReason::kDigit);
}

void apply_syllables(const Model& model, PageText& page) {
  const std::vector<Token> tokens = tokens_of(page);
  for (const Settled& settled : settle_syllables(model, page, tokens))
    change_core(page, tokens[settled.token], settled.core, settled.reason);
}

void apply_names(const Model& model, PageText& page) {
  const std::vector<Token> tokens = tokens_of(page);
  for (const Restored& restored : restore_names(model, tokens))
    change_core(page, tokens[restored.token], restored.core, CorrectionReason::kName);
}

void apply_spelling(PageText& page) {
  const std::vector<Token> tokens = tokens_of(page);
  for (const Respelt& respelt : respell(page, tokens))
    change_core(page, tokens[respelt.token], respelt.core, CorrectionReason::kSpelling);
}

void apply_punctuation(PageText& page) {
  const std::vector<Token> tokens = tokens_of(page);
  for (const Punctuated& mark : settle_punctuation(page, tokens))
    change(page, tokens[mark.token], mark.text, CorrectionReason::kPunctuation);
  for (const Punctuated& dash : find_dashes(page, tokens))
    change(page, tokens[dash.token], dash.text, CorrectionReason::kDash);
}

void rebuild_lines(PageText& page) {
  for (Line& line : page.lines) {
    for (Word& word : line.words)
      word.steps = {};
    line.text = joined_words(line.words);
  }
}

}  // namespace

void Corrector::correct(PageText& page) const {
  apply_characters(page);
  apply_digits(page);
  apply_syllables(model_, page);
  apply_names(model_, page);
  apply_spelling(page);
  apply_punctuation(page);
  rebuild_lines(page);
  page.corrected =
      model_.has_word_list() ? CorrectionState::kFull : CorrectionState::kWithoutWordList;
}

}  // namespace tangthu::ocr::vietnamese
