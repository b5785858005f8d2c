// Type and subject: the centred capitals below the heading and the lines under them, or
// the "V/v …" under the number of a công văn.

#include <algorithm>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxSubjectLines = 8;
constexpr double kTitleShare = 0.7;  // of the page's height, at most

using Runs = std::vector<const Run*>;

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

bool is_centred(const Run& run, int middle, int tolerance) {
  return std::abs(run.centre_x() - middle) <= tolerance;
}

// Without words of signs alone in front: specks, the rim of a stamp.
std::string said(const Run& run) {
  auto word = run.words.begin();
  while (word + 1 < run.words.end() && match_key(word->text).empty() &&
         word->text.find_first_of("-(") == std::string::npos)
    ++word;
  return make_run({word, run.words.end()}).text;
}

struct Title {
  const Run* run = nullptr;
  TypeMatch match;
};

Title find_title(const PageView& page, const Runs& below) {
  for (const Run* run : below) {
    if (run->box.y > page.down(kTitleShare)) break;
    if (!is_centred(*run, page.across(0.515), page.across(0.13))) continue;
    TypeMatch match = match_type(*run);
    if (match.type != nullptr) return {run, std::move(match)};
  }
  return {};
}

// Right under the type a subject may begin with almost any verb.
bool surely_begins_the_body(const Run& run) {
  const std::string text = said(run);
  const std::string first = text.substr(0, text.find(' '));
  if (first.size() <= 3 && first.find_first_of(".)") != std::string::npos) return true;
  if (first.front() == '(') return true;
  for (const char* words : {"cancu", "kinhgui", "homnay", "dieu1", "chuongi", "phani"}) {
    if (run.key.rfind(words, 0) == 0) return true;
  }
  return false;
}

bool begins_the_body(const Run& run) {
  const std::string first = run.text.substr(0, run.text.find(' '));
  if (!starts_with_capital(run.text) && first.front() != '(') return true;
  if (first.front() == '(') return true;
  // "1.", "I.", "a)", "- "
  if (first.size() <= 4 && first.find_first_of(".)") != std::string::npos) return true;
  const std::string folded = fold(trimmed(run.text, "- ")) + " ";
  return std::any_of(body_beginnings().begin(), body_beginnings().end(),
                     [&](std::string_view words) {
                       const std::string begin = fold(words);
                       return folded.rfind(begin, 0) == 0 &&
                              (folded[begin.size()] < 'a' || folded[begin.size()] > 'z');
                     });
}

// A subject's later lines may begin small; only a capital can begin the body.
bool ends_subject(const Run& run, const Runs& taken) {
  const bool capitals = capital_share(run.text) > 0.8;
  if (taken.empty()) return surely_begins_the_body(run);
  const bool were_capitals = capital_share(taken.back()->text) > 0.8;
  if (capitals != were_capitals && run.key.size() > 4) return true;
  if (starts_with_capital(run.text) || run.text.front() == '(') {
    return begins_the_body(run);
  }
  return false;
}

// The pitch of lines is 1.1 to 1.6 times their size; more is a new block.
bool follows(const Run& above, const Run& below, double most) {
  const int height = std::max(above.box.height, 1);
  return below.box.y - above.box.bottom() < most * height;
}

// A line that ends in a colon opens what follows ("Ủy ban nhân dân tỉnh … điện:"): it
// belongs to the body, with the lines that it goes on from.
Runs without_address(Runs lines) {
  if (lines.empty()) return lines;
  const bool opens = lines.back()->text.ends_with(':') ||
                     lines.back()->key.ends_with("trantronggioithieu");
  if (!opens) return lines;
  if (lines.size() < 2) return {};
  auto first = lines.end() - 1;
  while (first != lines.begin() + 1 && !starts_with_capital((*first)->text))
    --first;
  lines.erase(first, lines.end());
  return lines;
}

// The lines that go on from `last`, centred around `middle`.
Runs subject_lines(const PageView& page, const Runs& below, const Run& last_run,
                   int middle, Runs taken) {
  const int tolerance = page.across(0.024);
  const Run* last = &last_run;
  for (const Run* run : below) {
    if (run->box.y <= last->box.y + last->box.height / 2) continue;
    if (taken.size() == kMaxSubjectLines) break;
    if (run->key.empty()) continue;  // the short rule
    if (!is_centred(*run, middle, tolerance)) break;
    if (!follows(*last, *run, taken.empty() ? 2.6 : 1.3)) break;
    if (ends_subject(*run, taken)) break;
    taken.push_back(run);
    last = run;
  }
  return without_address(std::move(taken));
}

