#include "ocr/committee_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "ocr/fields_match.h"

namespace tangthu::ocr {
namespace {

using Words = std::vector<Word>;

void put(Word& word, std::string text, double confidence) {
  if (word.text == text) return;
  word.text = std::move(text);
  word.confidence = std::min(word.confidence, confidence);
}

// In four letters, before what it is of.
void mend_letters(Words& words, double confidence) {
  static constexpr std::array<std::string_view, 7> kOf = {
      "tinh", "thanh", "huyen", "quan", "thi", "xa", "phuong"};
  if (words.size() < 2 || to_code_points(words[0].text).size() != 4) return;
  const std::string of = match_key(words[1].text);
  if (std::find(kOf.begin(), kOf.end(), of) == kOf.end()) return;
  const std::string read = match_key(words[0].text);
  for (const char* meant : {"UBND", "HĐND"}) {
    if (edit_distance(read, match_key(meant)) == 1) put(words[0], meant, confidence);
  }
}

bool has_mark_on_y(const std::string& word) {
  return std::u32string_view(U"ýỳỷỹỵÝỲỶỸỴ").find(to_code_points(word).back()) !=
         std::u32string_view::npos;
}

// "X ban nhân dân" in full; only a committee's name goes on so.
void mend_words(Words& words, double confidence) {
  if (words.size() < 4 || match_key(words[1].text) != "ban" ||
      match_key(words[2].text) != "nhan" || match_key(words[3].text) != "dan")
    return;
  const std::u32string first = to_code_points(to_nfc(words[0].text));
  const std::string key = match_key(words[0].text);
  if (first.size() != 2 || key.size() != 2 || key.back() != 'y') return;
  const bool capitals = capital_share(words[2].text) > 0.9;
  const bool late = has_mark_on_y(words[0].text);
  if (key != "uy") {
    const char* large = late ? "UỶ" : "ỦY";
    put(words[0], capitals ? large : late ? "Uỷ" : "Ủy", confidence);
  }
  put(words[1], capitals ? "BAN" : "ban", confidence);
}

}  // namespace

void mend_committee(Words& words, double confidence) {
  mend_letters(words, confidence);
  mend_words(words, confidence);
}

}  // namespace tangthu::ocr
