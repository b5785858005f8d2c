// Reading order: pieces of lines → lines, as a clerk reads them.
//
// A column is read whole before the next: in the heading, in the block of recipients and
// signature, in print of two columns. A table is read row by row, cell by cell. The rules
// are about white space alone and know no form by heart.
#pragma once

#include <vector>

#include "ocr/layout_lines.h"
#include "ocr/layout_table.h"

namespace tangthu::ocr {

// One line: indices of its pieces from the left.
using PieceRow = std::vector<std::size_t>;

std::vector<PieceRow> reading_order(const Pieces& pieces,
                                    const std::vector<Table>& tables);

}  // namespace tangthu::ocr
