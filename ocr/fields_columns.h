// The columns of a line: heading and signature stand beside other text, and recognition
// may have read both as one line. Pure function.
#pragma once

#include <vector>

#include "ocr/fields_view.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// The line's runs from left to right, parted at wide gaps; and where columns came so
// close that no gap tells them apart, at the words with which the right one begins: the
// motto, place and date, a signer's title or name.
std::vector<Run> columns_of(const Line& line);

}  // namespace tangthu::ocr
