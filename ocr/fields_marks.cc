// Secrecy and urgency, from stamps and from words printed like stamps. A mark that is in
// doubt counts as the higher one: too high is put right by a person, too low is a leak.

#include <algorithm>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

constexpr double kSure = 0.6;  // a confidence below it is doubt
// A level read less surely than this may have lost a word ("TỐI"), or be half a frame.
constexpr double kHardlyRead = 0.65;
constexpr double kSame = 0.75;
constexpr double kSignConfidence = 0.2;
constexpr std::string_view kAnySecret = "TUYỆT MẬT";  // until a person has looked
constexpr std::string_view kSecretCopy = "BẢN SAO BÍ MẬT NHÀ NƯỚC";
constexpr double kLeastUrgency = 0.52;
constexpr double kLeastHeight = 6.5;  // millimetres

struct Mark {
  Level level = Level::kThuong;
  std::string text;
  double fit = 0;
};

// The level that a secrecy stamp shows. Of levels that fit nearly as well the highest is
// taken; words that fit none could be any.
Mark secrecy_of(const Stamp& stamp) {
  const std::string key = match_key(stamp.text);
  double best = 0;
  for (const SecrecyWords& words : secrecy_words())
    best = std::max(best, similarity(key, match_key(words.text)));
  const double slack = stamp.confidence < kSure ? 0.2 : 0.12;
  Mark mark;
  for (const SecrecyWords& words : secrecy_words()) {
    const double fit = similarity(key, match_key(words.text));
    const bool stands = fit == 1 && stamp.confidence >= kSure;
    if (stands || best < 0.5 || fit >= best - slack) {
      mark = {words.level, std::string(words.text), fit};
    }
    if (stands) break;
  }
  return mark;
}

// In doubt it is the higher one, until a person has looked.
void raise_doubtful(Mark& mark, const Stamp& stamp) {
  if (stamp.confidence >= kHardlyRead || mark.fit < 1) return;
  for (const SecrecyWords& words : secrecy_words()) {
    if (words.level <= mark.level) continue;
    mark.level = words.level;
    mark.text = words.text;
    return;
  }
}

// Words printed where a stamp would stand: alone on their line, in capitals.
template <typename Words>
bool stands_printed(const Run& run, Words words) {
  return run.words.size() <= 4 && capital_share(run.text) > 0.9 &&
         to_lower(trimmed(run.text, ".,:;-|[]()'\"")) == to_lower(words);
}

void raise(Fields& fields, const char* name, Field field, Level level, Level& highest) {
  if (fields.contains(name) && level <= highest) return;
  highest = level;
  fields[name] = std::move(field);
}

void read_secrecy(const PageText& page, Fields& fields, Level& highest) {
  for (const Stamp& stamp : page.stamps) {
    if (stamp.kind != "secrecy") continue;
    Mark mark = secrecy_of(stamp);
    raise_doubtful(mark, stamp);
    const double confidence = stamp.confidence * mark.fit;
    raise(fields, "secrecy", {mark.text, confidence, page.number, stamp.box}, mark.level,
          highest);
  }
}

// A paper that was secret, or is the copy of a secret one, bears a level somewhere: where
// none was read a person must look for it.
void read_signs_of_secrecy(const PageText& page, Fields& fields, Level& highest) {
  if (highest != Level::kThuong) return;
  for (const Stamp& stamp : page.stamps) {
    const bool copy = stamp.kind == "copy" && stamp.text == kSecretCopy;
    if (!copy && stamp.kind != "declassified") continue;
    if (stamp.confidence < kSure) continue;
    raise(fields, "secrecy",
          {std::string(kAnySecret), kSignConfidence, page.number, stamp.box},
          Level::kTuyetMat, highest);
  }
}

void read_printed_secrecy(const PageView& page, Fields& fields, Level& highest) {
  for (const Run& run : page.runs()) {
    if (run.box.y > page.down(0.4)) continue;
    for (const SecrecyWords& words : secrecy_words()) {
      if (!stands_printed(run, words.text)) continue;
      raise(fields, "secrecy", make_field(words.text, {&run}, page.number(), 0.8),
            words.level, highest);
    }
  }
}

std::string urgency_of(const Stamp& stamp) {
  const std::string key = match_key(stamp.text);
  double best = kSame;
  std::string text;
  for (const std::string_view words : urgency_words()) {
    const double fit = similarity(key, match_key(words));
    if (fit >= best) {
      best = fit;
      text = words;
    }
  }
  return text.empty() ? stamp.text : text;
}

// Urgency stands in the heading and is 8 mm high (Decree 30, annex I, item 11): capitals
// of print, or a title below the body, are no such stamp.
bool is_urgency(const Stamp& stamp, const PageText& page, const PageView& view) {
  const double height_mm =
      page.clean_dpi > 0 ? 25.4 * stamp.box.height / page.clean_dpi : kLeastHeight;
  return stamp.kind == "urgency" && stamp.confidence >= kLeastUrgency &&
         stamp.box.y + stamp.box.height / 2 < view.down(0.4) && height_mm >= kLeastHeight;
}

void read_urgency(const PageText& page, const PageView& view, Fields& fields) {
  for (const Stamp& stamp : page.stamps) {
    if (!is_urgency(stamp, page, view) || fields.contains("urgency")) continue;
    fields["urgency"] = {urgency_of(stamp), stamp.confidence, page.number, stamp.box};
  }
  for (const Run& run : view.runs()) {
    if (fields.contains("urgency") || run.box.y > view.down(0.4)) continue;
    for (const std::string_view words : urgency_words()) {
      if (!stands_printed(run, words)) continue;
      fields["urgency"] = make_field(words, {&run}, view.number(), 0.8);
    }
  }
}

}  // namespace

Level read_marks(const std::vector<PageText>& pages, const std::vector<PageView>& views,
                 Fields& fields) {
  Level highest = Level::kThuong;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    read_secrecy(pages[i], fields, highest);
    read_printed_secrecy(views[i], fields, highest);
    read_urgency(pages[i], views[i], fields);
  }
  for (const PageText& page : pages)
    read_signs_of_secrecy(page, fields, highest);
  return highest;
}

}  // namespace tangthu::ocr
