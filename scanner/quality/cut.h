// Ink that runs out of the picture: letters that the edge of the scan cuts.
#pragma once

#include "base/page.h"

namespace tangthu::scanner {

// Marks of a letter's size that touch an edge of the page, on the side that has most.
// Grey below `ink` is ink. Dark borders of the scan are too long for marks. On what was
// captured: cleaning takes away what is dark at the edge.
int count_cut_marks(const Page& captured, double ink);

}  // namespace tangthu::scanner
