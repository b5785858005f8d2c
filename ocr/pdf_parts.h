// Objects that access copies are put together of, when they are written, revised or
// stamped. For pdf*.cc only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "ocr/pdf.h"
#include "ocr/pdf_font.h"
#include "ocr/pdf_qpdf.h"

namespace tangthu::ocr {

inline QPDFObjectHandle pdf_name(const std::string& text) {
  return QPDFObjectHandle::newName(text);
}
inline QPDFObjectHandle pdf_integer(int value) {
  return QPDFObjectHandle::newInteger(value);
}
inline QPDFObjectHandle pdf_stream(QPDF& pdf, std::string_view data) {
  return pdf.makeIndirectObject(QPDFObjectHandle::newStream(&pdf, std::string(data)));
}

// A font of two-byte codes, each the number of a glyph in `descendant`, a CIDFont.
QPDFObjectHandle composite_font(QPDF& pdf, const std::string& name,
                                QPDFObjectHandle descendant,
                                const std::map<std::uint16_t, char32_t>& glyphs);
// That of invisible text, for these glyphs.
QPDFObjectHandle make_text_font(QPDF& pdf, const GlyphSet& glyphs);
// What the document says of itself, in place of what it said before.
void set_metadata(QPDF& pdf, const PdfInfo& info);

// That its colours are sRGB.
void add_output_intent(QPDF& pdf);

}  // namespace tangthu::ocr
