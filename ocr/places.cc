#include "ocr/places.h"

#include <map>
#include <vector>

#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/model.h"

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

}  // namespace

std::optional<ListedPlace> listed_place(std::string_view read) {
  static const Names kNames = listed();
  const std::string text = to_nfc(plain_signs(read));
  const std::size_t kind = kind_length(text);
  const std::string name = text.substr(kind);
  const auto found = kNames.find(match_key(name));
  if (found == kNames.end()) return std::nullopt;
  if (found->second.contains(key_of(name))) return ListedPlace{text, false};
  if (found->second.size() != 1) return std::nullopt;
  return ListedPlace{text.substr(0, kind) + found->second.begin()->second, true};
}

}  // namespace tangthu::ocr
