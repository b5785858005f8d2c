// The place of the heading beside the lists of places and the body that signs there.

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/places.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

// A listed place with marks put back.
constexpr double kMended = 0.88;
// No list has it, and no body's name.
constexpr double kUnknown = 0.85;
// A commune may be called so, or the list knows better: a person decides.
constexpr double kContested = 0.65;
// The body's name has lost the line that names its place.
constexpr double kElsewhere = 0.6;

// "La" is no place of "TỈNH SƠN LA": a line's beginning is lost.
bool names(const std::string& body, const std::string& place) {
  static constexpr std::array<std::string_view, 10> kKinds = {
      "tỉnh", "phố", "huyện", "xã", "quận", "trấn", "phường", "đô", "tp.", "khu"};
  const std::string text = to_lower(body);
  const std::size_t at = text.find(" " + to_lower(place));
  if (at == std::string::npos) return false;
  if (place.find(' ') != std::string::npos) return true;
  // "Quảng" is none of "TỈNH QUẢNG TRỊ" either.
  if (at + 1 + place.size() < text.size()) return false;
  return std::any_of(kKinds.begin(), kKinds.end(), [&](std::string_view kind) {
    return text.substr(0, at).ends_with(kind);
  });
}

// Communes and their towns are in no list.
bool is_small(const std::string& body) {
  static constexpr std::array<std::string_view, 3> kSmall = {" xã ", " phường ",
                                                             " thị trấn "};
  const std::string name = " " + to_lower(body) + " ";
  return std::any_of(kSmall.begin(), kSmall.end(), [&](std::string_view kind) {
    return name.find(kind) != std::string::npos;
  });
}

// A committee or council is of the place where it signs.
bool is_of_its_place(const std::string& body) {
  const std::string key = match_key(body);
  return key.starts_with("ubnd") || key.starts_with("uybannhandan") ||
         key.starts_with("hdnd") || key.starts_with("hoidongnhandan");
}

// "Yên. Bái": a speck behind a word, where the list has the name without it.
void drop_specks(Field& place) {
  std::string text;
  for (const char c : *place.value) {
    if (std::string_view(".:;'").find(c) == std::string_view::npos) text += c;
  }
  const auto listed = listed_place(text);
  if (text == *place.value || !listed || listed->changed) return;
  place.read = *place.value;
  place.value = text;
  place.confidence = std::min(place.confidence, kMended);
}

// "Quảng" of the "TỈNH QUẢNG TRỊ": a name that the list has and the body bears, of which
// a word was lost. A person looks at it.
bool complete(Field& place, const std::string& body) {
  const std::u32string text = to_code_points(to_lower(to_nfc(body)));
  const std::u32string start = U" " + to_code_points(to_lower(*place.value)) + U" ";
  const std::size_t at = text.find(start);
  if (at == std::u32string::npos || place.value->find(' ') != std::string::npos)
    return false;
  std::u32string name = text.substr(at + 1);
  bool begins = true;
  for (char32_t& c : name) {
    if (begins) c = vietnamese::to_upper_letter(c);
    begins = is_space(c);
  }
  const auto listed = listed_place(to_utf8(name));
  if (!listed || listed->changed || listed_place(*place.value)) return false;
  place.read = *place.value;
  place.value = listed->name;
  return true;
}

}  // namespace

void weigh_place(Fields& fields) {
  const auto at = fields.find("place");
  if (at == fields.end() || !at->second.value) return;
  Field& place = at->second;
  drop_specks(place);
  const std::string agency = value_of(fields, "agency");
  const bool completed =
      complete(place, agency) || complete(place, value_of(fields, "parent_agency"));
  const bool agreed = names(agency, *place.value) ||
                      names(value_of(fields, "parent_agency"), *place.value);
  const auto listed = listed_place(*place.value);
  const bool small = is_small(agency);
  if (listed && listed->changed && small) {
    if (!agreed) place.confidence = std::min(place.confidence, kContested);
  } else if (listed && listed->changed) {
    place.read = *place.value;
    place.value = listed->name;
    place.confidence = std::min(place.confidence, kMended);
  } else if (listed || agreed) {
    place.confidence = 1 - (1 - place.confidence) / 2;
  } else {
    place.confidence = std::min(place.confidence, kUnknown);
  }
  if (completed) place.confidence = std::min(place.confidence, kElsewhere);
  // The agency is in capitals, the place is not: without marks they must be one.
  if (is_of_its_place(agency) &&
      match_key(agency).find(match_key(*place.value)) == std::string::npos) {
    Field& body = fields["agency"];
    body.confidence = std::min(body.confidence, kElsewhere);
  }
}

}  // namespace tangthu::ocr
