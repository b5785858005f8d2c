// What a filter (search.h) lets through: of records, and of segments by their columns.
// Thread rule: pure.
#pragma once

#include <vector>

#include "archive/search.h"
#include "indexer/ordinal_set.h"
#include "indexer/segment.h"

namespace tangthu::archive {

bool matches(const Filter& filter, const Label& label, const Record& record);

// What a query can say as well: level, dossier and dates.
std::vector<indexer::Filter> index_filters(const Filter& filter);

// The rest, type and agency. Takes out of `documents` what it doesn't let through.
// Errors: those of the segment.
Result<void> keep_matching(const Filter& filter, const indexer::Segment& segment,
                           indexer::OrdinalSet& documents);

}  // namespace tangthu::archive
