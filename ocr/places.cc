#include "ocr/places.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/model.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

// A name's syllables and tones, so that old and new spelling are one.
std::u32string key_of(std::string_view name) {
  std::u32string key;
  for (const vietnamese::TextWord& word :
       vietnamese::split_text(to_code_points(to_nfc(name))))
    key += word.key + U' ';
  return key;
}

// By their letters without marks: every listed name, by its key.
using Names = std::map<std::string, std::map<std::u32string, std::string>, std::less<>>;

void add(std::string_view name, Names& names) {
  const std::string text = trimmed(name);
  if (text.empty() || text.starts_with("tỉnh ") || text.starts_with("thành phố ") ||
      text.starts_with("thủ đô "))
    return;
  names[match_key(text)].try_emplace(key_of(text), text);
}

Names listed() {
  Names names;
  for (const vietnamese::DataFile& file : vietnamese::built_in_data()) {
    if (file.name != "provinces" && file.name != "districts") continue;
    vietnamese::for_each_entry(file.text,
                               [&](std::string_view name) { add(name, names); });
  }
  return names;
}

// "TP. ", "Thành phố " …: how many bytes stand in front of the name.
std::size_t kind_length(const std::string& text) {
  for (const std::string_view kind :
       {"TP. ", "TP ", "Tp. ", "Tp ", "T.P ", "TP.", "Tp.", "Thành phố ", "thành phố "}) {
    if (text.starts_with(kind)) return kind.size();
  }
  return 0;
}

bool has_syllables(std::string_view name) {
  const auto words = vietnamese::split_text(to_code_points(name));
  return std::all_of(words.begin(), words.end(), [](const vietnamese::TextWord& word) {
    return vietnamese::is_syllable(word.letters);
  });
}

// "Hiải Dương": where one name only is left when a letter goes.
Names::const_iterator with_one_letter_less(const Names& names, const std::string& key) {
  constexpr std::size_t kLongEnough = 6;
  auto only = names.end();
  for (std::size_t i = 0; key.size() >= kLongEnough && i < key.size(); ++i) {
    std::string less = key;
    less.erase(i, 1);
    const auto found = names.find(less);
    if (found == names.end() || found == only) continue;
    if (only != names.end()) return names.end();
    only = found;
  }
  return only;
}

}  // namespace

std::optional<ListedPlace> listed_place(std::string_view read) {
  static const Names kNames = listed();
  const std::string text = to_nfc(plain_signs(read));
  const std::size_t kind = kind_length(text);
  const std::string name = text.substr(kind);
  auto found = kNames.find(match_key(name));
  if (found == kNames.end() && !has_syllables(name))
    found = with_one_letter_less(kNames, match_key(name));
  if (found == kNames.end()) return std::nullopt;
  if (found->second.contains(key_of(name))) return ListedPlace{text, false};
  if (found->second.size() != 1) return std::nullopt;
  return ListedPlace{text.substr(0, kind) + found->second.begin()->second, true};
}

}  // namespace tangthu::ocr
