// The ink of a page as runs, ruled lines and connected components: what the rest of the
// layout works on. Knows nothing of text.
#pragma once

#include <cstdint>
#include <vector>

#include "base/page.h"

namespace tangthu::ocr {

// Ink pixels [x0, x1) of row y.
struct InkRun {
  int y = 0;
  int x0 = 0;
  int x1 = 0;
  int component = -1;  // index into InkMap::components; -1: of a ruled line
};

// Ink that hangs together (8 neighbours).
struct Component {
  Box box;
  int pixels = 0;
};

struct InkMap {
  int width = 0;
  int height = 0;
  int dpi = 0;
  int threshold = 0;              // grey below it is ink
  std::vector<InkRun> runs;       // by row, then by x
  std::vector<std::size_t> rows;  // runs of row y: [rows[y], rows[y + 1])
  std::vector<Component> components;
  std::vector<Box> horizontal_rules;
  std::vector<Box> vertical_rules;
};

// `grey`: dark ink on light ground. Ruled lines are longer than half an inch; where text
// crosses one, the text keeps its ink.
InkMap find_ink(const Page& grey);

}  // namespace tangthu::ocr
