// The filters of a query on the documents of one segment.
#pragma once

#include <optional>
#include <vector>

#include "base/level.h"
#include "base/result.h"
#include "indexer/filter.h"
#include "indexer/ordinal_set.h"
#include "indexer/segment.h"

namespace tangthu::indexer {

// Takes out of `documents` what one of the filters doesn't let through. `label`: of all
// documents of the segment; without one, no level and no compartment passes. Thread rule:
// pure. Errors: those of the segment.
Result<void> apply_filters(const std::vector<Filter>& filters, const Segment& segment,
                           const std::optional<Label>& label, OrdinalSet& documents);

}  // namespace tangthu::indexer
