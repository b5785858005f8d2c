// The symbol beside the issuing body and the type, which it abbreviates: what they agree
// in is sure, and tells a misread letter.

#include <algorithm>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

// A part that neither the type nor the body explains, with letters that no symbol has.
constexpr double kStrange = 0.5;
// One letter was put right by the body's initials.
constexpr double kSubstituted = 0.65;
constexpr std::size_t kLongEnough = 4;

char folded_letter(char32_t c) {
  const std::string folded = fold(to_utf8(std::u32string_view(&c, 1)));
  return folded.size() == 1 ? folded[0] : '\0';
}

// Recognition doubles a Đ that it isn't sure of.
std::string without_doubled_stroke(std::string part) {
  const std::size_t at = part.find("ĐĐ");
  if (at == std::string::npos) return part;
  std::string single = part;
  single.erase(at, std::string_view("Đ").size());
  for (const DocumentType& type : document_types()) {
    if (type.abbreviation == single) return single;
  }
  return part;
}

// Letters that look alike are one: O and Q, I and 1, D and Đ.
std::string shape_key(const std::string& part) {
  std::string key = match_key(part);
  for (char& c : key) {
    if (c == 'q' || c == '0') c = 'o';
    if (c == '1' || c == 'l') c = 'i';
  }
  return key;
}

// Whether `part` keeps the order of the initials, as abbreviations do: "VTLTNN" of
// "CVTVLTNN".
bool abbreviates(const std::string& part, const std::string& initials) {
  const std::u32string letters = to_code_points(part);
  const std::u32string all = to_code_points(initials);
  std::size_t at = 0;
  for (const char32_t c : letters) {
    at = all.find(c, at);
    if (at == std::u32string::npos) return false;
    ++at;
  }
  return letters.size() >= 2;
}

const DocumentType* type_named(std::string_view abbreviation) {
  for (const DocumentType& type : document_types()) {
    if (!type.abbreviation.empty() && type.abbreviation == abbreviation) return &type;
  }
  return nullptr;
}

// Only capitals, figures and, in the decree's own abbreviations, small letters.
bool has_strange_letters(const std::string& part) {
  for (const char32_t c : to_code_points(part)) {
    const char folded = folded_letter(c);
    const bool plain = c < 0x80 || c == U'Đ' || c == U'đ';
    if (folded != 0 && !plain) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> symbol_parts(const std::string& symbol) {
  std::vector<std::string> parts(1);
  for (const char c : symbol) {
    if (c == '-' || c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  std::erase_if(parts, [](const std::string& part) {
    return part.empty() || std::all_of(part.begin(), part.end(),
                                       [](char c) { return c >= '0' && c <= '9'; });
  });
  return parts;
}

std::string agency_initials(const std::string& agency) {
  static constexpr std::string_view kAcronyms[] = {"ubnd", "hdnd", "tand", "vksnd",
                                                   "mttq", "thpt", "thcs"};
  std::u32string out;
  std::u32string word;
  const auto finish = [&] {
    const std::string key = match_key(to_utf8(word));
    if (std::find(std::begin(kAcronyms), std::end(kAcronyms), key) !=
        std::end(kAcronyms)) {
      out += word;
    } else if (!word.empty() && key != "va") {
      out += to_code_points(to_nfc(to_utf8(word)))[0];
    }
    word.clear();
  };
  for (const char32_t c : to_code_points(to_nfc(agency))) {
    if (is_letter(c)) {
      word += c;
    } else {
      finish();
    }
  }
  finish();
  // Symbols write Ủ as U; only Đ keeps its stroke.
  std::u32string plain;
  for (const char32_t c : out) {
    if (c == U'Đ' || c == U'đ') {
      plain += U'Đ';
    } else if (const char letter = folded_letter(c); letter >= 'a' && letter <= 'z') {
      plain += static_cast<char32_t>(letter - 'a' + 'A');
    }
  }
  return to_utf8(plain);
}

std::string repaired_symbol(const std::string& symbol, const std::string& agency) {
  const std::u32string initials = to_code_points(agency_initials(agency));
  std::string out = symbol;
  for (std::size_t twice = out.find("--"); twice != std::string::npos;
       twice = out.find("--"))
    out.erase(twice, 1);
  for (const std::string& read : symbol_parts(out)) {
    const std::string part = without_doubled_stroke(read);
    out.replace(out.find(read), read.size(), part);
    if (type_named(part) != nullptr) continue;
    std::vector<std::string> fits;
    for (const DocumentType& type : document_types()) {
      if (!type.abbreviation.empty() &&
          shape_key(std::string(type.abbreviation)) == shape_key(part))
        fits.emplace_back(type.abbreviation);
    }
    const std::size_t length = to_code_points(part).size();
    const std::string start = to_utf8(initials.substr(0, length));
    if (length >= 2 && shape_key(start) == shape_key(part)) fits = {start};
    if (fits.size() == 1) out.replace(out.find(part), part.size(), fits.front());
  }
  return out;
}

void weigh_symbol(Fields& fields) {
  const auto symbol = fields.find("symbol");
  const auto agency = fields.find("agency");
  if (symbol == fields.end() || !symbol->second.value) return;
  const bool body = agency != fields.end() && agency->second.value.has_value();
  const std::string initials = body ? agency_initials(*agency->second.value) : "";
  const auto type = fields.find("type");
  Field& field = symbol->second;
  std::size_t explained = 0;
  bool strange = false;
  bool names_body = false;
  const std::vector<std::string> parts = symbol_parts(*field.value);
  for (const std::string& part : parts) {
    const DocumentType* named = type_named(part);
    const bool agrees = named != nullptr && type != fields.end() &&
                        type->second.value == std::string(named->name);
    const bool of_body = abbreviates(part, initials);
    names_body = names_body || of_body;
    if (agrees || of_body) {
      ++explained;
    } else if (named == nullptr) {
      strange = strange || has_strange_letters(part);
      const std::string start =
          to_utf8(to_code_points(initials).substr(0, to_code_points(part).size()));
      if (part.size() >= kLongEnough && edit_distance(start, part) == 1) {
        field.value->replace(field.value->find(part), part.size(), start);
        field.confidence = std::min(field.confidence, kSubstituted);
        return;
      }
    }
  }
  if (strange) field.confidence = std::min(field.confidence, kStrange);
  // A unit's code is explained by nothing on the page.
  const bool sure = explained > 0 && explained + 1 >= parts.size() && !strange;
  if (sure) {
    const double doubt = explained == parts.size() ? 0.4 : 0.6;
    field.confidence = 1 - (1 - field.confidence) * doubt;
  }
  // Initials that go on where the body's name ends: a line of the name is lost.
  if (body && !names_body && field.confidence >= 0.6) {
    const bool lost =
        std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
          return type_named(part) == nullptr && initials.size() >= 2 &&
                 to_code_points(part).size() > 2 &&
                 part.starts_with(initials.substr(0, 2));
        });
    if (lost) agency->second.confidence = std::min(agency->second.confidence, kStrange);
  }
}

}  // namespace tangthu::ocr
