// Pictures of a PDF's pages, for placing marks on it and for seeking them.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "ocr/copies/pdf_copy.h"

namespace tangthu::archive {

// Decoded one after the other in a process of their own (scanner/page_source.h); to be
// asked for in their order. A page that can't be decoded counts as none.
Result<ocr::PagePictures> pictures_of(const Bytes& pdf);

}  // namespace tangthu::archive
