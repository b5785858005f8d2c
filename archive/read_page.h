// One captured page → cleaned → recognised, and the picture for its access copy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "ocr/page_picture.h"
#include "ocr/recogniser.h"
#include "ocr/text.h"
#include "scanner/batch/likeness.h"
#include "scanner/batch/splitter.h"
#include "scanner/clean/stage_report.h"
#include "scanner/quality/quality.h"

namespace tangthu::archive {

// What an access copy will show of the page: its layers (ocr/page_picture.h), or every
// pixel as cleaned.
enum class Picture { kNone, kLayered, kLossless };

// What a batch is cut and checked by. Looking for separators takes a tenth of a second.
enum class SoughtSigns : std::uint8_t { kNone, kAllButSeparators, kAll };

struct PageFindings {
  scanner::PageSigns signs;
  scanner::PagePrint print;
};

struct ReadPage {
  ocr::PageText text;
  ocr::PagePicture picture;           // of the upright page; empty without a picture
  std::optional<PageFindings> found;  // where it was asked for
  // What is wrong with the picture, where that was asked for.
  std::vector<scanner::QualityFault> faults;
};

struct PageOptions {
  Picture picture = Picture::kLayered;
  SoughtSigns sought = SoughtSigns::kNone;
  scanner::StageSet left_out = {};
  // Nothing: the picture's quality is not looked at.
  std::optional<scanner::QualityLimits> quality = std::nullopt;
  int turn_degrees = -1;  // the orientation that is tried first; as in CleanOptions
};

// Cleans and recognises one page. Where the words come out poorly the page may stand on
// its head: the other orientations are tried, and the best reading is kept.
// Thread rule: as for the recogniser. Errors: kBadInput.
Result<ReadPage> read_page(ocr::Recogniser& recogniser, const Page& captured, int number,
                           const PageOptions& options);

// The same of a capture that may be a spread: its one page, or its two in reading order,
// placed on the capture. Looks for none where that stage is left out.
Result<std::vector<ReadPage>> read_capture(ocr::Recogniser& recogniser,
                                           const Page& captured, int number,
                                           const PageOptions& options);

}  // namespace tangthu::archive
