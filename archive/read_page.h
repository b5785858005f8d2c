// One captured page → cleaned → recognised, and the picture for its access copy.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"
#include "ocr/recogniser.h"
#include "ocr/text.h"

namespace tangthu::archive {

// Whether an access copy will be made of the page.
enum class Picture { kNone, kJpeg };

struct ReadPage {
  ocr::PageText text;
  Bytes jpeg;  // of the upright page; empty without a picture
};

// Cleans and recognises one page. Where the words come out poorly the page may stand on
// its head: the other orientations are tried, and the best reading is kept.
// Thread rule: as for the recogniser. Errors: kBadInput.
Result<ReadPage> read_page(ocr::Recogniser& recogniser, const Page& captured, int number,
                           Picture picture);

}  // namespace tangthu::archive
