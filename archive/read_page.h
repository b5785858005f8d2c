// One captured page → cleaned → recognised, and the picture for its access copy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"
#include "ocr/recogniser.h"
#include "ocr/text.h"
#include "scanner/batch/likeness.h"
#include "scanner/batch/splitter.h"
#include "scanner/clean/stage_report.h"

namespace tangthu::archive {

// Whether an access copy will be made of the page.
enum class Picture { kNone, kJpeg };

// What a batch is cut and checked by. Looking for separators takes a tenth of a second.
enum class SoughtSigns : std::uint8_t { kNone, kAllButSeparators, kAll };

struct PageFindings {
  scanner::PageSigns signs;
  scanner::PagePrint print;
};

struct ReadPage {
  ocr::PageText text;
  Bytes jpeg;                         // of the upright page; empty without a picture
  std::optional<PageFindings> found;  // where it was asked for
};

// Cleans and recognises one page. Where the words come out poorly the page may stand on
// its head: the other orientations are tried, and the best reading is kept.
// `turn_degrees` (as in CleanOptions) is the first of them. Thread rule: as for the
// recogniser. Errors: kBadInput.
Result<ReadPage> read_page(ocr::Recogniser& recogniser, const Page& captured, int number,
                           Picture picture, SoughtSigns sought = SoughtSigns::kNone,
                           scanner::StageSet left_out = {}, int turn_degrees = -1);

// The same of a capture that may be a spread: its one page, or its two in reading order,
// placed on the capture. Looks for none where that stage is left out.
Result<std::vector<ReadPage>> read_capture(ocr::Recogniser& recogniser,
                                           const Page& captured, int number,
                                           Picture picture, SoughtSigns sought,
                                           scanner::StageSet left_out);

}  // namespace tangthu::archive
