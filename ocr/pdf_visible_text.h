// Text that is seen on an access copy, in an embedded font. For pdf*.cc only.
#pragma once

#include <string>
#include <vector>

#include "ocr/pdf_parts.h"
#include "ocr/text_font.h"

namespace tangthu::ocr {

// The words of `text` in as few lines of at most `width` as they need.
Result<void> break_line(const TextFont& font, const std::string& text, int width,
                        std::vector<TypesetLine>& out);

// What shows these lines.
Result<QPDFObjectHandle> visible_font(QPDF& pdf, const TextFont& font,
                                      const std::vector<TypesetLine>& lines);

// Among the page's fonts; its name there.
std::string add_page_font(QPDFObjectHandle page, const QPDFObjectHandle& font);

}  // namespace tangthu::ocr
