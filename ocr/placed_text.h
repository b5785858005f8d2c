// Recognised text as it lies on the capture, for formats that speak of pictures: blocks
// of lines, boxes and baselines in pixels of the master.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// Lines that stand below each other: a column of the heading, a paragraph or several.
using TextBlock = std::span<const Line>;

// All lines that have words, in reading order. The blocks point into `page`.
std::vector<TextBlock> text_blocks(const PageText& page);

// What the letters of a line stand on, in pixels of the cleaned page, where it is level.
// The line has words.
int baseline_of(const Line& line);

Box placed(const Box& box, const PageText& page);
Box placed(TextBlock block, const PageText& page);

struct Point {
  double x = 0;
  double y = 0;
};
// What the letters stand on, from the line's beginning to its end.
struct Baseline {
  Point start;
  Point end;
};
// `line` has words.
Baseline placed_baseline(const Line& line, const PageText& page);

}  // namespace tangthu::ocr
