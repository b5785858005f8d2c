// Where the tone mark of a Vietnamese syllable stands.
//
// "hòa, khỏe, thủy" (old) and "hoà, khoẻ, thuỷ" (new) are one word each, and keyboards of
// the nineties left "tòan, hùynh, tíêng" behind. All become the new form: in oa, oe, uy
// on the second vowel, and otherwise on the vowel that bears a hook or a hat. Nothing
// else moves: quý, quà, già, mùa, của stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tangthu::indexer {

inline constexpr std::size_t kVowelLetters = 12;  // a ă â e ê i o ô ơ u ư y
inline constexpr std::size_t kTones = 6;  // level, huyền, sắc, hỏi, ngã, nặng

// A vowel taken apart: which of the twelve letters, and which tone it bears.
struct Vowel {
  std::uint8_t letter;
  std::uint8_t tone;  // 0: none
};

// `c`: in lower case. Nothing for other letters.
std::optional<Vowel> vowel_of(char32_t c);
char32_t letter_of(Vowel vowel);

// Whether the tone of the vowel `first` goes to the toneless `second` behind it.
bool gives_tone(Vowel first, Vowel second);

// `word`: code points, NFC, lower case.
std::u32string place_tone(std::u32string word);

}  // namespace tangthu::indexer
