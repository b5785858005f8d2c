#include "indexer/letters.h"

#include <algorithm>
#include <string>

#include "base/unicode.h"
#include "indexer/dates.h"

namespace tangthu::indexer {
namespace {

std::string utf8_of(char32_t c) {
  return to_utf8(std::u32string_view(&c, 1));
}

// Kind kOther where the table can't hold what becomes of `c`.
Letter letter_for(char32_t c) {
  Letter letter;
  const std::string written = utf8_of(c);
  const std::u32string lower = to_code_points(to_lower(written));
  if (to_nfc(written) != written || lower.size() != 1) return letter;
  if (!starts_word(lower[0])) {
    letter.kind = Letter::Kind::kSeparator;
    letter.joiner = joiner(lower[0]);
    return letter;
  }
  const std::string marked = utf8_of(lower[0]);
  const std::string folded = fold(marked);
  if (folded.empty() || folded.size() > letter.folded.size()) return letter;
  letter.kind = Letter::Kind::kWord;
  std::copy(marked.begin(), marked.end(), letter.marked.begin());
  std::copy(folded.begin(), folded.end(), letter.folded.begin());
  letter.marked_size = static_cast<std::uint8_t>(marked.size());
  letter.folded_size = static_cast<std::uint8_t>(folded.size());
  if (const auto vowel = vowel_of(lower[0])) {
    letter.vowel = vowel->letter;
    letter.tone = vowel->tone;
  }
  return letter;
}

}  // namespace

bool starts_word(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  return is_letter(c) || is_digit(c);
}

const Letters& Letters::table() {
  static const Letters letters;
  return letters;
}

Letters::Letters() {
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::size_t c = i < kLatin         ? i
                          : i < kPunctuation ? 0x1E80 + (i - kLatin)
                                             : 0x2000 + (i - kPunctuation);
    letters_[i] = letter_for(static_cast<char32_t>(c));
  }
  for (std::uint8_t letter = 0; letter < kVowelLetters; ++letter) {
    for (std::uint8_t tone = 0; tone < kTones; ++tone) {
      const std::string written = utf8_of(letter_of({letter, tone}));
      vowels_[letter][tone] = find(written, 0).letter;
    }
  }
}

}  // namespace tangthu::indexer
