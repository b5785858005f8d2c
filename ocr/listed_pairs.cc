#include "ocr/listed_pairs.h"

#include <utility>

#include "base/unicode.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

bool is_names(std::string_view file) {
  return file == "agencies" || file == "provinces" || file == "districts" ||
         file == "document-types" || file == "recipients";
}

// Neighbouring words of one entry.
void add_pairs(std::string_view entry, bool names, PairMap& pairs) {
  std::u32string before;
  std::u32string word;
  bool comma = false;
  const auto close = [&] {
    if (word.empty()) return;
    if (!before.empty()) {
      PairWeights& weights = pairs[bare_pair(before, word)][marked_pair(before, word)];
      (names ? weights.names : weights.others) += 1;
      if (comma && names) weights.commas += 1;
    }
    before = std::move(word);
    word.clear();
    comma = false;
  };
  for (const char32_t c : to_code_points(to_nfc(entry))) {
    if (is_letter(c)) {
      word += c;
      continue;
    }
    close();
    comma = comma || c == U',';
  }
  close();
}

PairMap listed() {
  PairMap pairs;
  for (const vietnamese::DataFile& file : vietnamese::built_in_data()) {
    const bool names = is_names(file.name);
    vietnamese::for_each_entry(
        file.text, [&](std::string_view entry) { add_pairs(entry, names, pairs); });
  }
  return pairs;
}

}  // namespace

const PairMap& listed_pairs() {
  static const PairMap kListed = listed();
  return kListed;
}

void PairWeights::add(const PairWeights& more) {
  names += more.names;
  commas += more.commas;
  others += more.others;
  text += more.text;
}

std::string bare_pair(const std::u32string& a, const std::u32string& b) {
  return fold(to_utf8(a)) + " " + fold(to_utf8(b));
}

std::u32string marked_pair(const std::u32string& a, const std::u32string& b) {
  return to_code_points(to_lower(to_utf8(a) + " " + to_utf8(b)));
}

std::u32string half_key(const std::u32string& marked, bool second) {
  const std::size_t space = marked.find(U' ');
  return vietnamese::syllable_key(second ? marked.substr(space + 1)
                                         : marked.substr(0, space));
}

bool same_pair(const std::u32string& a, const std::u32string& b) {
  return half_key(a, false) == half_key(b, false) &&
         half_key(a, true) == half_key(b, true);
}

}  // namespace tangthu::ocr
