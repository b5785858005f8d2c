// Parts of an access copy that are made when it is written and made again when it is
// revised. For pdf*.cc only.
#pragma once

#include "ocr/pdf.h"
#include "ocr/pdf_font.h"
#include "ocr/pdf_qpdf.h"

namespace tangthu::ocr {

// The composite font of invisible text, for these glyphs.
QPDFObjectHandle make_text_font(QPDF& pdf, const GlyphSet& glyphs);
// What the document says of itself, in place of what it said before.
void set_metadata(QPDF& pdf, const PdfInfo& info);

}  // namespace tangthu::ocr
