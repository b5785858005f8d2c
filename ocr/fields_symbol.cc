// The symbol beside the issuing body and the type, which it abbreviates: what they agree
// in is sure, and tells a misread letter.

#include <algorithm>
#include <array>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/unit_codes.h"

namespace tangthu::ocr {
namespace {

// A part that neither the type nor the body explains, with letters that no symbol has.
constexpr double kStrange = 0.5;
// One letter was put right by the body's initials.
constexpr double kSubstituted = 0.65;
constexpr std::size_t kLongEnough = 4;
constexpr double kTitled = 0.75;
// Number and symbol are one word to the reader: doubt of it is half the symbol's, which
// is settled then.
constexpr double kOneWord = 0.6;

// Letters that look alike are one: O and Q, I and 1, D and Đ.
std::string shape_key(const std::string& part) {
  std::string key = match_key(part);
  for (char& c : key) {
    if (c == 'q' || c == '0') c = 'o';
    if (c == '1' || c == 'l') c = 'i';
  }
  return key;
}

// Recognition doubles a Đ that it isn't sure of.
std::string without_doubled_stroke(std::string part) {
  const std::size_t at = part.find("ĐĐ");
  if (at == std::string::npos) return part;
  std::string single = part;
  single.erase(at, std::string_view("Đ").size());
  for (const DocumentType& type : document_types()) {
    if (!type.abbreviation.empty() &&
        shape_key(std::string(type.abbreviation)) == shape_key(single))
      return std::string(type.abbreviation);
  }
  return part;
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
    return part.empty() || std::all_of(part.begin(), part.end(), is_ascii_digit);
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

namespace {

bool looks_like_type(const std::string& part) {
  return part == "CV" || std::any_of(document_types().begin(), document_types().end(),
                                     [&](const DocumentType& type) {
                                       return !type.abbreviation.empty() &&
                                              shape_key(std::string(type.abbreviation)) ==
                                                  shape_key(part);
                                     });
}

// "2á2GGT-SNN": the pen ran into the type.
void drop_figures(std::string& symbol) {
  const std::string first = symbol.substr(0, symbol.find_first_of("-/"));
  const std::size_t figure = first.find_last_of("0123456789");
  if (figure == std::string::npos || figure + 1 == first.size() ||
      type_named(first.substr(figure + 1)) == nullptr)
    return;
  symbol.erase(0, figure + 1);
}

// "7ZZ5/PG-SGDĐT", "đá/PG-SNN": a number by hand in front of the type, or of the body's
// own initials. A year or a type may stand there.
void drop_pen(std::string& symbol, const std::string& initials) {
  drop_figures(symbol);
  const std::size_t stroke = symbol.find('/');
  if (stroke == std::string::npos) return;
  const std::string before = symbol.substr(0, stroke);
  if (std::all_of(before.begin(), before.end(), is_ascii_digit) ||
      (looks_like_type(before) && capital_share(before) > 0) ||
      abbreviates(before, initials))
    return;
  const std::string rest = symbol.substr(stroke + 1);
  const std::size_t end = rest.find_first_of("-/");
  const std::string next = rest.substr(0, end);
  const bool of_body = end != std::string::npos && abbreviates(next, initials);
  if (type_named(next) != nullptr || of_body) symbol = rest;
}

// "TTrCT": between the type and the body the dash was lost.
std::string with_joint(const std::string& symbol, const std::u32string& initials) {
  if (symbol.find_first_of("-/") != std::string::npos) return symbol;
  for (const DocumentType& type : document_types()) {
    const std::string_view name = type.abbreviation;
    if (name.size() < 2 || !symbol.starts_with(name)) continue;
    const std::string rest = symbol.substr(name.size());
    if (abbreviates(rest, to_utf8(initials))) return std::string(name) + "-" + rest;
  }
  return symbol;
}

}  // namespace

std::string repaired_symbol(const std::string& symbol, const std::string& agency) {
  const std::u32string initials = to_code_points(agency_initials(agency));
  std::string out = symbol;
  for (std::size_t twice = out.find("--"); twice != std::string::npos;
       twice = out.find("--"))
    out.erase(twice, 1);
  drop_pen(out, to_utf8(initials));
  out = with_joint(out, initials);
  for (const std::string& read : symbol_parts(out)) {
    const std::string part = police_unit(without_doubled_stroke(read));
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
    // "DHSP" of a "TRƯỜNG ĐẠI HỌC SƯ PHẠM"
    for (std::size_t i = 1; length >= 3 && i + length <= initials.size(); ++i) {
      const std::string inner = to_utf8(initials.substr(i, length));
      if (fits.empty() && shape_key(inner) == shape_key(part)) fits = {inner};
    }
    if (fits.size() == 1) out.replace(out.find(part), part.size(), fits.front());
  }
  return out;
}

namespace {

// What the parts of a symbol are, beside type and body.
struct Explained {
  std::size_t parts = 0;
  std::size_t explained = 0;
  bool strange = false;
  bool names_body = false;
};

// With one letter as it looks alike, in an abbreviation of the body then: "VTUTNN" of a
// body VTLTNN. Empty where none or several are.
std::string with_likeness(const std::string& part, const std::string& initials) {
  constexpr std::array<std::u32string_view, 3> kAlike = {U"OCQG", U"ULI", U"TI"};
  const std::u32string letters = to_code_points(part);
  std::string only;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    for (const std::u32string_view alike : kAlike) {
      if (alike.find(letters[i]) == std::u32string_view::npos) continue;
      for (const char32_t other : alike) {
        std::u32string meant = letters;
        meant[i] = other;
        if (other == letters[i] || !abbreviates(to_utf8(meant), initials)) continue;
        if (!only.empty() && only != to_utf8(meant)) return {};
        only = to_utf8(meant);
      }
    }
  }
  return only;
}

// One letter off the body's initials, in a part that nothing else explains.
std::string substituted(const std::string& part, const std::string& initials) {
  const std::size_t length = to_code_points(part).size();
  if (length < kLongEnough) return {};
  const std::string start = to_utf8(to_code_points(initials).substr(0, length));
  return edit_distance(start, part) == 1 ? start : with_likeness(part, initials);
}

Explained explain(const std::vector<std::string>& parts, const std::string& type,
                  const std::string& initials) {
  Explained out;
  out.parts = parts.size();
  for (const std::string& part : parts) {
    const DocumentType* named = type_named(part);
    const bool of_body = abbreviates(part, initials);
    out.names_body = out.names_body || of_body;
    if (of_body || (named != nullptr && type == named->name)) {
      ++out.explained;
    } else if (named == nullptr) {
      out.strange = out.strange || has_strange_letters(part);
    }
  }
  return out;
}

// Initials that go on where the body's name ends: a line of the name is lost.
bool outruns(const std::vector<std::string>& parts, const std::string& initials) {
  const std::string start = to_utf8(to_code_points(initials).substr(0, 2));
  return to_code_points(initials).size() >= 2 &&
         std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
           return type_named(part) == nullptr && to_code_points(part).size() > 2 &&
                  part.starts_with(start);
         });
}

// Of the type that stands above the subject, read well; empty where none is.
std::string titled_abbreviation(const Fields& fields) {
  const auto type = fields.find("type");
  if (type == fields.end() || !type->second.value || type->second.confidence < kTitled)
    return {};
  for (const DocumentType& known : document_types()) {
    if (known.name == *type->second.value) return std::string(known.abbreviation);
  }
  return {};
}

}  // namespace

