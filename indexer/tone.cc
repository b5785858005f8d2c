#include "indexer/tone.h"

#include <array>
#include <string_view>

namespace tangthu::indexer {
namespace {

constexpr std::u32string_view kVowels =
    U"aàáảãạ"
    U"ăằắẳẵặ"
    U"âầấẩẫậ"
    U"eèéẻẽẹ"
    U"êềếểễệ"
    U"iìíỉĩị"
    U"oòóỏõọ"
    U"ôồốổỗộ"
    U"ơờớởỡợ"
    U"uùúủũụ"
    U"ưừứửữự"
    U"yỳýỷỹỵ";
static_assert(kVowels.size() == kVowelLetters * kTones);

// Bits of the letters that take the tone of the letter before them.
using Takers = std::array<std::uint16_t, kVowelLetters>;

consteval Takers takers() {
  const auto index = [](char32_t letter) { return kVowels.find(letter) / kTones; };
  Takers out{};
  const auto takes = [&](char32_t first, std::u32string_view seconds) {
    for (const char32_t second : seconds) {
      const unsigned bits = out[index(first)] | 1U << index(second);
      out[index(first)] = static_cast<std::uint16_t>(bits);
    }
  };
  for (std::size_t i = 0; i < kVowelLetters; ++i)
    takes(kVowels[i * kTones], U"ăâêôơ");
  takes(U'o', U"ae");
  takes(U'u', U"y");
  return out;
}

constexpr Takers kTakers = takers();

}  // namespace

std::optional<Vowel> vowel_of(char32_t c) {
  const auto at = kVowels.find(c);
  if (at == std::u32string_view::npos) return std::nullopt;
  return Vowel{static_cast<std::uint8_t>(at / kTones),
               static_cast<std::uint8_t>(at % kTones)};
}

char32_t letter_of(Vowel vowel) {
  return kVowels[vowel.letter * kTones + vowel.tone];
}

bool gives_tone(Vowel first, Vowel second) {
  return first.tone != 0 && second.tone == 0 &&
         (kTakers[first.letter] >> second.letter & 1U) != 0;
}

std::u32string place_tone(std::u32string word) {
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const auto first = vowel_of(word[i]);
    if (!first || first->tone == 0) continue;
    const auto second = vowel_of(word[i + 1]);
    if (!second || !gives_tone(*first, *second)) continue;
    word[i] = letter_of({first->letter, 0});
    word[i + 1] = letter_of({second->letter, first->tone});
  }
  return word;
}

}  // namespace tangthu::indexer
