// A table of the characters that Vietnamese text is made of, so that it needn't be taken
// apart character by character with the whole of Unicode in mind.
//
// It holds U+0000–U+01FF, U+1E80–U+1EFF and U+2000–U+207F: letters of Vietnamese and its
// neighbours, and usual punctuation. What it says of each follows from base/unicode.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/tone.h"

namespace tangthu::indexer {

// `c`: in lower case. Letters and digits; marks only go on with a word.
bool starts_word(char32_t c);

struct Letter {
  enum class Kind : std::uint8_t {
    kOther,      // not in the table, or changed by normalising: needs the long way
    kSeparator,  // parts words
    kWord,       // letter or digit
  };
  std::array<char, 4> marked{};  // in lower case, UTF-8
  std::array<char, 4> folded{};
  std::uint8_t marked_size = 0;
  std::uint8_t folded_size = 0;
  Kind kind = Kind::kOther;
  char joiner = 0;  // dates.h
  std::uint8_t vowel = kVowelLetters;
  std::uint8_t tone = 0;
};

class Letters {
 public:
  // Made once, on first use; safe from any thread.
  static const Letters& table();

  struct Found {
    const Letter* letter;
    std::size_t bytes;  // that it takes in the text
  };
  // The character at `at`, which is less than the size. Characters that aren't here and
  // bytes that aren't UTF-8 are one kOther.
  Found find(std::string_view utf8, std::size_t at) const {
    const auto byte = [&](std::size_t i) -> unsigned {
      return at + i < utf8.size() ? static_cast<unsigned char>(utf8[at + i]) : 0U;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return {&letters_[first], 1};
    const unsigned second = byte(1);
    if ((second & 0xC0U) != 0x80U) return {&other_, 1};
    if (first >= 0xC2 && first < 0xC8) {
      return {&letters_[(first & 0x1FU) << 6U | (second & 0x3FU)], 2};
    }
    const bool latin = first == 0xE1 && (second == 0xBA || second == 0xBB);
    const bool punctuation = first == 0xE2 && (second == 0x80 || second == 0x81);
    const unsigned third = byte(2);
    if ((!latin && !punctuation) || (third & 0xC0U) != 0x80U) return {&other_, 1};
    const std::size_t base = latin ? kLatin : kPunctuation;
    return {&letters_[base + ((second & 1U) << 6U | (third & 0x3FU))], 3};
  }
  const Letter& vowel(Vowel vowel) const { return *vowels_[vowel.letter][vowel.tone]; }

 private:
  static constexpr std::size_t kLatin = 0x200;        // U+1E80
  static constexpr std::size_t kPunctuation = 0x280;  // U+2000
  static constexpr std::size_t kCount = 0x300;

  Letters();

  std::array<Letter, kCount> letters_{};
  std::array<std::array<const Letter*, kTones>, kVowelLetters> vowels_{};
  Letter other_;
};

}  // namespace tangthu::indexer
