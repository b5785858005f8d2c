// The layout of a page: which ink is which line of text, in reading order.
#pragma once

#include <vector>

#include "base/page.h"
#include "ocr/engine.h"
#include "ocr/layout_ink.h"
#include "ocr/layout_lines.h"
#include "ocr/layout_order.h"

namespace tangthu::ocr {

struct Layout {
  InkMap ink;
  Pieces pieces;
  std::vector<Table> tables;
  std::vector<PieceRow> lines;  // in reading order
};

// `grey`: an upright, straight page, dark on light. A page without text has no lines.
Layout find_layout(const Page& grey, Blots blots);

// A picture of pieces of one line for the engine: their own ink alone, on white, framed
// as the model likes it.
struct LinePicture {
  GreyImage image;
  int x = 0;  // of the picture's corner, in pixels of the page
  int y = 0;
  double scale = 1.0;  // picture pixels a page pixel
};
LinePicture cut_line(const Page& grey, const Layout& layout,
                     const std::vector<std::size_t>& pieces);

}  // namespace tangthu::ocr