void weigh_symbol(const Heading& heading, Fields& fields) {
  const auto at = fields.find("symbol");
  if (at == fields.end() || !at->second.value) return;
  Field& symbol = at->second;
  const std::string initials = agency_initials(value_of(fields, "agency"));
  const std::string titled = titled_abbreviation(fields);
  const auto agency = fields.find("agency");
  const bool well_read = agency != fields.end() && agency->second.confidence >= kStrange;
  for (const std::string& part : symbol_parts(*symbol.value)) {
    if (type_named(part) != nullptr || abbreviates(part, initials)) continue;
    std::string meant = well_read ? substituted(part, initials) : std::string();
    const bool first = symbol.value->starts_with(part);
    if (meant.empty() && first && !titled.empty() &&
        edit_distance(match_key(part), match_key(titled)) <= 1)
      meant = titled;
    if (meant.empty()) continue;
    if (symbol.read.empty()) symbol.read = *symbol.value;
    symbol.value->replace(symbol.value->find(part), part.size(), meant);
    symbol.confidence = std::min(symbol.confidence, kSubstituted);
    return;
  }
  const std::vector<std::string> parts = symbol_parts(*symbol.value);
  const Explained found = explain(parts, value_of(fields, "type"), initials);
  if (found.strange) symbol.confidence = std::min(symbol.confidence, kStrange);
  // A unit's code is explained by nothing on the page.
  const bool sure =
      found.explained > 0 && found.explained + 1 >= found.parts && !found.strange;
  if (sure) {
    const double doubt = found.explained == found.parts ? 0.4 : 0.6;
    symbol.confidence = 1 - (1 - symbol.confidence) * doubt;
    Field& number = fields["number"];
    if (heading.printed_number && number.value)
      number.confidence = 1 - (1 - number.confidence) * kOneWord;
  }
  if (!initials.empty() && !found.names_body && symbol.confidence >= kStrange &&
      outruns(parts, initials)) {
    Field& agency = fields["agency"];
    agency.confidence = std::min(agency.confidence, kStrange);
  }
}

}  // namespace tangthu::ocr
