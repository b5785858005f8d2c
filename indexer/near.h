// Words that stand near each other, in any order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "indexer/clause_hits.h"

namespace tangthu::indexer {

// `positions`: of each word, ascending. A match is a position of any of the words from
// which on, within `near` positions, every word stands; it ends where the last of them
// first does. Ordered by position, each once. Positions count on from page to page and,
// out of reach of the text (inverter.h), from field to field, one left out between. Pure.
std::vector<Span> near_matches(std::span<const std::span<const std::uint32_t>> positions,
                               std::uint32_t near);

}  // namespace tangthu::indexer
