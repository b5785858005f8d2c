// Tables from ruled lines: which cells there are, joined cells included.
#pragma once

#include <vector>

#include "base/page.h"
#include "ocr/layout_ink.h"

namespace tangthu::ocr {

struct Table {
  Box box;
  // Row by row, each row from the left; a joined cell stands where it begins.
  std::vector<Box> cells;
};

// A frame around a text is a table of one cell. Lines that form no cell are ignored.
std::vector<Table> find_tables(const InkMap& ink);

}  // namespace tangthu::ocr
