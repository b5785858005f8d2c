// What is made of a document once its pages are read: its text, and the access copy.
#pragma once

#include <vector>

#include "archive/reading_room.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "ocr/text.h"

namespace tangthu::archive {

// Text, fields, stamps and level of the whole, from its pages.
ocr::DocumentText text_of(const ReadDocument& document);

// The searchable PDF/A-2u, titled by the document's subject. Takes the pages' pictures
// with it: these are large. Without the pages whose numbers are in `left_out` (rising).
// Errors: kBadInput.
Result<Bytes> access_copy_of(std::vector<ReadPage> pages, const ocr::DocumentText& text,
                             UnixSeconds created, const std::vector<int>& left_out = {});
// The blank pages, which an access copy leaves out; none where all are blank.
std::vector<int> blank_pages(const ocr::DocumentText& text);

}  // namespace tangthu::archive
