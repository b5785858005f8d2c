// Text that is seen: glyphs of TeX Gyre Termes, embedded. For pdf*.cc only.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ocr/pdf_qpdf.h"
#include "ocr/text_font.h"

namespace tangthu::ocr {

struct UsedGlyph {
  char32_t stands_for = 0;
  int advance = 0;  // thousandths of an em
};
using UsedGlyphs = std::map<std::uint16_t, UsedGlyph>;

// A font of two-byte codes, the numbers of these glyphs, that copies out as what they
// stand for. `name`: "/TANGTH+TeXGyreTermes"; each font of a document has its own.
Result<QPDFObjectHandle> seen_font(QPDF& pdf, const TextFont& font,
                                   const std::string& name, const UsedGlyphs& glyphs);

}  // namespace tangthu::ocr
