// Lines that are seen on the first page of an access copy: which body's digitised copy it
// is, and of when (Decree 30/2020/NĐ-CP, Annex I: top right, upright, 10 points, black).
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr {

inline constexpr std::size_t kMostStampLines = 6;
inline constexpr std::size_t kLongestStampLine = 200;  // characters

// The same PDF with the lines at the top right of its first page, drawn over it as text
// of an embedded font, so that it stays PDF/A-2u. A line that is wider than the page
// between its margins is broken at spaces. kBadInput: no line, too many, too long,
// unprintable; or no PDF.
Result<Bytes> with_stamp_lines(ByteView pdf, const std::vector<std::string>& lines);

}  // namespace tangthu::ocr