// Where the type is lost below a stamp, its subject may still say that it is one.
Runs untitled_subject(const PageView& page, const Runs& below) {
  for (const Run* run : below) {
    if (run->box.y > page.down(kTitleShare)) break;
    if (!is_centred(*run, page.across(0.515), page.across(0.07))) continue;
    if (!run->key.starts_with("veviec") || run->text.ends_with(':')) continue;
    return subject_lines(page, below, *run, run->centre_x(), {run});
  }
  return {};
}

// "Về việc: …" in the body, as letters of introduction have it (Decree 30, form 1.8).
Runs subject_in_body(const Runs& below) {
  Runs taken;
  for (const Run* run : below) {
    if (taken.empty()) {
      if (run->key.starts_with("veviec") && run->text.find(':') < 16)
        taken.push_back(run);
    } else {
      if (starts_with_capital(run->text) || !follows(*taken.back(), *run, 1.3)) break;
      taken.push_back(run);
    }
  }
  return taken;
}

bool begins_side_subject(const Run& run) {
  const std::string folded = fold(run.text);
  if (folded.rfind("v/", 0) == 0 || folded.rfind("v/v", 0) == 0) return true;
  return run.key.rfind("vv", 0) == 0 || run.key.rfind("vlv", 0) == 0 ||
         run.key.rfind("veviec", 0) == 0;
}

// Lines of one column overlap; what an incoming stamp says beside it does not.
bool below_each_other(const Run& above, const Run& run) {
  const int overlap =
      std::min(above.box.right(), run.box.right()) - std::max(above.box.x, run.box.x);
  return 2 * overlap > std::min(above.box.width, run.box.width);
}

Runs side_subject_lines(const PageView& page, const Heading& heading) {
  Runs left;
  for (const Run& run : page.runs()) {
    if (run.box.y < page.down(0.5) && run.centre_x() < heading.column)
      left.push_back(&run);
  }
  left = by_height(std::move(left));
  const auto first = std::find_if(
      left.begin(), left.end(), [](const Run* run) { return begins_side_subject(*run); });
  Runs taken;
  for (auto at = first; at != left.end() && taken.size() < kMaxSubjectLines; ++at) {
    const Run& run = **at;
    if (!taken.empty() && !below_each_other(*taken.front(), run)) continue;
    if (!taken.empty() && (!follows(*taken.back(), run, 1.2) ||
                           start_similarity(run.key, "kinhgui") > 0.8)) {
      break;
    }
    if (run.box.right() > heading.column + page.across(0.12)) break;
    taken.push_back(&run);
  }
  return taken;
}

// Without "V/v", "V/v:" or "Về việc:", whatever recognition made of the slash.
std::vector<Word> without_opening(std::vector<Word> words) {
  const auto is_opening = [](const Word& word) {
    return word.text.find_first_not_of("vV/.:;,|") == std::string::npos;
  };
  if (words.size() > 2 && fold(words[0].text) == "ve" &&
      match_key(words[1].text) == "viec" && words[1].text.ends_with(':')) {
    words.erase(words.begin(), words.begin() + 2);
    return words;
  }
  if (words.empty() || fold(words.front().text) == "ve") return words;
  const auto first = std::find_if_not(words.begin(), words.end(), is_opening);
  if (first != words.begin() && first != words.end()) {
    words.erase(words.begin(), first);
    return words;
  }
  // "V/vviệc", "V/,v:"
  std::string& text = words.front().text;
  const std::size_t end = text.find_first_of("vV", 1);
  if (end != std::string::npos && end <= 5) text.erase(0, end + 1);
  if (match_key(text).empty()) words.erase(words.begin());
  return words;
}

// Subjects end without a sign; specks stand in front.
Phrase subject_phrase(std::vector<Word> words, const KnownPairs& pairs) {
  const auto first = std::find_if(words.begin(), words.end(), [](const Word& word) {
    return !match_key(word.text).empty();
  });
  words.erase(words.begin(), first);
  Phrase phrase = phrase_of(words, pairs, Echo::kInText, StraySigns::kKept);
  phrase.text = trimmed(phrase.text, ".:;,-_|'");
  return phrase;
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
    return folded.find(" than ai") != std::string::npos ||
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
