// Cleaning: a captured page → derivatives that can be read. The master is never touched.
//
// Stages, one a file in this folder, each with its source: orientation, deskew, dewarp,
// border, red/blue separation, light, despeckle; and before them spread (spread.h). A
// stage that is unsure does nothing and says so. Thread rule: clean_page may run on any
// number of threads; each call uses one.
#pragma once

#include <optional>
#include <vector>

#include "base/page_map.h"
#include "base/result.h"
#include "scanner/clean/stage_report.h"

namespace tangthu::scanner {

struct CleanOptions {
  // 0, 90, 180 or 270: turn clockwise by this much instead of finding the orientation;
  // -1: find it.
  int turn_degrees = -1;
  // Without orientation the page stays as it lies unless `turn_degrees` says otherwise.
  StageSet left_out = {};
};

// All four pages have the same size and geometry: upright, straight, at `dpi` of ink.
struct CleanedPage {
  Page upright;  // colour (or grey) as captured, only turned, straightened and flattened
  Page ink;      // grey, for recognition: light flattened, seal and stamp colours removed
  Page red;      // grey, the red layer alone (dark = red ink); white where there is none
  Page blue;     // the same of blue ink (pens, digital signatures); `ink` has it too
  // Of a page captured without colour: ink stretched so far that a faded stamp is dark
  // too, and what shines through. For finding stamps, not for reading.
  std::optional<Page> pale;
  // From pixels of these pages to pixels of the captured page.
  PageMap to_master;
  int turn_degrees = 0;             // clockwise turn that was applied
  double turn_confidence = 0;       // 0–1
  double skew_degrees = 0;          // skew found and removed; positive: text ran downhill
  bool blank = false;               // nothing to read on it; flagged, never dropped
  bool has_red = false;             // the red layer is not empty
  bool has_blue = false;            // the blue layer is not empty
  double x_height = 0;              // of the text, in captured pixels; 0: unknown
  std::vector<StageReport> stages;  // one a stage, in their order
};

// Errors: kBadInput when the page is too small to hold text; never for an odd look.
Result<CleanedPage> clean_page(const Page& captured, const CleanOptions& options = {});

}  // namespace tangthu::scanner
