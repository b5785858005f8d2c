#include "ocr/fields_view.h"

#include <algorithm>
#include <iterator>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/fields_columns.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

// A word that no neighbour knows, in capitals: a lost mark goes unseen.
constexpr double kUnknownCapitals = 0.88;

bool says_something(const Word& word) {
  return !match_key(word.text).empty();
}

std::u32string letters_of(std::string_view text) {
  std::u32string out = to_code_points(to_nfc(text));
  std::erase_if(out, [](char32_t c) { return !is_letter(c) && !is_digit(c); });
  return out;
}

bool joins_words(const Word& word) {
  return word.text == "-" || word.text == "–" || word.text == "&";
}

std::string without_stray_signs(const std::string& text) {
  static constexpr std::u32string_view kStray = U"'\"`´ˆ^~°*_|“”‘’„¨.:;!¬—¦=<>«»";
  const std::u32string points = to_code_points(text);
  const auto stays = [](char32_t c) { return kStray.find(c) == kStray.npos; };
  const auto first = std::find_if(points.begin(), points.end(),
                                  [&](char32_t c) { return stays(c) && c != U','; });
  auto last = std::find_if(points.rbegin(), points.rend(), stays).base();
  // "KHOA.,": a comma behind a stray sign is one itself.
  if (last - first > 2 && *(last - 1) == U',' && !stays(*(last - 2)))
    last = std::find_if_not(std::make_reverse_iterator(last - 1), points.rend(),
                            [&](char32_t c) { return !stays(c); })
               .base();
  return first < last ? to_utf8(std::u32string(first, last)) : text;
}

}  // namespace

Run make_run(std::vector<Word> words) {
  Run run;
  for (const Word& word : words) {
    if (!run.text.empty()) run.text += ' ';
    run.text += plain_signs(word.text);
    run.box = united(run.box, word.box);
  }
  run.confidence = mean_confidence(words);
  run.key = match_key(run.text);
  run.words = std::move(words);
  return run;
}

PageView::PageView(const PageText& page)
    : empty_(page.lines.empty()),
      number_(page.number),
      width_(page.clean_width),
      height_(page.clean_height) {
  std::vector<int> heights;
  for (const Line& line : page.lines) {
    width_ = std::max(width_, line.box.right());
    height_ = std::max(height_, line.box.bottom());
    for (const Word& word : line.words)
      heights.push_back(word.box.height);
    for (Run& run : columns_of(line))
      runs_.push_back(std::move(run));
  }
  if (heights.empty()) return;
  word_height_ = std::max(1, median_of(std::move(heights)));
}

Runs by_height(Runs runs) {
  std::stable_sort(runs.begin(), runs.end(), [](const Run* a, const Run* b) {
    return a->box.y + a->box.height / 2 < b->box.y + b->box.height / 2;
  });
  return runs;
}

Field make_field(std::string_view value, const Runs& runs, int page, double shape) {
  Field field;
  double weight = 0;
  for (const Run* run : runs) {
    const auto length = static_cast<double>(run->key.size() + 1);
    field.confidence += run->confidence * length;
    weight += length;
    field.box = united(field.box, run->box);
  }
  field.confidence = weight > 0 ? shape * field.confidence / weight : 0;
  field.page = page;
  field.value = to_nfc(value);
  return field;
}

std::vector<Word> words_of(const Runs& runs) {
  std::vector<Word> words;
  for (const Run* run : runs)
    words.insert(words.end(), run->words.begin(), run->words.end());
  return words;
}

Phrase phrase_of(const std::vector<Word>& words, const KnownPairs& pairs, Echo echo,
                 StraySigns signs) {
  std::vector<Word> kept;
  for (const Word& word : words) {
    if (signs == StraySigns::kDropped && !says_something(word) && !joins_words(word))
      continue;
    kept.push_back(word);
    if (signs == StraySigns::kDropped && says_something(word))
      kept.back().text = without_stray_signs(word.text);
  }
  const std::vector<KnownPairs::Settled> settled = pairs.settle(kept, echo);
  Phrase phrase;
  phrase.confidence = kept.empty() ? 0 : 1;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto& [text, confidence, vouched] = settled[i];
    phrase.text += (i > 0 ? " " : "") + text;
    phrase.read += (i > 0 ? " " : "") + to_nfc(plain_signs(kept[i].text));
    if (!says_something(kept[i])) continue;
    double sure = vouched ? 1 - (1 - confidence) / 2 : confidence;
    const bool capitals = capital_share(text) > 0.9 && to_code_points(text).size() > 1;
    if (!vouched && capitals) sure = std::min(sure, kUnknownCapitals);
    phrase.confidence = std::min(phrase.confidence, sure);
  }
  return phrase;
}

Field make_field(const Phrase& phrase, const Runs& runs, int page, double shape) {
  Field field = make_field(phrase.text, runs, page, shape);
  field.confidence = shape * phrase.confidence;
  if (letters_of(phrase.read) != letters_of(phrase.text)) field.read = phrase.read;
  return field;
}

std::string value_of(const Fields& fields, const char* name) {
  const auto field = fields.find(name);
  return field == fields.end() ? std::string() : field->second.value.value_or("");
}

}  // namespace tangthu::ocr
