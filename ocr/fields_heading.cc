// The heading: the issuing body on the left, the motto on the right, below them number
// and symbol, place and date.

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "ocr/committee_words.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/listed_bodies.h"
#include "ocr/listed_pairs.h"

namespace tangthu::ocr {
namespace {

constexpr double kHeadingShare = 0.45;  // of the page's height, at most
constexpr double kMottoSimilarity = 0.65;
constexpr double kMended = 0.8;
constexpr std::string_view kSection = "§";

struct Motto {
  const Run* first = nullptr;
  const Run* second = nullptr;
  bool contains(const Run* run) const { return run == first || run == second; }
};

Runs heading_runs(const PageView& page) {
  Runs runs;
  for (const Run& run : page.runs()) {
    if (run.box.y < page.down(kHeadingShare)) runs.push_back(&run);
  }
  return by_height(std::move(runs));
}

Motto find_motto(const Runs& runs) {
  Motto motto;
  double first = kMottoSimilarity;
  double second = kMottoSimilarity;
  for (const Run* run : runs) {
    if (const double fit = best_similarity(run->key, motto_first_lines()); fit > first) {
      first = fit;
      motto.first = run;
    }
    if (const double fit = best_similarity(run->key, motto_second_lines());
        fit > second) {
      second = fit;
      motto.second = run;
    }
  }
  return motto;
}

int column_start(const PageView& page, const Motto& motto) {
  int start = page.width();
  for (const Run* run : {motto.first, motto.second}) {
    // A motto in the middle of the page heads it alone and parts no columns.
    if (run != nullptr && run->centre_x() > page.across(0.56)) {
      start = std::min(start, run->box.x);
    }
  }
  return start < page.width() ? start : page.across(0.48);
}

bool on_one_line(const Run& a, const Run& b) {
  const int middle = b.box.y + b.box.height / 2;
  return middle > a.box.y && middle < a.box.bottom();
}

// `run` and what follows it on its line up to `limit`: room was left for a pen.
Run continued(const Runs& runs, const Run& run, int limit) {
  std::vector<Word> words = run.words;
  Runs rest;
  for (const Run* other : runs) {
    if (other != &run && other->box.x > run.box.x && other->box.right() <= limit &&
        on_one_line(run, *other)) {
      rest.push_back(other);
    }
  }
  std::sort(rest.begin(), rest.end(),
            [](const Run* a, const Run* b) { return a->box.x < b->box.x; });
  for (const Run* other : rest)
    words.insert(words.end(), other->words.begin(), other->words.end());
  return make_run(std::move(words));
}

bool is_mark(const Run& run) {
  const auto same = [&](std::string_view words) { return run.key == match_key(words); };
  return std::any_of(urgency_words().begin(), urgency_words().end(), same) ||
         std::any_of(secrecy_words().begin(), secrecy_words().end(),
                     [&](const SecrecyWords& words) { return same(words.text); });
}

// "số Øó" and, behind a pen's room, "PC/BQLDA".
bool is_number_with_rest(const Runs& runs, const Run& run, int column) {
  return run.words.size() <= 3 && match_key(run.words.front().text) == "so" &&
         run.box.x < column &&
         !parse_number(continued(runs, run, column + run.box.height)).symbol.empty();
}

const Run* find_number(const PageView& page, const Runs& runs, int column) {
  const Run* best = nullptr;
  for (const Run* run : runs) {
    if (!looks_like_number(*run) && !is_number_with_rest(runs, *run, column)) continue;
    if (run->centre_x() < column) return run;
    if (best == nullptr && run->centre_x() < page.across(0.65)) best = run;
  }
  return best;
}

bool read_number(const Runs& runs, const Run& number, int column, Fields& fields,
                 int page) {
  NumberReading reading = parse_number(number);
  if (number.text.find('/') == std::string::npos || reading.symbol.empty())
    reading = parse_number(continued(runs, number, column + number.box.height));
  fields["number"] = {reading.number, reading.number_confidence, page, reading.number_box,
                      reading.number_read};
  if (!reading.symbol.empty()) {
    fields["symbol"] = {reading.symbol, reading.symbol_confidence, page,
                        reading.symbol_box};
  }
  return reading.printed;
}

// The lines of the left column above the number.
Runs agency_lines(const Runs& runs, const Motto& motto, const Heading& heading) {
  const int end = heading.number != nullptr ? heading.number->box.y : heading.bottom;
  Runs lines;
  for (const Run* run : runs) {
    const bool above = run->box.y + run->box.height / 2 < end;
    if (run == heading.number || motto.contains(run) || !above) continue;
    if (run->centre_x() >= heading.column || run->key.size() < 2) continue;
    // "sở y TẾ": a typewriter's capitals.
    const bool named = capital_share(run->text) > 0 && is_listed_body(run->key);
    if ((capital_share(run->text) < 0.6 && !named) || is_mark(*run)) continue;
    lines.push_back(run);
  }
  return lines;
}

// "/§Ở": a stroke of dirt, and a letter that no name has.
void drop_dirt(Word& word) {
  const std::string plain = plain_signs(word.text);
  std::string text = trimmed(plain, "/\\|");
  for (std::size_t at = text.find(kSection); at != std::string::npos;
       at = text.find(kSection)) {
    text.replace(at, kSection.size(), "S");
  }
  if (text == plain || text.empty()) return;
  word.text = std::move(text);
  word.confidence = std::min(word.confidence, kMended);
}

bool begins_a_body(const Run& run) {
  Word first = run.words.front();
  drop_dirt(first);
  const std::string rest = run.text.substr(
      std::min(run.text.size(), plain_signs(run.words.front().text).size()));
  std::string folded = fold(first.text + rest) + " ";
  std::replace(folded.begin(), folded.end(), ',', ' ');  // "BẢO,HIỂM XÃ HỘI"
  return std::any_of(
      agency_beginnings().begin(), agency_beginnings().end(),
      [&](std::string_view words) { return folded.rfind(fold(words) + " ", 0) == 0; });
}

std::string joined(const Runs& runs, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i)
    text += (i > from ? " " : "") + runs[i]->text;
  return trimmed(text, "-_.,:;*'");
}

bool symbol_names(const std::string& symbol, const std::string& agency) {
  const std::string initials = match_key(agency_initials(agency));
  const std::vector<std::string> parts = symbol_parts(symbol);
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
    const std::string key = match_key(part);
    return key.size() >= 2 && initials.rfind(key, 0) == 0;
  });
}

