// Where recognised words stand in the PDF, so that readers find the same lines, columns
// and words in it again. They go by geometry: words of a line share a baseline, and lines
// of a page a size of type, or poppler takes them for other blocks and other columns;
// between two words there is space, whatever their boxes say.
#pragma once

#include <vector>

#include "ocr/text.h"

namespace tangthu::ocr {

// Pixels of the cleaned page.
struct StandingWord {
  const Word* word = nullptr;
  double left = 0;
  double right = 0;  // > left
};

struct StandingLine {
  double baseline = 0;
  double size = 1;  // of type: a little more than from its highest point to its lowest
  std::vector<StandingWord> words;
};

// Lines in their order, without those that have no words. They point into `page`.
std::vector<StandingLine> standing_lines(const PageText& page);

}  // namespace tangthu::ocr
