// Is this page a separator sheet?
#pragma once

#include "base/page.h"
#include "scanner/batch/separator.h"

namespace tangthu::scanner {

// A sheet's code is kSeparatorSideMm wide; one that is much smaller is a picture of a
// sheet in some manual, and the page is a page.
inline constexpr double kSeparatorSideMm = 85;
inline constexpr double kLeastSeparatorSideMm = 50;

// What the page's codes say together. kDamaged also when they contradict one another or
// are too small: a person must look, and the page is kept as a page.
// Takes pages as captured, in any orientation. Thread rule: free function.
ReadCode read_separator(const Page& page);

}  // namespace tangthu::scanner
