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

PairMap listed() {
  PairMap pairs;
  for (const vietnamese::DataFile& file : vietnamese::built_in_data()) {
    std::u32string before;
    bool comment = false;
    bool line_begins = true;
    bool comma = false;
    std::u32string word;
    const auto close = [&] {
      if (word.empty()) return;
      if (!before.empty()) {
        PairWeights& weights = pairs[bare_pair(before, word)][marked_pair(before, word)];
        (is_names(file.name) ? weights.names : weights.others) += 1;
        if (comma && is_names(file.name)) weights.commas += 1;
      }
      before = std::move(word);
      word.clear();
      comma = false;
    };
    for (const char32_t c : to_code_points(to_nfc(file.text))) {
      if (line_begins) comment = c == U'#';
      line_begins = c == U'\n';
      if (!comment && is_letter(c)) {
        word += c;
        continue;
      }
      close();
      comma = comma || c == U',';
      if (c == U'\n' || c == U';') before.clear();
    }
    close();
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
