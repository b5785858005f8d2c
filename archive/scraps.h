// Whether a page was read in scraps: its columns of letters were taken for lines, a
// letter or two in each, as where it lies on its side and nothing told so. Pure function.
#pragma once

#include "ocr/text.h"

namespace tangthu::archive {

inline constexpr std::size_t kFewestScraps = 10;  // lines; fewer say nothing
inline constexpr std::size_t kScrapBytes = 8;     // of a line, on the mean

bool is_in_scraps(const ocr::PageText& text);

}  // namespace tangthu::archive
