// Which pieces of a line are read as one picture.
#pragma once

#include <vector>

#include "ocr/layout.h"

namespace tangthu::ocr {

// The line's pieces, grouped so that no wide gap is inside a group.
std::vector<std::vector<std::size_t>> split_at_gaps(const Layout& layout,
                                                    const PieceRow& row);

}  // namespace tangthu::ocr
