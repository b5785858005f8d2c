// The dots of the invisible mark in a PDF. For pdf_*.cc of ocr/copies only.
#pragma once

#include "ocr/copies/mark_layout.h"
#include "ocr/pdf_parts.h"

namespace tangthu::ocr {

// Over all that the page shows.
void draw_mark_dots(QPDF& pdf, QPDFObjectHandle page, MarkId id);

}  // namespace tangthu::ocr
