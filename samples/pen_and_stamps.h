// What hands add to the printed sheets: numbers, signatures, seals, stamps.
#pragma once

#include <vector>

#include "samples/document.h"
#include "samples/page_maker.h"
#include "samples/typeset.h"

namespace tangthu::samples {

// Draws on `pages` (one a sheet, RGB) and returns what was stamped, boxes in their
// pixels. Pens write wherever the sheets left room. Seals come on clean copies half the
// time.
std::vector<TruthStamp> add_marks(const Document& document, const Sheets& sheets,
                                  const Places& places, Grade grade,
                                  std::vector<Page>& pages, Random& random);

// As it stands on a stamp: "TỐI MẬT"; empty for Thường.
std::string secrecy_stamp(Level level);

}  // namespace tangthu::samples
