// CSV (RFC 4180): UTF-8 with a byte order mark, because spreadsheets take files without
// one for their local code page and garble Vietnamese; lines end in CR LF.
//
// A cell that a spreadsheet would take for a formula (=, +, -, @, tab, CR or their
// full-width forms at its beginning) gets an apostrophe before it; plain numbers
// ("-12", "+3.5") do not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::archive {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// With CR LF behind it, without the mark.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace tangthu::archive
