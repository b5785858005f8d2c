// Recipients: "Nơi nhận:" at the lower left, items until "Lưu: VT, …" (Decree 30, annex
// I, item 9). An item may say what its copy is for ("(để b/c)"), the last how many copies
// there are ("(05b)").

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/kept_words.h"
#include "ocr/recipient_words.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxRecipientLines = 60;
// A list without "Lưu" may have lost its end.
constexpr double kWithoutEnd = 0.85;
constexpr std::string_view kBullets = "-+*~_=.";

using Words = std::vector<Word>;

// A first letter that is lost or swollen leaves "ơi nhận:", ".Vdi nhận:".
bool is_recipients_heading(const PageView& page, const Run& run) {
  if (run.box.x >= page.across(0.45) || run.words.size() > 8) return false;
  const bool alone = run.words.size() <= 3 && run.text.ends_with(':');
  if (start_similarity(run.key, "noinhan") > 0.82)
    return starts_with_capital(run.text) || alone;
  return alone && run.box.y > page.down(0.3) && run.key.size() <= 9 &&
         run.key.ends_with("inhan");
}

// The last one: a body may speak of where something is received.
Anchor find_recipients(const std::vector<PageView>& pages) {
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
    for (auto run = page->runs().rbegin(); run != page->runs().rend(); ++run) {
      if (is_recipients_heading(*page, *run)) return {&*page, &*run};
    }
  }
  return {};
}

bool is_bullet(char32_t c) {
  return c < 0x80 ? kBullets.find(static_cast<char>(c)) != std::string_view::npos
                  : c == U'•' || c == U'·' || c == U'–' || c == U'—';
}

bool begins_kept(const std::string& text) {
  const std::string key = match_key(text);
  // "ưu: VT", "kưu: VT"
  if (key.starts_with("uuvt") || (key.size() > 5 && key.substr(1).starts_with("uuvt")))
    return true;
  return start_similarity(key, "luu") > 0.99 || key.starts_with("iuuvt");  // "Iưu: VT"
}

bool begins_item(const std::string& text, bool ended) {
  const std::size_t kept = text.find("Lưu:");
  const bool dirt =
      kept != std::string::npos && match_key(text.substr(0, kept)).size() <= 2;
  return ended || dirt || is_bullet(to_code_points(text).front()) || begins_kept(text);
}

Runs recipient_lines(const Anchor& anchor) {
  const PageView& page = *anchor.page;
  Runs column;
  for (const Run& run : page.runs()) {
    if (run.box.y <= anchor.run->box.y + anchor.run->box.height / 2) continue;
    if (run.box.x > anchor.run->box.x + page.across(0.12)) continue;
    if (run.centre_x() < page.across(0.52)) column.push_back(&run);
  }
  column = by_height(std::move(column));
  Runs lines;
  const Run* last = anchor.run;
  for (const Run* run : column) {
    if (run->key.empty() || lines.size() == kMaxRecipientLines) continue;
    const int gap = run->box.y - last->box.bottom();
    if (gap > 3 * page.word_height()) break;
    lines.push_back(run);
    last = run;
    // "Lưu: VT, VP." is always the last item.
    if (begins_kept(trimmed(run->text, "-+ ")) && run->text.back() == '.') break;
  }
  return lines;
}

// What stands on the heading's own line, behind the colon.
Words behind_colon(const Run& run) {
  const auto colon = std::find_if(
      run.words.begin(), run.words.end(),
      [](const Word& word) { return word.text.find(':') != std::string::npos; });
  return colon == run.words.end() ? Words{} : Words(colon + 1, run.words.end());
}

std::string text_of(const Words& words) {
  std::string text;
  for (const Word& word : words)
    text += (text.empty() ? "" : " ") + plain_signs(word.text);
  return text;
}

// Lines as items; the pieces of one item are joined.
std::vector<Words> items_of(const std::vector<Words>& lines) {
  std::vector<Words> items;
  bool ended = true;
  for (const Words& words : lines) {
    const std::string text = trimmed(text_of(words));
    if (text.empty()) continue;
    // "thị xã; / thành phố": an item begins with a capital.
    const bool small = !starts_with_capital(text) && is_letter(to_code_points(text)[0]) &&
                       match_key(text.substr(0, text.find(' '))).size() > 1;
    if (items.empty() || begins_item(text, ended && !small)) {
      items.push_back(words);
    } else {
      items.back().insert(items.back().end(), words.begin(), words.end());
    }
    // A semicolon is easily read as a colon.
    ended = std::string_view(";.:").find(text.back()) != std::string_view::npos;
  }
  return items;
}

