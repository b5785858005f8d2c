#include "ocr/vietnamese/legacy_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/unicode.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

// What TCVN3 has at 0xA1–0xFE; a blank where it has nothing that text needs.
constexpr char32_t kTcvn3First = 0xA1;
constexpr std::u32string_view kTcvn3 =
    U"ĂÂÊÔƠƯĐăâêôơưđ "   // A1–AF
    U"     àảãáạ ằẳẵắ "  // B0–BF
    U"      ặầẩẫấậè ẻẽ"  // C0–CF
    U"éẹềểễếệìỉ   ĩíịò"  // D0–DF
    U" ỏõóọồổỗốộờởỡớợù"  // E0–EF
    U" ủũúụừửữứựỳỷỹýỵ";  // F0–FE
static_assert(kTcvn3.size() == 0xFE - kTcvn3First + 1);

// VNI: a letter and behind it the letter that its font draws as a mark. In lower case.
struct Pair {
  char32_t letter;
  std::u32string_view marks;
  std::u32string_view become;
};
constexpr auto kVniPairs = std::to_array<Pair>({
    {U'a', U"ùøûõïâêáàåãäéèúüë", U"áàảãạâăấầẩẫậắằẳẵặ"},
    {U'e', U"ùøûõïâáàåãä", U"éèẻẽẹêếềểễệ"},
    {U'o', U"ùøûõïâáàåãä", U"óòỏõọôốồổỗộ"},
    {U'u', U"ùøûõï", U"úùủũụ"},
    {U'y', U"ùøûõ", U"ýỳỷỹ"},
    {U'ô', U"ùøûõï", U"ớờởỡợ"},
    {U'ö', U"ùøûõï", U"ứừửữự"},
});
constexpr std::u32string_view kVniSingles = U"ôöñíìæóòî";
constexpr std::u32string_view kVniSinglesBecome = U"ơưđíìỉĩịỵ";
static_assert(kVniSingles.size() == kVniSinglesBecome.size());

bool is_between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// A letter or a mark of Vietnamese that no Latin-1 text has.
bool is_unicode_only(char32_t c) {
  constexpr std::u32string_view kLetters = U"ĂăĐđĨĩŨũƠơƯư";
  return is_between(c, 0x1EA0, 0x1EF9) || is_between(c, 0x300, 0x36F) ||
         kLetters.find(c) != std::u32string_view::npos;
}

bool is_ascii_letter(char32_t c) {
  return is_between(c, U'a', U'z') || is_between(c, U'A', U'Z');
}

bool is_ascii_capital(char32_t c) {
  return is_between(c, U'A', U'Z');
}

// Bytes that are no UTF-8 are those of the fonts.
std::u32string points_of(std::string_view text) {
  std::u32string points = to_code_points(text);
  if (points.find(U'\uFFFD') == std::u32string::npos) return points;
  points.clear();
  for (const char c : text)
    points += static_cast<unsigned char>(c);
  return points;
}

// A word as it stands and as it would be read. `marked`: it has letters that the encoding
// means something by.
struct Word {
  std::u32string read;
  bool marked = false;
};

char32_t tcvn3_letter(char32_t c) {
  if (c == 0x2219) return U'ã';  // how some programs write 0xB7
  if (!is_between(c, kTcvn3First, 0xFE)) return U' ';
  return kTcvn3[c - kTcvn3First];
}

Word read_tcvn3(std::u32string_view word) {
  Word out;
  std::size_t capitals = 0;
  std::size_t small = 0;
  for (const char32_t c : word) {
    const char32_t letter = tcvn3_letter(c);
    out.marked = out.marked || letter != U' ';
    out.read += letter != U' ' ? letter : c;
    capitals += is_ascii_capital(c) ? 1 : 0;
    small += is_ascii_letter(c) && !is_ascii_capital(c) ? 1 : 0;
  }
  // Fonts of capitals have the marked ones at the places of the small ones.
  if (out.marked && capitals > 1 && small == 0) {
    for (char32_t& c : out.read)
      c = to_upper_letter(c);
  }
  return out;
}

