#include "ocr/vietnamese/shapes.h"

#include <array>
#include <string_view>

#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

// Letters of one trunk.
constexpr std::array<std::u32string_view, 5> kTrunks = {U"aăâ", U"eê", U"oôơ", U"uư",
                                                        U"dđ"};
constexpr std::array<Tone, 6> kTones = {Tone::kLevel, Tone::kFalling, Tone::kHook,
                                        Tone::kTilde, Tone::kRising,  Tone::kHeavy};

// How often each kind of slip is made, as chances a character. Orders of magnitude, from
// pages of the maker that are used for no figure.
constexpr float kToneAmongAbove = 0.010F;  // ấ ầ ẩ ẫ: specks above the letter
constexpr float kToneLostOrMade = 0.005F;
constexpr float kCapitalToneLost = 0.10F;  // Ể read as Ê: little room above capitals
constexpr float kDotAsHook = 0.03F;        // i read as ỉ: chi, chỉ
constexpr float kTrunk = 0.004F;           // o, ô, ơ
constexpr float kTrunkAndTone = 0.002F;    // ả, ầ
constexpr float kStroke = 0.010F;          // d, đ; I, l

bool is_above(Tone tone) {
  return tone != Tone::kLevel && tone != Tone::kHeavy;
}

float tone_slip(const Letter& read, Tone meant) {
  if (read.base == U'i' && read.tone == Tone::kHook && meant == Tone::kLevel)
    return kDotAsHook;
  if (is_above(read.tone) && is_above(meant)) return kToneAmongAbove;
  return read.upper && read.tone == Tone::kLevel ? kCapitalToneLost : kToneLostOrMade;
}

void add_other_tones(const Letter& read, std::vector<Sight>& out) {
  for (const Tone tone : kTones) {
    if (tone == read.tone) continue;
    Letter other = read;
    other.tone = tone;
    out.push_back({letter_from(other), tone_slip(read, tone)});
  }
}

void add_other_trunks(const Letter& read, std::vector<Sight>& out) {
  for (const std::u32string_view trunk : kTrunks) {
    if (trunk.find(read.base) == std::u32string_view::npos) continue;
    for (const char32_t base : trunk) {
      if (base == read.base) continue;
      Letter other = read;
      other.base = base;
      out.push_back(
          {letter_from(other), base == U'd' || base == U'đ' ? kStroke : kTrunk});
      if (!is_vowel(base)) continue;
      for (const Tone tone : kTones) {
        other.tone = tone;
        if (tone != read.tone) out.push_back({letter_from(other), kTrunkAndTone});
      }
    }
  }
}

}  // namespace

std::vector<Sight> look_alikes(char32_t read) {
  std::vector<Sight> out;
  const Letter letter = letter_of(read);
  if (is_vowel(read)) add_other_tones(letter, out);
  add_other_trunks(letter, out);
  if (read == U'I') out.push_back({U'l', kStroke});
  if (read == U'l') out.push_back({U'I', kStroke});
  return out;
}

}  // namespace tangthu::ocr::vietnamese