// Where the lower body's name begins: at a line that can begin a name, and best where
// its initials are those in the symbol.
struct Split {
  std::size_t at = 0;
  double score = 0;
};

Split split_bodies(const Runs& lines, const std::string& symbol) {
  Split best{0, -1};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    double score = i == 0 ? 0.5 : begins_a_body(*lines[i]) ? 1.0 : -1.0;
    if (symbol_names(symbol, joined(lines, i, lines.size()))) score += 2;
    if (i > 0) {
      if (match_key(lines[i - 1]->words.back().text) == "va") score -= 3;
      if (lines[i - 1]->text.back() == ',') score -= 0.4;
    }
    if (score >= best.score) best = {i, score};
  }
  return best;
}

Runs part(const Runs& lines, std::size_t from, std::size_t to) {
  return {lines.begin() + static_cast<std::ptrdiff_t>(from),
          lines.begin() + static_cast<std::ptrdiff_t>(to)};
}

bool opens_place(const std::string& word) {
  static constexpr std::array<std::string_view, 8> kKinds = {
      "tinh", "thanh", "huyen", "quan", "thi", "xa", "phuong", "dac"};
  return std::find(kKinds.begin(), kKinds.end(), match_key(word)) != kKinds.end();
}

// Without dashes that no name has: "- TỈNH", "SƠN-LA"; of specks of a pen or a fold.
std::vector<Word> plain_body(std::vector<Word> words) {
  std::vector<Word> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Word& word = words[i];
    const bool last = i + 1 == words.size();
    const std::string text = plain_signs(word.text);
    if (text == "-" && !last && opens_place(words[i + 1].text)) continue;
    if (text.starts_with('-') && opens_place(text)) {
      word.text = text.substr(1);
      word.confidence = std::min(word.confidence, kMended);
    }
    const std::size_t sign = text.find_first_of("-:,");
    if (sign == std::string::npos || sign == 0 || sign + 1 >= text.size()) {
      out.push_back(std::move(word));
      continue;
    }
    const std::string first = text.substr(0, sign);
    const std::string second = text.substr(sign + 1);
    if (!listed_pairs().contains(
            bare_pair(to_code_points(first), to_code_points(second)))) {
      out.push_back(std::move(word));
      continue;
    }
    out.push_back({first, std::min(word.confidence, kMended), word.box});
    out.push_back({second, std::min(word.confidence, kMended), word.box});
  }
  return out;
}

