#include "ocr/stamped_lines.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "ocr/stamp_words.h"
#include "ocr/stamps.h"

namespace tangthu::ocr {
namespace {

// A stamp that may take lines with it.
constexpr double kSure = 0.6;
constexpr double kSameWords = 0.75;
// A surer one beats another of its kind in its place by so much.
constexpr double kFarSurer = 0.25;
constexpr double kUnread = 0.25;
constexpr double kReadUrgent = 0.55;
// What is read inside a receiver's stamp more surely than this stands on its own.
constexpr double kClearEntry = 0.8;
constexpr double kClearSecrecy = 0.6;
// Print on both sides of a frame's line is one line when no wider gap than this, in
// heights of the line, parts it.
constexpr double kWideGap = 1.2;

bool overlap(const Box& a, const Box& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool has_middle_in(const Box& inner, const Box& box) {
  const int x = inner.x + inner.width / 2;
  const int y = inner.y + inner.height / 2;
  return x > box.x && x < box.right() && y > box.y && y < box.bottom();
}

bool takes_entries(const Stamp& stamp) {
  return stamp.kind == "incoming" && stamp.confidence >= kSure;
}

// What a heading has and a receiver's stamp hasn't: a symbol, or a day in words.
bool is_heading(const std::string& text) {
  const std::string plain = fold(text);
  if (plain.find("thang") != std::string::npos && plain.find("nam") != std::string::npos)
    return true;
  const std::size_t stroke = text.find('/');
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return stroke != std::string::npos &&
         std::count_if(text.begin() + static_cast<std::ptrdiff_t>(stroke), text.end(),
                       capital) >= 2;
}

// The words inside the stamp go, unless the line runs on beside them.
void drop_words_inside(Line& line, const Box& stamp) {
  std::vector<bool> inside;
  for (const Word& word : line.words)
    inside.push_back(has_middle_in(word.box, stamp));
  if (std::find(inside.begin(), inside.end(), true) == inside.end()) return;
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    if (inside[i] == inside[i - 1]) continue;
    const int gap = line.words[i].box.x - line.words[i - 1].box.right();
    if (gap < kWideGap * line.box.height) return;
  }
  std::string dropped;
  for (std::size_t i = 0; i < line.words.size(); ++i)
    dropped += inside[i] ? line.words[i].text + " " : "";
  if (is_heading(dropped)) return;
  std::vector<Word> kept;
  line.box = {};
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    if (inside[i]) continue;
    line.box = united(line.box, line.words[i].box);
    kept.push_back(std::move(line.words[i]));
  }
  line.words = std::move(kept);
  line.text = joined_words(line.words);
}

bool are_words_of(const Line& line, const Stamp& stamp) {
  if (!may_be_stamp(line)) return false;
  const auto match = match_stamp(line.text);
  return stamp.confidence >= kSure ||
         (match && match->kind == stamp.kind && match->similarity >= kSameWords);
}

// Two words were read where a frame's length alone had said secrecy.
bool is_read_as_urgent(const Stamp& other, const Stamp& stamp) {
  return stamp.kind == "secrecy" && stamp.confidence <= kUnread &&
         other.kind == "urgency" && other.confidence >= kReadUrgent &&
         other.text.find(' ') != std::string::npos &&
         has_middle_in(stamp.box, other.box) && has_middle_in(other.box, stamp.box);
}

}  // namespace

void add_stamp(PageText& page, Stamp stamp) {
  for (const Stamp& other : page.stamps) {
    if (is_read_as_urgent(other, stamp)) return;
  }
  for (const Stamp& other : page.stamps) {
    if (other.kind != stamp.kind || !overlap(other.box, stamp.box)) continue;
    if (other.text == stamp.text || other.confidence >= stamp.confidence + kFarSurer)
      return;
  }
  page.stamps.push_back(std::move(stamp));
}

void drop_entries(PageText& page) {
  const std::vector<Stamp> all = page.stamps;
  std::erase_if(page.stamps, [&](const Stamp& stamp) {
    return stamp.kind != "seal" && !takes_entries(stamp) &&
           stamp.confidence < (stamp.kind == "secrecy" ? kClearSecrecy : kClearEntry) &&
           std::any_of(all.begin(), all.end(), [&](const Stamp& around) {
             return takes_entries(around) && has_middle_in(stamp.box, around.box);
           });
  });
}

void drop_stamped_lines(PageText& page) {
  for (const Stamp& stamp : page.stamps) {
    if (takes_entries(stamp)) {
      for (Line& line : page.lines)
        drop_words_inside(line, stamp.box);
    } else if (stamp.kind != "seal" && stamp.kind != "other") {
      std::erase_if(page.lines, [&](const Line& line) {
        return has_middle_in(line.box, stamp.box) && are_words_of(line, stamp);
      });
    }
  }
  std::erase_if(page.lines, [](const Line& line) { return line.words.empty(); });
}

}  // namespace tangthu::ocr
