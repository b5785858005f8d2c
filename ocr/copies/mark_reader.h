// Finding the invisible mark of a copy on a picture of one of its pages: a scan of a
// print, a rendered PDF, in any size, a little turned or cut.
//
// Thread rule: pure functions; about a second a page.
#pragma once

#include <optional>

#include "base/page.h"
#include "ocr/copies/mark_code.h"

namespace tangthu::ocr {

struct FoundMark {
  MarkId id;
  int agreeing = 0;     // symbols of 40 that were read rightly before mending
  double strength = 0;  // deviations by which the tile's fixed dots are there
};

// Nothing where no mark can be read. A picture without one passes for marked at most
// once in 2^32 / 24 pages: as often as a check of 32 bits fails to notice.
std::optional<FoundMark> find_mark(const Page& page);

}  // namespace tangthu::ocr
