// Where many documents have two words, but few have them next to each other: both words'
// positions are gone through once, list by list, which costs a fraction of looking into
// each document. Thread rule: any thread; 2 MiB of memory for each that has used it.
// Errors: those of the lists.
#pragma once

#include "indexer/ordinal_set.h"
#include "indexer/term_hits.h"

namespace tangthu::indexer {

// From so many documents on it is worth it.
inline constexpr std::size_t kSieveFrom = 500;

// Those of `documents` where `right` stands nowhere directly behind `left`; not all of
// them: positions count by their last eight bits.
Result<OrdinalSet> find_apart(TermHits& left, TermHits& right,
                              const OrdinalSet& documents);

}  // namespace tangthu::indexer
