#include "ocr/vietnamese/syllable.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tangthu::ocr::vietnamese {
namespace {

// A row a vowel, in the order of Tone.
constexpr std::array<std::u32string_view, 12> kVowels = {
    U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ", U"êềểễếệ", U"iìỉĩíị",
    U"oòỏõóọ", U"ôồổỗốộ", U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ"};
constexpr std::u32string_view kBareVowels = U"aaaeeiooouuy";

// The longest first: "ngh" before "ng" before "n".
constexpr std::array<std::u32string_view, 28> kOnsets = {
    U"ngh", U"ch", U"gh", U"gi", U"kh", U"ng", U"nh", U"ph", U"qu", U"th",
    U"tr",  U"b",  U"c",  U"d",  U"đ",  U"g",  U"h",  U"k",  U"l",  U"m",
    U"n",   U"p",  U"r",  U"s",  U"t",  U"v",  U"x",  U""};

constexpr std::u32string_view kRimes =
    U"a ac ach ai am an ang anh ao ap at au ay "
    U"ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    U"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    U"i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    U"o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen "
    U"oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    U"u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ "
    U"up "
    U"ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
    U"ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    U"y yêm yên yêng yêt yêu";
// After "qu", whose u is the glide.
constexpr std::u32string_view kGlidedRimes =
    U"a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây "
    U"e en eo et ê êch ên ênh êt i in inh it iu ơ ơi ơn y ych yên yêt yn ynh yp yt oăt "
    U"ôc êu";

std::unordered_set<std::u32string> split(std::u32string_view list) {
  std::unordered_set<std::u32string> out;
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t to = std::min(list.find(U' ', from), list.size());
    if (to > from) out.emplace(list.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

const std::unordered_map<char32_t, Letter>& vowel_table() {
  static const auto table = [] {
    std::unordered_map<char32_t, Letter> made;
    for (const std::u32string_view row : kVowels) {
      for (std::size_t tone = 0; tone < row.size(); ++tone)
        made[row[tone]] = {row[0], static_cast<Tone>(tone), false};
    }
    return made;
  }();
  return table;
}

bool starts_soft(std::u32string_view rime) {
  return !rime.empty() &&
         (rime[0] == U'e' || rime[0] == U'ê' || rime[0] == U'i' || rime[0] == U'y');
}

// The spelling rules of c/k, g/gh, ng/ngh and y.
bool agree(std::u32string_view onset, std::u32string_view rime) {
  static const auto glided_i = split(U"i ich im in ip iêc iêng iêt");
  const bool soft = starts_soft(rime);
  if (onset == U"c" || onset == U"ng") return !soft;
  if (onset == U"k") return soft || rime == U"a";  // Kạ, Ka- in names
  if (onset == U"gh" || onset == U"ngh") return soft && rime[0] != U'y';
  // "gì", "gìn", "giêng", "giết": the i is both onset and rime.
  if (onset == U"g") return !soft || glided_i.contains(std::u32string(rime));
  if (onset == U"gi") return rime[0] != U'i' && rime[0] != U'y';
  if (rime[0] == U'y' && rime.size() > 1) return onset.empty();
  return true;
}

bool ends_in_stop(std::u32string_view rime) {
  const char32_t last = rime.back();
  return last == U'c' || last == U'p' || last == U't' ||
         (rime.size() > 1 && last == U'h' && rime[rime.size() - 2] == U'c');
}

// Where in the rime its tone mark may stand.
bool may_bear_tone(std::u32string_view rime, std::size_t at) {
  std::size_t vowels = 0;
  std::size_t marked = rime.size();
  for (; vowels < rime.size() && is_vowel(rime[vowels]); ++vowels) {
    if (bare_letter(rime[vowels]) != rime[vowels]) marked = vowels;
  }
  // "uơ", "ươ", "iê": the last vowel that has a mark of its own; but "ưa", "ưu".
  if (marked < vowels) return at == marked;
  if (vowels == 1) return at == 0;
  if (vowels < rime.size()) return at == vowels - 1;
  if (vowels == 3) return at == 1;
  const bool either = rime == U"oa" || rime == U"oe" || rime == U"uy";
  return at == 0 || (either && at == 1);
}

struct Parts {
  std::u32string letters;  // lower case, without tone
  Tone tone = Tone::kLevel;
  std::size_t tone_at = 0;
  bool one_tone = true;
};

Parts parts_of(std::u32string_view text) {
  Parts parts;
  for (const char32_t c : text) {
    const Letter letter = letter_of(c);
    if (letter.tone != Tone::kLevel) {
      parts.one_tone = parts.one_tone && parts.tone == Tone::kLevel;
      parts.tone = letter.tone;
      parts.tone_at = parts.letters.size();
    }
    parts.letters.push_back(letter.base);
  }
  return parts;
}

bool fits(const Parts& parts, std::u32string_view onset) {
  static const auto rimes = split(kRimes);
  static const auto glided = split(kGlidedRimes);
  const std::u32string_view letters = parts.letters;
  if (!letters.starts_with(onset)) return false;
  const std::u32string_view rime = letters.substr(onset.size());
  if (rime.empty()) return false;
  const auto& known = onset == U"qu" ? glided : rimes;
  if (!known.contains(std::u32string(rime)) || (onset != U"qu" && !agree(onset, rime)))
    return false;
  if (parts.tone == Tone::kLevel) return !ends_in_stop(rime);
  if (ends_in_stop(rime) && parts.tone != Tone::kRising && parts.tone != Tone::kHeavy)
    return false;
  return parts.tone_at >= onset.size() &&
         may_bear_tone(rime, parts.tone_at - onset.size());
}

}  // namespace

char32_t to_lower_letter(char32_t c) {
  if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
  if (c == U'Ă' || c == U'Đ' || c == U'Ĩ' || c == U'Ũ' || c == U'Ơ' || c == U'Ư')
    return c + 1;
  if (c >= 0x1EA0 && c <= 0x1EF9 && c % 2 == 0) return c + 1;
  return c;
}

char32_t to_upper_letter(char32_t c) {
  if ((c >= U'a' && c <= U'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 0x20;
  if (c == U'ă' || c == U'đ' || c == U'ĩ' || c == U'ũ' || c == U'ơ' || c == U'ư')
    return c - 1;
  if (c >= 0x1EA0 && c <= 0x1EF9 && c % 2 == 1) return c - 1;
  return c;
}

bool is_upper_letter(char32_t c) {
  return to_lower_letter(c) != c;
}

Letter letter_of(char32_t c) {
  const char32_t lower = to_lower_letter(c);
  const auto at = vowel_table().find(lower);
  Letter letter = at == vowel_table().end() ? Letter{lower} : at->second;
  letter.upper = lower != c;
  return letter;
}

char32_t letter_from(const Letter& letter) {
  char32_t c = letter.base;
  for (const std::u32string_view row : kVowels) {
    if (row[0] == letter.base) c = row[static_cast<std::size_t>(letter.tone)];
  }
  return letter.upper ? to_upper_letter(c) : c;
}

bool is_vowel(char32_t c) {
  return vowel_table().contains(to_lower_letter(c));
}

char32_t bare_letter(char32_t c) {
  const Letter letter = letter_of(c);
  char32_t bare = letter.base == U'đ' ? U'd' : letter.base;
  for (std::size_t i = 0; i < kVowels.size(); ++i) {
    if (kVowels[i][0] == letter.base) bare = kBareVowels[i];
  }
  return letter.upper ? to_upper_letter(bare) : bare;
}

std::u32string bare_text(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text)
    out.push_back(bare_letter(to_lower_letter(c)));
  return out;
}

bool is_syllable(std::u32string_view text) {
  constexpr std::size_t kLongest = 7;  // "nghiêng"
  if (text.empty() || text.size() > kLongest) return false;
  const Parts parts = parts_of(text);
  return parts.one_tone &&
         std::any_of(kOnsets.begin(), kOnsets.end(),
                     [&](std::u32string_view onset) { return fits(parts, onset); });
}

std::u32string syllable_key(std::u32string_view text) {
  if (is_syllable(text)) {
    Parts parts = parts_of(text);
    parts.letters.push_back(U'0' + static_cast<char32_t>(parts.tone));
    return parts.letters;
  }
  std::u32string key;
  for (const char32_t c : text)
    key.push_back(to_lower_letter(c));
  return key;
}

}  // namespace tangthu::ocr::vietnamese
