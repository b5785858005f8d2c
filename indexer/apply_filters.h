// The filters of a query on the documents of one segment.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
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

// As fold() has it; nothing where a document has none.
using FoldedValue = std::optional<std::string>;

// Takes out of `documents` those of which no column has a value that `passes`: it is
// asked once for each value of a column. Thread rule and errors as above.
Result<void> keep_by_value(const Segment& segment,
                           std::initializer_list<WordColumn> columns,
                           const std::function<bool(const FoldedValue&)>& passes,
                           OrdinalSet& documents);

}  // namespace tangthu::indexer
