// Recognised text as hOCR 1.2: XHTML whose elements say in their titles where they lie.
#pragma once

#include <string>

#include "ocr/text.h"

namespace tangthu::ocr {

// One ocr_page a page; in it ocr_carea, ocr_par, ocr_line and ocrx_word in reading order.
// Boxes and baselines are pixels of the master.
std::string to_hocr(const DocumentText& document);

}  // namespace tangthu::ocr
