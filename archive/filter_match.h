// What a filter (search.h) lets through: of records, and of segments by their columns.
// Thread rule: pure.
#pragma once

#include "archive/search.h"
#include "indexer/ordinal_set.h"
#include "indexer/segment.h"

namespace tangthu::archive {

bool matches(const Filter& filter, const Label& label, const Record& record);

// The filter must outlive it.
class ColumnFilter {
 public:
  explicit ColumnFilter(const Filter& filter) : filter_(filter) {}

  bool empty() const;
  // Removes from `documents` what it does not let through. Errors: those of the segment.
  Result<void> apply(const Label& label, const indexer::Segment& segment,
                     indexer::OrdinalSet& documents) const;

 private:
  void keep_dates(const indexer::Columns& columns, indexer::OrdinalSet& documents) const;

  const Filter& filter_;
};

}  // namespace tangthu::archive
