// Text in lines of a width: pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::archive {

using MeasureText = std::function<double(std::u32string_view)>;

// NFC code points of a cell: controls other than line feeds, and spaces of all kinds,
// are spaces.
std::u32string printable(std::string_view utf8);

// `text` in lines of at most `width`, at least one: broken at line feeds and spaces, else
// behind '/', '-', '_', '.', ',' and ';' within a word, else wherever it is full.
std::vector<std::u32string> wrap(std::u32string_view text, double width,
                                 const MeasureText& measure);

}  // namespace tangthu::archive