Phrase body_phrase(const Runs& lines, const KnownPairs& pairs) {
  std::vector<Word> words = words_of(lines);
  for (Word& word : words)
    drop_dirt(word);
  mend_committee(words, kMended);
  words = as_listed_body(plain_body(std::move(words)));
  Phrase phrase = phrase_of(words, pairs, Echo::kAlone, StraySigns::kDropped);
  phrase.read = joined(lines, 0, lines.size());
  phrase.text = trimmed(phrase.text, "-_.,:;*'");
  return phrase;
}

void read_agencies(const Runs& lines, int page, const KnownPairs& pairs, Fields& fields) {
  if (lines.empty()) return;
  const auto symbol = fields.find("symbol");
  const bool known = symbol != fields.end() && symbol->second.value.has_value();
  const Split split = split_bodies(lines, known ? *symbol->second.value : "");
  const double shape = split.score >= 2 ? 1.0 : split.score >= 1 ? 0.95 : 0.85;
  if (split.at > 0) {
    const Runs above = part(lines, 0, split.at);
    fields["parent_agency"] = make_field(body_phrase(above, pairs), above, page, shape);
  }
  const Runs own = part(lines, split.at, lines.size());
  const Phrase agency = body_phrase(own, pairs);
  fields["agency"] = make_field(agency, own, page, shape);
  if (!known) return;
  const std::string repaired = repaired_symbol(*symbol->second.value, agency.text);
  if (repaired != *symbol->second.value) symbol->second.read = *symbol->second.value;
  symbol->second.value = repaired;
}

const Run* read_place_date(const Runs& runs, int page_width, int page, Fields& fields) {
  for (const Run* run : runs) {
    std::optional<DateReading> reading = parse_place_date(*run);
    if (!reading && run->key.find("ngay") != std::string::npos) {
      reading = parse_place_date(continued(runs, *run, page_width));
    }
    if (!reading) continue;
    fields["date"] = {reading->iso, reading->date_confidence, page, reading->date_box};
    if (!reading->place.empty()) {
      fields["place"] = {reading->place, reading->place_confidence, page,
                         reading->place_box};
    }
    return run;
  }
  return nullptr;
}

}  // namespace

Heading read_heading(const PageView& page, const KnownPairs& pairs, Fields& fields) {
  const Runs runs = heading_runs(page);
  const Motto motto = find_motto(runs);
  Heading heading;
  heading.column = column_start(page, motto);
  heading.number = find_number(page, runs, heading.column);
  const Run* date = read_place_date(runs, page.width(), page.number(), fields);
  for (const Run* run : {motto.first, motto.second, heading.number, date}) {
    if (run != nullptr) heading.bottom = std::max(heading.bottom, run->box.bottom());
  }
  if (heading.number != nullptr) {
    heading.printed_number =
        read_number(runs, *heading.number, heading.column, fields, page.number());
  }
  if (motto.first != nullptr || motto.second != nullptr || heading.number != nullptr) {
    read_agencies(agency_lines(runs, motto, heading), page.number(), pairs, fields);
  }
  return heading;
}

}  // namespace tangthu::ocr
