#include "ocr/stamp_frame.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tangthu::ocr {
namespace {

constexpr std::uint8_t kInk = 190;    // of a picture stretched to black and white
constexpr double kLeastWidthMm = 12;  // of a stamp's frame
constexpr double kLeastHeightMm = 6;
constexpr double kLineCoverage = 0.55;   // of a side, at least; stamps print patchily
constexpr double kEdgeDown = 0.32;       // where a frame's lines may lie, of the height
constexpr double kEdgeAcross = 0.18;     // and of the width
constexpr double kEdgeMm = 3;            // and from where the ink begins: two borders
constexpr double kWordCoverage = 0.025;  // of a row or column with part of a letter
constexpr double kLongestOfThreeMm = 25;
constexpr double kLongestOfSixMm = 35.5;

// Rows (or columns) of ink marks, seen from the side.
struct Marks {
  int along = 0;
  int across = 0;
  std::vector<std::uint8_t> ink;  // by line, then along it

  bool at(int line, int place) const {
    return ink[static_cast<std::size_t>(line) * static_cast<std::size_t>(along) +
               static_cast<std::size_t>(place)] != 0;
  }
};

Marks marks_of(const Page& picture, const Box& box, bool rows) {
  Marks marks;
  marks.along = rows ? box.width : box.height;
  marks.across = rows ? box.height : box.width;
  marks.ink.resize(static_cast<std::size_t>(box.width) *
                   static_cast<std::size_t>(box.height));
  for (int y = 0; y < box.height; ++y) {
    const std::uint8_t* row = picture.row(box.y + y) + box.x;
    for (int x = 0; x < box.width; ++x) {
      const int line = rows ? y : x;
      const int place = rows ? x : y;
      marks.ink[static_cast<std::size_t>(line) * static_cast<std::size_t>(marks.along) +
                static_cast<std::size_t>(place)] = row[x] < kInk ? 1 : 0;
    }
  }
  return marks;
}

// The share of the side that has ink in the band of lines: a line that is a little
// aslant leaves its row but not its band.
double coverage(const Marks& marks, int line, int band) {
  int inked = 0;
  const int last = std::min(marks.across, line + band);
  for (int place = 0; place < marks.along; ++place) {
    bool found = false;
    for (int l = line; l < last && !found; ++l)
      found = marks.at(l, place);
    inked += found ? 1 : 0;
  }
  return static_cast<double>(inked) / std::max(1, marks.along);
}

struct Span {
  int from = 0;
  int to = 0;
};

// From behind the innermost line at the one edge to before that at the other.
std::optional<Span> between_lines(const Marks& marks, double edge, int most, int band) {
  const int reach = std::min(most, static_cast<int>(edge * marks.across));
  int from = -1;
  int to = -1;
  for (int line = 0; line + band < reach; ++line) {
    if (coverage(marks, line, band) >= kLineCoverage) from = line + band;
  }
  for (int line = marks.across - band; line >= marks.across - reach; --line) {
    if (coverage(marks, line, band) >= kLineCoverage) to = line;
  }
  if (from < 0 || to < 0 || to - from < marks.across / 3) return std::nullopt;
  return Span{from, to};
}

// From the first to the last line that carries ink.
Span inked_span(const Marks& marks) {
  Span span{marks.across, 0};
  const int least = std::max(2, static_cast<int>(kWordCoverage * marks.along));
  for (int line = 0; line < marks.across; ++line) {
    int inked = 0;
    for (int place = 0; place < marks.along; ++place)
      inked += marks.at(line, place) ? 1 : 0;
    if (inked < least) continue;
    span.from = std::min(span.from, line);
    span.to = line + 1;
  }
  return span;
}

Box ink_box(const Page& picture) {
  Box box;
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* row = picture.row(y);
    int first = picture.width();
    int last = -1;
    for (int x = 0; x < picture.width(); ++x) {
      if (row[x] >= kInk) continue;
      first = std::min(first, x);
      last = x;
    }
    if (last >= 0) box = united(box, {first, y, last + 1 - first, 1});
  }
  return box;
}

}  // namespace

std::optional<FramedWords> find_framed_words(const Page& picture) {
  const Box ink = ink_box(picture);
  const int band = std::max(3, picture.dpi() / 50);
  const double pixel_mm = 25.4 / picture.dpi();
  if (ink.width * pixel_mm < kLeastWidthMm || ink.height * pixel_mm < kLeastHeightMm) {
    return std::nullopt;
  }
  // Behind it are stems of letters.
  const int most = static_cast<int>(kEdgeMm / pixel_mm);
  const auto down = between_lines(marks_of(picture, ink, true), kEdgeDown, most, band);
  const auto across =
      between_lines(marks_of(picture, ink, false), kEdgeAcross, most, band);
  if (!down || !across) return std::nullopt;
  FramedWords out;
  out.inside = {ink.x + across->from, ink.y + down->from, across->to - across->from,
                down->to - down->from};
  out.words = inked_within(picture, out.inside);
  return out;
}

Box inked_within(const Page& picture, const Box& box) {
  if (box.empty()) return {};
  const Span rows = inked_span(marks_of(picture, box, true));
  const Span columns = inked_span(marks_of(picture, box, false));
  if (rows.to <= rows.from || columns.to <= columns.from) return {};
  return {box.x + columns.from, box.y + rows.from, columns.to - columns.from,
          rows.to - rows.from};
}

std::vector<Box> rows_of(const Page& picture, const Box& words) {
  constexpr double kOneRowMm = 6.4;  // 14 point letters with marks above and below
  constexpr double kLeastRowMm = 1.2;
  constexpr double kBetweenRows = 0.15;  // a dot below, or a row that leans
  const double pixel_mm = 25.4 / picture.dpi();
  if (words.height * pixel_mm <= kOneRowMm) return {words};
  const Marks marks = marks_of(picture, words, true);
  const int least = static_cast<int>(kLeastRowMm / pixel_mm);
  const int band = std::max(1, picture.dpi() / 150);
  int clearest = -1;
  double fewest = kBetweenRows;
  for (int line = least; line + band < marks.across - least; ++line) {
    const double inked = coverage(marks, line, band);
    if (inked >= fewest) continue;
    fewest = inked;
    clearest = line;
  }
  if (clearest < 0) return {words};
  const Box upper{words.x, words.y, words.width, clearest};
  const Box lower{words.x, words.y + clearest + band, words.width,
                  words.height - clearest - band};
  std::vector<Box> rows;
  for (const Box& part : {upper, lower}) {
    const Box row = inked_within(picture, part);
    if (!row.empty()) rows.push_back(row);
  }
  return rows;
}

int letters_of_shape(const Box& words) {
  if (words.empty()) return 0;
  const double shape = static_cast<double>(words.width) / words.height;
  if (shape < 2.9) return 3;
  return shape < 4.75 ? 6 : 8;
}

int letters_of_stain(double width_mm, double height_mm) {
  if (width_mm < std::min(2.7 * height_mm, kLongestOfThreeMm)) return 3;
  return width_mm < std::min(3.75 * height_mm, kLongestOfSixMm) ? 6 : 8;
}

int letters_of_frame(double width_mm, double height_mm) {
  if (width_mm < std::min(2.95 * height_mm, kLongestOfThreeMm)) return 3;
  return width_mm < std::min(4.25 * height_mm, kLongestOfSixMm) ? 6 : 8;
}

}  // namespace tangthu::ocr
