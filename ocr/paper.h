// The paper behind the ink: what is left of a page when its ink is taken away, at the
// resolution that paper needs.
#pragma once

#include "base/page.h"
#include "base/result.h"
#include "ocr/bit_mask.h"

namespace tangthu::ocr {

// Each pixel is the mean of the `shrink` × `shrink` pixels of `page` that are not in
// `ink`; where all are, it is what stands nearest around it.
Result<Page> paper_behind(const Page& page, const BitMask& ink, int shrink);

}  // namespace tangthu::ocr
