// The searchable access copy: PDF/A-2u (ISO 19005-2), picture over invisible text.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "ocr/page_picture.h"
#include "ocr/text.h"

namespace tangthu::ocr {

struct PdfPage {
  PagePicture picture;  // of the upright cleaned page
  PageText text;        // words in the same pixels
};

struct PdfInfo {
  std::string title;  // may be empty
  std::string language = "vi";
  UnixSeconds created = 0;
};

// One PDF of all the pages, in memory only. Text is placed word by word, is NFC, copies
// and searches as recognised, and extracts in reading order.
Result<Bytes> write_pdf(const std::vector<PdfPage>& pages, const PdfInfo& info);

// A PDF of page `number` (1-based) alone. kNotFound when there is no such page.
Result<Bytes> extract_pdf_page(ByteView pdf, int number);

}  // namespace tangthu::ocr
