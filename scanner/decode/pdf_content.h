// What a page's content stream puts on it: one image, or more than that.
#pragma once

#include <optional>

#include "scanner/decode/pdf_qpdf.h"

namespace tangthu::scanner {

struct PlacedImage {
  QPDFObjectHandle image;
  QPDFMatrix place;  // of the unit square, in the page's points
};

// The page's one image, where nothing else of the page can be seen: no text but invisible
// text (a layer of recognised words), no lines, no surfaces, no clip that hides a part of
// `box`, no transparency, no layers that may be switched off.
std::optional<PlacedImage> only_image(QPDFPageObjectHelper& page,
                                      const QPDFObjectHandle::Rectangle& box);

// The resolution at which images cover half of `box` or more between them, as of a scan
// that was stored in strips; the finest such, 0 where there is none. Looks at images that
// the page itself draws.
double prevailing_dpi(QPDFPageObjectHelper& page, const QPDFObjectHandle::Rectangle& box);

}  // namespace tangthu::scanner
