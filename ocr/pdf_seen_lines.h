// Lines of seen text, added to pages that are there already. For pdf*.cc only.
#pragma once

#include <string>
#include <vector>

#include "ocr/pdf_seen_font.h"

namespace tangthu::ocr {

inline constexpr const char* kSeenRegular = "/TANGTH+TeXGyreTermes";
inline constexpr const char* kSeenBold = "/TANGTH+TeXGyreTermes-Bold";

// The words of `text` in as few lines of at most `width` as they need.
Result<void> break_line(const TextFont& font, const std::string& text, int width,
                        std::vector<TypesetLine>& out);

// What shows these lines.
Result<QPDFObjectHandle> font_of_lines(QPDF& pdf, const TextFont& font,
                                       const std::string& name,
                                       const std::vector<TypesetLine>& lines);

// Among the page's fonts, whose dictionaries become its own: other pages may share them.
// Its name there.
std::string add_page_font(QPDFObjectHandle page, const QPDFObjectHandle& font);

}  // namespace tangthu::ocr
