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
  std::string rest;  // of the line, behind the name
};

// Marked letters tell "Thông báo" from "Thông cáo" where folded ones are near.
double type_fit(const Run& run, const DocumentType& type) {
  const std::string key = match_key(type.name);
  const double folded = similarity(run.key, key);
  if (key.size() <= 5 && folded < 1) return 0;
  const double marked = similarity(to_lower(run.text), to_lower(type.name));
  return 0.8 * folded + 0.2 * marked;
}

std::string rest_behind(const Run& run, std::size_t key_size) {
  std::string key;
  for (std::size_t i = 0; i < run.words.size(); ++i) {
    key += match_key(run.words[i].text);
    if (key.size() < key_size) continue;
    const auto next = run.words.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    return key.size() == key_size ? make_run({next, run.words.end()}).text : "";
  }
  return {};
}

TypeMatch match_type(const Run& run) {
  TypeMatch best;
  if (capital_share(run.text) < 0.75) return best;
  for (const DocumentType& type : document_types()) {
    const double fit = type_fit(run, type);
    if (fit > 0.78 && fit > best.fit) best = {&type, fit, {}};
  }
  if (best.type != nullptr) return best;
  for (const DocumentType& type : document_types()) {
    const std::string key = match_key(type.name);
    if (run.key.rfind(key, 0) != 0) continue;
    std::string rest = rest_behind(run, key.size());
    if (!rest.empty()) best = {&type, 0.9, std::move(rest)};
  }
  return best;
}

bool is_centred(const Run& run, int middle, int tolerance) {
  return std::abs(run.centre_x() - middle) <= tolerance;
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
  const std::string first = run.text.substr(0, run.text.find(' '));
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

Runs subject_lines(const PageView& page, const Runs& below, const Title& title) {
  const int tolerance = page.across(0.024);
  Runs taken;
  const Run* last = title.run;
  for (const Run* run : below) {
    if (run->box.y <= title.run->box.y + title.run->box.height / 2) continue;
    if (taken.size() == kMaxSubjectLines) break;
    if (run->key.empty()) continue;  // the short rule
    if (!is_centred(*run, title.run->centre_x(), tolerance)) break;
    if (!follows(*last, *run, taken.empty() ? 2.6 : 1.3)) break;
    if (ends_subject(*run, taken)) break;
    taken.push_back(run);
    last = run;
  }
  return taken;
}

std::string joined(const Runs& runs) {
  std::string text;
  for (const Run* run : runs)
    text += (text.empty() ? "" : " ") + run->text;
  return text;
}

bool begins_side_subject(const Run& run) {
  const std::string folded = fold(run.text);
  if (folded.rfind("v/", 0) == 0 || folded.rfind("v/v", 0) == 0) return true;
  return run.key.rfind("vv", 0) == 0 || run.key.rfind("vlv", 0) == 0 ||
         run.key.rfind("veviec", 0) == 0;
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
    if (!taken.empty() && (!follows(*taken.back(), run, 1.2) ||
                           start_similarity(run.key, "kinhgui") > 0.8)) {
      break;
    }
    if (run.box.right() > heading.column + page.across(0.12)) break;
    taken.push_back(&run);
  }
  return taken;
}

// Without "V/v" or "V/v:", whatever recognition made of the slash.
std::string side_subject(const Runs& lines) {
  std::string text = joined(lines);
  const std::string key = fold(text.substr(0, text.find(' ')));
  if (key.rfind("ve", 0) == 0 && key.size() == 2) return text;
  // Words of nothing else: "V/v", "VV/v:", "V /v".
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    if (text.find_first_not_of("vV/.:;,|", from) < to) break;
    from = to + 1;
  }
  if (from > 0 && from < text.size()) return trimmed(text.substr(from), ".:;,-");
  const std::size_t end = text.find_first_of("vV", 1);
  if (end != std::string::npos && end <= 5) text = text.substr(end + 1);
  return trimmed(text, ".:;,-");
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

void add_titled(const PageView& page, const Title& title, const Runs& below,
                Fields& fields) {
  const DocumentType* told = type_of_symbol(fields);
  const double agreement = told == nullptr ? 0.95 : told == title.match.type ? 1.0 : 0.8;
  fields["type"] = make_field(title.match.type->name, {title.run}, page.number(),
                              agreement * title.match.fit);
  Runs lines = subject_lines(page, below, title);
  std::string subject = joined(lines);
  if (!title.match.rest.empty()) {
    subject = title.match.rest + (subject.empty() ? "" : " " + subject);
    lines.insert(lines.begin(), title.run);
  }
  if (lines.empty()) return;
  fields["subject"] = make_field(trimmed(subject, "-_"), lines, page.number(), 0.95);
}

}  // namespace

void read_title(const PageView& page, const Heading& heading, Fields& fields) {
  Runs below;
  for (const Run& run : page.runs()) {
    if (run.box.y + run.box.height / 2 > heading.bottom) below.push_back(&run);
  }
  below = by_height(std::move(below));
  const Title title = find_title(page, below);
  if (title.run != nullptr) return add_titled(page, title, below, fields);

  const Runs lines = side_subject_lines(page, heading);
  const DocumentType* told = type_of_symbol(fields);
  if (!lines.empty()) {
    fields["subject"] = make_field(side_subject(lines), lines, page.number(), 0.95);
    const bool plain = told == nullptr || told->name == kOfficialLetter;
    fields["type"] = make_field(plain ? kOfficialLetter : told->name, {lines.front()},
                                page.number(), plain ? 0.95 : 0.6);
  } else if (told != nullptr) {
    fields["type"] = make_field(told->name, {heading.number}, page.number(),
                                told->name == kOfficialLetter ? 0.9 : 0.6);
  } else if (heading.number != nullptr) {
    for (const Run* run : below) {
      if (start_similarity(run->key, "kinhgui") < 0.85) continue;
      fields["type"] = make_field(kOfficialLetter, {run}, page.number(), 0.6);
      break;
    }
  }
}

}  // namespace tangthu::ocr
