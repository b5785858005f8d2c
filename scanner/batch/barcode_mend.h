// What helps to find a QR code (ISO/IEC 18004) before it is read, on a small grey picture
// of the page. Thread rule: free functions without state.
#pragma once

#include "base/page.h"

namespace tangthu::scanner {

// Averaged over squares of `by` × `by` pixels, grey. What is left over at the right and
// below is dropped. The copy is a Page: it is wiped. `by` is no more than a side.
Result<Page> reduced_grey(const Page& page, int by);

// Whether there may be a code at least 50 mm wide with modules of more than a millimetre,
// at 50 dpi or so: text has nowhere ink that is a millimetre and a half wide both ways.
// Wrong about a page that has other such ink, never about a code that can be read.
bool has_solid_ink(const Page& small);

// Makes the picture black and white, and the middles of finder patterns full again:
// scanners that threshold by a small window leave frames of them. Fills what is empty
// inside of separate dark frames from 3 to 11 mm wide.
void fill_hollow_squares(Page& small);

}  // namespace tangthu::scanner
