#include "indexer/tone.h"

#include <array>
#include <optional>
#include <string_view>

namespace tangthu::indexer {
namespace {

constexpr std::size_t kTones = 6;  // level, huyền, sắc, hỏi, ngã, nặng
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
static_assert(kVowels.size() == 12 * kTones);

struct Vowel {
  char32_t letter;
  std::size_t tone;
};

std::optional<Vowel> vowel_of(char32_t c) {
  const auto at = kVowels.find(c);
  if (at == std::u32string_view::npos) return std::nullopt;
  return Vowel{kVowels[at - at % kTones], at % kTones};
}

char32_t with_tone(Vowel vowel) {
  return kVowels[kVowels.find(vowel.letter) + vowel.tone];
}

bool takes_the_tone(char32_t first, char32_t second) {
  if (std::u32string_view(U"ăâêôơ").find(second) != std::u32string_view::npos)
    return true;
  return (first == U'o' && (second == U'a' || second == U'e')) ||
         (first == U'u' && second == U'y');
}

}  // namespace

std::u32string place_tone(std::u32string word) {
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const auto first = vowel_of(word[i]);
    if (!first || first->tone == 0) continue;
    const auto second = vowel_of(word[i + 1]);
    if (!second || second->tone != 0) continue;
    if (!takes_the_tone(first->letter, second->letter)) continue;
    word[i] = first->letter;
    word[i + 1] = with_tone({second->letter, first->tone});
  }
  return word;
}

}  // namespace tangthu::indexer
