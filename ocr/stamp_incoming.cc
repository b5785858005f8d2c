#include "ocr/stamp_incoming.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/number.h"
#include "base/unicode.h"
#include "ocr/layout.h"
#include "ocr/stamp_image.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kLeastWidthMm = 32;
constexpr double kLeastHeightMm = 16;
constexpr double kSimilar = 0.66;
constexpr double kSurelyArrived = 0.75;
constexpr double kThreeSigns = 0.9;
constexpr double kAroundMm = 46;
constexpr double kAboveMm = 22;
constexpr int kEnoughSigns = 2;
constexpr std::size_t kMostRows = 14;

// Letters without marks, words apart.
std::vector<std::string> words_of(const std::string& row) {
  std::vector<std::string> words(1);
  for (const char c : fold(row)) {
    const bool letter = c >= 'a' && c <= 'z';
    if (letter) words.back().push_back(c);
    if (!letter && !words.back().empty()) words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// One letter read wrongly, or lost.
bool is_nearly(std::string_view read, std::string_view wanted) {
  if (read == wanted) return true;
  if (wanted.size() < 4 || read.size() + 1 < wanted.size() ||
      read.size() > wanted.size()) {
    return false;
  }
  std::size_t same = 0;
  while (same < read.size() && read[same] == wanted[same])
    ++same;
  return read.substr(same + (read.size() == wanted.size() ? 1 : 0)) ==
         wanted.substr(same + 1);
}

// Each name of the form counts once.
enum Sign : unsigned {
  kArrived = 1,
  kNumber = 2,
  kDay = 4,
  kPassedOn = 8,
  kFile = 16,
  kOffice = 32
};

struct Name {
  std::string_view word;
  Sign sign;
};
constexpr std::array kNames = {Name{"so", kNumber},       Name{"ngay", kDay},
                               Name{"chuyen", kPassedOn}, Name{"gio", kDay},
                               Name{"luu", kFile},        Name{"den", kArrived},
                               Name{"phong", kOffice},    Name{"thu", kOffice}};

// A day in figures, as a clerk writes it into the form.
bool is_day(const std::string& row) {
  return std::count(row.begin(), row.end(), '/') == 2 &&
         std::count_if(row.begin(), row.end(), is_ascii_digit) >= 4;
}

bool lies_in(const Box& box, const Rectangle& frame) {
  const double dx = box.x + box.width / 2.0 - frame.x;
  const double dy = box.y + box.height / 2.0 - frame.y;
  return std::abs(dx) < frame.width / 2 && std::abs(dy) < frame.height / 2;
}

// With what stands around the frame left out.
Page upright_frame(const Page& layer, const Rectangle& frame) {
  Page picture = upright_stain(layer, frame.box(), frame.degrees, Stroke::kAsIs);
  const double air = 0.5 * layer.dpi() / 25.4;
  whiten_around_middle(picture, frame.width / 2 + air, frame.height / 2 + air);
  return picture;
}

// Words near the one that says ĐẾN; rows that begin elsewhere are others.
std::vector<std::string> rows_around(const std::vector<Line>& lines, const Box& anchor,
                                     int dpi, Box& box) {
  const auto pixels = [dpi](double mm) { return static_cast<int>(mm * dpi / 25.4); };
  const Box around{anchor.x - pixels(kAroundMm), anchor.y - pixels(kAboveMm),
                   anchor.width + 2 * pixels(kAroundMm),
                   anchor.height + 2 * pixels(kAboveMm)};
  std::vector<std::string> rows;
  for (const Line& line : lines) {
    std::string row;
    Box own;
    for (const Word& word : line.words) {
      if (!around.contains(word.box.x, word.box.y) ||
          !around.contains(word.box.right(), word.box.bottom()))
        continue;
      row += (row.empty() ? "" : " ") + word.text;
      own = united(own, word.box);
    }
    if (row.empty() || row.find('/') != std::string::npos) continue;
    box = united(box, own);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::optional<Stamp> incoming_in_lines(const std::vector<Line>& lines, int height,
                                       int dpi) {
  for (const Line& line : lines) {
    if (line.box.y * 2 > height || line.words.size() > 4) continue;
    const auto match = match_stamp(line.text);
    if (!match || match->kind != "incoming" || match->similarity < kSurelyArrived ||
        to_lower(line.text) == line.text)
      continue;
    Box box;
    auto stamp = incoming_in(rows_around(lines, line.box, dpi, box));
    if (!stamp || stamp->kind != "incoming" || stamp->confidence < kThreeSigns) continue;
    stamp->box = united(box, line.box);
    return stamp;
  }
  return std::nullopt;
}

bool may_be_incoming(const Rectangle& frame, int dpi) {
  return frame.width * 25.4 / dpi >= kLeastWidthMm &&
         frame.height * 25.4 / dpi >= kLeastHeightMm;
}

std::optional<Stamp> incoming_in(const std::vector<std::string>& rows) {
  constexpr std::size_t kMostWords = 6;
  unsigned signs = 0;
  std::string text = "ĐẾN";
  for (const std::string& row : rows) {
    const std::vector<std::string> words = words_of(row);
    if (words.size() > kMostWords) continue;
    const auto match = match_stamp(row);
    // Who copied a secret paper, and when, stands in a form of the same size.
    if (match && match->kind == "copy" && match->similarity >= kSimilar &&
        words.size() > 1)
      return Stamp{match->text, "copy", match->similarity, 0, {}};
    if (match && match->kind == "incoming" && match->similarity >= kSimilar) {
      signs |= kArrived;
      if (match->text.size() > text.size()) text = match->text;
    }
    if (is_day(row)) signs |= kDay;
    for (const std::string& word : words) {
      for (const Name& name : kNames)
        signs |= is_nearly(word, name.word) ? name.sign : 0U;
    }
  }
  const bool arrived = (signs & kArrived) != 0;
  const bool registered = (signs & kNumber) != 0 && (signs & kDay) != 0;
  const bool in_full = text != "ĐẾN";  // no other stamp has these words
  const int count = std::popcount(signs) + (in_full ? 1 : 0);
  if ((!arrived && !registered) || count < kEnoughSigns) return std::nullopt;
  const double confidence = std::min(1.0, (arrived ? 0.6 : 0.4) + 0.1 * count);
  return Stamp{text, "incoming", confidence, 0, {}};
}

std::optional<Stamp> read_incoming(const Page& layer, const Rectangle& frame,
                                   const std::vector<Line>& lines, Engine& engine,
                                   Deadline deadline) {
  std::vector<std::string> rows;
  for (const Line& line : lines) {
    std::string inside;
    for (const Word& word : line.words) {
      if (lies_in(word.box, frame)) inside += (inside.empty() ? "" : " ") + word.text;
    }
    if (!inside.empty()) rows.push_back(std::move(inside));
  }
  std::optional<Stamp> stamp = incoming_in(rows);
  if (!stamp) {
    const Page picture = upright_frame(layer, frame);
    const Layout layout = find_layout(picture, Blots::kKept);
    if (layout.lines.size() > kMostRows) return std::nullopt;
    for (const PieceRow& row : layout.lines) {
      const LinePicture cut = cut_line(picture, layout, row);
      rows.push_back(joined_words(engine.read_line(cut.image, picture.dpi(), deadline)));
    }
    stamp = incoming_in(rows);
  }
  if (stamp) stamp->box = frame.box();
  return stamp;
}

}  // namespace tangthu::ocr