bool is_sign(const Word& word) {
  return match_key(word.text).empty();
}

// Specks: signs alone that join no two words, and quotation marks that nothing closes.
void drop_specks(Words& words) {
  Words kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool joins = !kept.empty() && i + 1 < words.size() &&
                       (words[i].text == "-" || words[i].text == "–");
    if (is_sign(words[i]) && !joins) continue;
    kept.push_back(words[i]);
    std::u32string text = to_code_points(kept.back().text);
    while (text.size() > 1 && std::u32string_view(U"“”‘’\"'`´ˆ").find(text.front()) !=
                                  std::u32string_view::npos)
      text.erase(text.begin());
    kept.back().text = to_utf8(text);
  }
  words = std::move(kept);
}

// "C Lưu:", "LỊ - Lưu:": what stands before the last item's first word is dirt.
void drop_dirt_before_kept(Words& words) {
  constexpr std::size_t kMostDirt = 2;
  for (std::size_t i = 1; i < std::min(words.size(), kMostDirt + 1); ++i) {
    if (match_key(words[i - 1].text).size() > 2) return;
    if (match_key(words[i].text) != "luu" || !words[i].text.ends_with(':')) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

// Without its bullet and what ends it.
Words bare_item(Words words) {
  drop_specks(words);
  drop_dirt_before_kept(words);
  while (!words.empty()) {
    std::u32string text = to_code_points(words.front().text);
    while (!text.empty() && is_bullet(text.front()))
      text.erase(text.begin());
    words.front().text = to_utf8(text);
    if (!text.empty()) break;
    words.erase(words.begin());
  }
  while (!words.empty()) {
    words.back().text = trimmed(words.back().text, "-+*~_=;.,:");
    if (!words.back().text.empty()) break;
    words.pop_back();
  }
  return words;
}

// Without "Nơi nhận": whom the document speaks to.
void read_addressees(const std::vector<PageView>& pages, const KnownPairs& pairs,
                     Fields& fields) {
  if (pages.empty()) return;
  for (const Run& run : pages.front().runs()) {
    if (run.text.find(':') == std::string::npos ||
        start_similarity(run.key, "kinhgui") < 0.85)
      continue;
    const Words words = bare_item(behind_colon(run));
    if (words.empty()) return;
    fields["recipients"] =
        make_field(phrase_of(words, pairs, Echo::kInText, StraySigns::kKept), {&run},
                   pages.front().number(), 0.6);
    return;
  }
}

}  // namespace

Anchor read_recipients(const std::vector<PageView>& pages, const KnownPairs& pairs,
                       Fields& fields) {
  const Anchor anchor = find_recipients(pages);
  if (anchor.run == nullptr) {
    read_addressees(pages, pairs, fields);
    return anchor;
  }
  Runs runs = recipient_lines(anchor);
  std::vector<Words> lines = {behind_colon(*anchor.run)};
  for (const Run* run : runs)
    lines.push_back(run->words);
  Phrase list;
  list.confidence = kWithoutEnd;
  double least = 1;
  for (const Words& item : items_of(lines)) {
    Words words = bare_item(item);
    const std::string read = text_of(words);
    if (match_key(read).size() < 2) continue;
    const bool kept = begins_kept(read);
    if (kept) list.confidence = 1;
    words = kept ? kept_item(std::move(words)) : purpose_item(std::move(words));
    const Phrase phrase = phrase_of(words, pairs, Echo::kInText, StraySigns::kKept);
    least = std::min(least, phrase.confidence);
    list.text += (list.text.empty() ? "" : "; ") + phrase.text;
    list.read += (list.read.empty() ? "" : "; ") + read;
  }
  if (list.text.empty()) return anchor;
  list.confidence *= least;
  runs.push_back(anchor.run);
  fields["recipients"] = make_field(list, runs, anchor.page->number(), 1);
  return anchor;
}

}  // namespace tangthu::ocr
