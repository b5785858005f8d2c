#include "ocr/stamp_incoming.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "ocr/layout.h"
#include "ocr/stamp_image.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kLeastWidthMm = 32;
constexpr double kLeastHeightMm = 16;
constexpr double kSimilar = 0.66;
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
  const auto is_figure = [](char c) { return c >= '0' && c <= '9'; };
  return std::count(row.begin(), row.end(), '/') == 2 &&
         std::count_if(row.begin(), row.end(), is_figure) >= 4;
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
  for (int y = 0; y < picture.height(); ++y) {
    const bool outside = std::abs(y - picture.height() / 2.0) > frame.height / 2 + air;
    for (int x = 0; x < picture.width(); ++x) {
      if (outside || std::abs(x - picture.width() / 2.0) > frame.width / 2 + air)
        picture.row(y)[x] = 255;
    }
  }
  return picture;
}

}  // namespace

bool may_be_incoming(const Rectangle& frame, int dpi) {
  return frame.width * 25.4 / dpi >= kLeastWidthMm &&
         frame.height * 25.4 / dpi >= kLeastHeightMm;
}

std::optional<Stamp> incoming_in(const std::vector<std::string>& rows) {
  constexpr std::size_t kMostWords = 5;
  unsigned signs = 0;
  std::string text = "ĐẾN";
  for (const std::string& row : rows) {
    const std::vector<std::string> words = words_of(row);
    if (words.size() > kMostWords) continue;
    const auto match = match_stamp(row);
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
