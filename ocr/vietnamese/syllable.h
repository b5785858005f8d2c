// Vietnamese orthography of one syllable: onset, rime and tone, by rule and without any
// word list.
//
// Both places of the tone mark are right in open oa, oe and uy (hòa, hoà). Text is NFC.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::ocr::vietnamese {

enum class Tone { kLevel, kFalling, kHook, kTilde, kRising, kHeavy };  // a à ả ã á ạ

// One letter taken apart: "Ẫ" is "â" with kTilde, upper case.
struct Letter {
  char32_t base = 0;  // lower case, without its tone
  Tone tone = Tone::kLevel;
  bool upper = false;
};
Letter letter_of(char32_t c);
char32_t letter_from(const Letter& letter);
// Letters of Vietnamese alone (Latin ones with their marks, đ); others stay.
char32_t to_lower_letter(char32_t c);
char32_t to_upper_letter(char32_t c);
bool is_upper_letter(char32_t c);
bool is_vowel(char32_t c);
// "ẫ" → "a", "đ" → "d".
char32_t bare_letter(char32_t c);
// Lower case without any mark.
std::u32string bare_text(std::u32string_view text);

// Whether a syllable may be written so, in any case.
bool is_syllable(std::u32string_view text);

// What a model counts: lower case, the tone as a digit at the end, so that "Hòa" and
// "hoà" are one. For text that is no syllable: its lower case.
std::u32string syllable_key(std::u32string_view text);

}  // namespace tangthu::ocr::vietnamese
