#include "ocr/vietnamese/names.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr std::size_t kLongestName = 12;  // syllables

bool may_belong(const Token& token) {
  return (token.kind == TokenKind::kWord || token.kind == TokenKind::kAcronym) &&
         token.letter_case == LetterCase::kUpper && !token.in_name;
}

// Whether `read` is `meant` with marks left out, letter by letter.
bool lost_marks(const std::u32string& read, const std::u32string& meant) {
  if (read.size() != meant.size()) return false;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const Letter was = letter_of(read[i]);
    const Letter is = letter_of(meant[i]);
    const bool tone = was.tone == is.tone || was.tone == Tone::kLevel;
    const bool trunk = was.base == is.base || was.base == bare_letter(is.base);
    if (!tone || !trunk) return false;
  }
  return true;
}

std::u32string in_capitals(std::u32string word) {
  std::transform(word.begin(), word.end(), word.begin(), to_upper_letter);
  return word;
}

// What follows is a small place, of which there are too many to know.
bool names_small_place(const Token& token) {
  constexpr std::array<std::u32string_view, 8> kSmall = {
      U"xa3", U"phương1", U"huyên5", U"quân5", U"trân4", U"thôn0", U"âp4", U"lang1"};
  return std::find(kSmall.begin(), kSmall.end(), token.key) != kSmall.end();
}

// The tokens [from, from + count) as the one known name, where any differs from it.
bool restore(const Model& model, const std::vector<Token>& tokens, std::size_t from,
             std::size_t count, std::vector<Restored>& out) {
  std::u32string key;
  for (std::size_t i = from; i < from + count; ++i)
    key += (key.empty() ? U"" : U" ") + bare_text(tokens[i].core());
  const std::vector<std::u32string>* name = model.only_name(key);
  if (name == nullptr || name->size() != count) return false;
  if (from > 0 && tokens[from - 1].line == tokens[from].line &&
      names_small_place(tokens[from - 1]))
    return false;
  std::vector<Restored> changed;
  for (std::size_t i = 0; i < count; ++i) {
    const std::u32string core = tokens[from + i].core();
    if (syllable_key(core) == syllable_key((*name)[i])) continue;
    if (!lost_marks(core, (*name)[i])) return false;
    changed.push_back({from + i, in_capitals((*name)[i])});
  }
  out.insert(out.end(), changed.begin(), changed.end());
  return true;
}

}  // namespace

std::vector<Restored> restore_names(const Model& model,
                                    const std::vector<Token>& tokens) {
  std::vector<Restored> out;
  std::size_t from = 0;
  while (from < tokens.size()) {
    std::size_t to = from;
    while (to < tokens.size() && to - from < kLongestName && may_belong(tokens[to]) &&
           tokens[to].line == tokens[from].line)
      ++to;
    // The longest name that begins here.
    std::size_t count = to - from;
    while (count >= 2 && !restore(model, tokens, from, count, out))
      --count;
    from += std::max<std::size_t>(count >= 2 ? count : 1, 1);
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
