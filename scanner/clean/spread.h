// Two facing pages on one capture → the two pages. To be called before clean_page, once a
// capture. Unsure, it splits nothing.
// Thread rule: as clean_page.
#pragma once

#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "scanner/clean/stage_report.h"

namespace tangthu::scanner {

// One page of a spread: a copy of its part of the capture, at the capture's resolution
// and lying as it lay. What of the other page is inside its rectangle is filled with
// paper.
struct SpreadPage {
  Page page;
  Affine to_capture;  // a shift
};

struct Spread {
  std::vector<SpreadPage> pages;  // two, in reading order; none where it isn't a spread
  // The clockwise turn that brings them upright, for CleanOptions: both pages together
  // said it more surely than one may.
  int turn_degrees = -1;
  StageReport report;
};

// Costs a few milliseconds where the capture can't be a spread, some eighty where it may
// be. Errors: kBadInput as Page::create.
Result<Spread> split_spread(const Page& captured);

}  // namespace tangthu::scanner
