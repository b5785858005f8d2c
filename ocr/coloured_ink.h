// Which ink of a page is in colour.
#pragma once

#include "base/page.h"
#include "ocr/bit_mask.h"

namespace tangthu::ocr {

// Of `ink`, what is in colour, with the strokes that go on from it and a rim. Black print
// is not, whatever the paper's colour, and though a scanner's channels lie apart by a
// pixel or a JPEG gives it fringes. `page` is RGB and of the mask's size.
BitMask coloured_ink(const Page& page, const BitMask& ink);

}  // namespace tangthu::ocr
