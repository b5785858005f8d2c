// Type and subject: the centred capitals below the heading and the lines under them, or
// the "V/v …" under the number of a công văn.

#include <algorithm>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/fields_subject.h"

namespace tangthu::ocr {
namespace {

struct TypeMatch {
  const DocumentType* type = nullptr;
  double fit = 0;
  std::ptrdiff_t rest_words = 0;  // of the line, behind the name
};

// Marked letters tell "Thông báo" from "Thông cáo" where folded ones are near.
double type_fit(const Run& run, const DocumentType& type) {
  const std::string key = match_key(type.name);
  const double folded = similarity(run.key, key);
  if (key.size() <= 5 && folded < 1) return 0;
  const double marked = similarity(to_lower(run.text), to_lower(type.name));
  return 0.8 * folded + 0.2 * marked;
}

// How many words stand behind the name.
std::ptrdiff_t words_behind(const Run& run, std::size_t key_size) {
  std::string key;
  for (std::size_t i = 0; i < run.words.size(); ++i) {
    key += match_key(run.words[i].text);
    if (key.size() < key_size) continue;
    return key.size() == key_size
               ? std::ssize(run.words) - static_cast<std::ptrdiff_t>(i) - 1
               : 0;
  }
  return 0;
}

// "BÁO cáo": part of the capitals were taken for small letters.
bool is_type_in_full(const Run& run) {
  return starts_with_capital(run.text) && capital_share(run.text) > 0.4 &&
         std::any_of(
             document_types().begin(), document_types().end(),
             [&](const DocumentType& type) { return run.key == match_key(type.name); });
}

TypeMatch match_type(const Run& run) {
  TypeMatch best;
  if (capital_share(run.text) < 0.75 && !is_type_in_full(run)) return best;
  for (const DocumentType& type : document_types()) {
    if (type.name == kOfficialLetter) continue;  // only an incoming stamp says so
    const double fit = type_fit(run, type);
    if (fit > 0.78 && fit > best.fit) best = {&type, fit, 0};
  }
  if (best.type != nullptr) return best;
  for (const DocumentType& type : document_types()) {
    const std::string key = match_key(type.name);
    if (type.name == kOfficialLetter || run.key.rfind(key, 0) != 0) continue;
    const std::ptrdiff_t rest = words_behind(run, key.size());
    if (rest > 0) best = {&type, 0.9, rest};
  }
  return best;
}

struct Title {
  const Run* run = nullptr;
  TypeMatch match;
};

Title find_title(const PageView& page, const Runs& below) {
  for (const Run* run : below) {
    if (run->box.y > page.down(kTitleShare)) break;
    if (!is_centred(*run, page.across(0.515), page.across(0.13))) continue;
    const TypeMatch match = match_type(*run);
    if (match.type != nullptr) return {run, match};
  }
  return {};
}

const DocumentType* type_of_symbol(const Fields& fields) {
  const auto symbol = fields.find("symbol");
  if (symbol == fields.end() || !symbol->second.value) return nullptr;
  const std::vector<std::string> parts = symbol_parts(*symbol->second.value);
  if (parts.empty()) return nullptr;
  for (const DocumentType& type : document_types()) {
    if (!type.abbreviation.empty() && type.abbreviation == parts.front()) return &type;
    if (parts.front() == "CV" && type.name == kOfficialLetter) return &type;
  }
  return nullptr;
}

// How sure a type is that was read as `fit` well, beside what the symbol says.
double sureness(const DocumentType* told, const TypeMatch& match, double read) {
  if (told == nullptr) return 0.95 * match.fit * read;
  if (told == match.type) return 1 - (1 - match.fit * read) / 2;
  return (match.fit > 0.99 ? 0.8 : 0.6) * read;
}

void add_titled(const PageView& page, const Title& title, const Runs& below,
                const KnownPairs& pairs, Fields& fields) {
  const DocumentType* told = type_of_symbol(fields);
  Field& type = fields["type"];
  type = make_field(title.match.type->name, {title.run}, page.number(), 1);
  type.confidence = sureness(told, title.match, title.run->confidence);
  Runs lines = subject_lines(page, below, *title.run, title.run->centre_x(), {});
  std::vector<Word> words = words_of(lines);
  if (title.match.rest_words > 0) {
    const Run& run = *title.run;
    words.insert(words.begin(), run.words.end() - title.match.rest_words,
                 run.words.end());
    lines.insert(lines.begin(), title.run);
  }
  if (lines.empty()) {
    lines = subject_in_body(below);
    words = without_opening(words_of(lines));
  }
  if (words.empty()) return;
  fields["subject"] =
      make_field(subject_phrase(std::move(words), pairs), lines, page.number(), 0.99);
}

constexpr double kOwnInitials = 0.9;

// An official letter names no type; its "V/v" does. A tax office's symbol ("CT-VP") looks
// like a directive's.
double letter_sureness(const DocumentType* told, const Fields& fields) {
  if (told == nullptr || told->name == kOfficialLetter) return 0.97;
  const auto agency = fields.find("agency");
  const bool initials =
      agency != fields.end() && agency->second.value &&
      agency_initials(*agency->second.value).starts_with(told->abbreviation);
  return initials ? 0.95 : 0.75;
}

const Run* find_greeting(const Runs& below) {
  const auto at = std::find_if(below.begin(), below.end(), [](const Run* run) {
    return start_similarity(run->key, "kinhgui") >= 0.85;
  });
  return at == below.end() ? nullptr : *at;
}

// Nothing but whom it is addressed to: an official letter, or an open one ("thư công"),
// which speaks in the first person and greets.
std::string_view addressed_type(const Runs& below) {
  const bool greets = std::any_of(below.begin(), below.end(), [](const Run* run) {
    const std::string folded = " " + fold(run->text);
    const std::string marked = " " + to_lower(to_nfc(run->text)) + " ";
    return marked.find(" tôi ") != std::string::npos ||
           folded.find(" chuc cac ") != std::string::npos ||
           folded.find(" than ai") != std::string::npos ||
           folded.find(" loi chuc") != std::string::npos ||
           folded.find(" loi chao") != std::string::npos;
  });
  return greets ? "Thư công" : kOfficialLetter;
}

}  // namespace

void read_title(const PageView& page, const Heading& heading, const KnownPairs& pairs,
                Fields& fields) {
  Runs below;
  for (const Run& run : page.runs()) {
    if (run.box.y + run.box.height / 2 > heading.bottom) below.push_back(&run);
  }
  below = by_height(std::move(below));
  const Title title = find_title(page, below);
  if (title.run != nullptr) return add_titled(page, title, below, pairs, fields);

  const DocumentType* told = type_of_symbol(fields);
  if (const Runs lines = side_subject_lines(page, heading); !lines.empty()) {
    fields["subject"] =
        make_field(subject_phrase(without_opening(words_of(lines)), pairs), lines,
                   page.number(), 0.99);
    fields["type"] = make_field(kOfficialLetter, {lines.front()}, page.number(),
                                letter_sureness(told, fields));
    return;
  }
  if (const Runs lines = untitled_subject(page, below); !lines.empty()) {
    fields["subject"] =
        make_field(subject_phrase(words_of(lines), pairs), lines, page.number(), 0.9);
  }
  const Run* greeting = find_greeting(below);
  const bool letter = told == nullptr || told->name == kOfficialLetter ||
                      letter_sureness(told, fields) > kOwnInitials;
  if (greeting != nullptr && heading.number != nullptr && letter) {
    fields["type"] = make_field(addressed_type(below), {greeting}, page.number(), 0.65);
  } else if (told != nullptr) {
    fields["type"] = make_field(told->name, {heading.number}, page.number(),
                                told->name == kOfficialLetter ? 0.9 : 0.6);
  }
}

}  // namespace tangthu::ocr