// What a letter and its mark are together; 0: nothing.
char32_t vni_pair(char32_t letter, char32_t mark) {
  const char32_t small = to_lower_letter(letter);
  const char32_t small_mark = to_lower_letter(mark);
  for (const Pair& pair : kVniPairs) {
    if (pair.letter != small) continue;
    const std::size_t at = pair.marks.find(small_mark);
    if (at == std::u32string_view::npos) return 0;
    return small == letter ? pair.become[at] : to_upper_letter(pair.become[at]);
  }
  return 0;
}

Word read_vni(std::u32string_view word) {
  Word out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t c = word[i];
    const char32_t pair = i + 1 < word.size() ? vni_pair(c, word[i + 1]) : 0;
    const char32_t small = to_lower_letter(c);
    const std::size_t single = kVniSingles.find(small);
    if (pair != 0) {
      out.read += pair;
      ++i;
    } else if (single != std::u32string_view::npos) {
      const char32_t letter = kVniSinglesBecome[single];
      out.read += small == c ? letter : to_upper_letter(letter);
    } else {
      out.read += c;
      continue;
    }
    out.marked = true;
  }
  return out;
}

struct Reading {
  std::u32string text;
  std::size_t marked = 0;     // words with letters of the encoding
  std::size_t syllables = 0;  // of them, those that are read as syllables
  std::size_t already = 0;    // of them, those that are some as they stand
};

// Latin-1 has letters of both encodings among its signs: all of it but ASCII's signs and
// the blank that doesn't break may stand in a word.
bool in_word(char32_t c) {
  return is_ascii_letter(c) || is_between(c, 0xA1, 0xFF) || c == 0x2219 ||
         (c > 0xFF && is_letter(c));
}

template <typename Read>
Reading read_as(std::u32string_view points, const Read& read) {
  Reading out;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && in_word(points[end]))
      ++end;
    if (end == at) {
      out.text += points[at++];
      continue;
    }
    const std::u32string_view written = points.substr(at, end - at);
    const Word word = read(written);
    out.text += word.read;
    at = end;
    // Of abbreviations (Q§, H§ND) nothing can be said.
    const bool has_vowel = std::any_of(word.read.begin(), word.read.end(),
                                       [](char32_t c) { return is_vowel(c); });
    if (!word.marked || !has_vowel) continue;
    ++out.marked;
    if (is_syllable(word.read)) ++out.syllables;
    if (is_syllable(written)) ++out.already;
  }
  return out;
}

bool convinces(const Reading& reading, Evidence evidence) {
  const std::size_t least = evidence == Evidence::kOneWord ? 1 : 2;
  return reading.marked >= least && reading.syllables * 10 >= reading.marked * 9 &&
         reading.already * 2 < reading.marked;
}

}  // namespace

std::optional<LegacyText> read_legacy(std::string_view text, Evidence evidence) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
  if (ascii) return std::nullopt;
  const std::u32string points = points_of(text);
  if (std::any_of(points.begin(), points.end(), is_unicode_only)) return std::nullopt;
  const Reading tcvn3 = read_as(points, read_tcvn3);
  const Reading vni = read_as(points, read_vni);
  const bool is_tcvn3 = convinces(tcvn3, evidence);
  const bool is_vni = convinces(vni, evidence);
  if (!is_tcvn3 && !is_vni) return std::nullopt;
  // Where both would do, the one that explains more.
  if (is_tcvn3 && (!is_vni || tcvn3.syllables >= vni.syllables)) {
    return LegacyText{to_nfc(to_utf8(tcvn3.text)), LegacyEncoding::kTcvn3};
  }
  return LegacyText{to_nfc(to_utf8(vni.text)), LegacyEncoding::kVni};
}

std::string without_legacy(std::string_view text, Evidence evidence) {
  auto legacy = read_legacy(text, evidence);
  return legacy ? std::move(legacy->text) : std::string(text);
}

}  // namespace tangthu::ocr::vietnamese
