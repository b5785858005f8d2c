// What the fuzzy words of a query stand for in what is searched.
#pragma once

#include <vector>

#include "indexer/evaluate.h"
#include "indexer/plan.h"

namespace tangthu::indexer {

// Fills Term::like of all fuzzy words, from the living documents of all segments: the
// same for the same documents, however they are spread. Errors: those of the segments.
Result<void> expand_fuzzy(Plan& plan, const std::vector<SegmentView>& segments);

}  // namespace tangthu::indexer
