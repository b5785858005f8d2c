// Where a clause of a query matches one packet.
#pragma once

#include <cstdint>
#include <vector>

#include "indexer/packet.h"
#include "indexer/query.h"

namespace tangthu::indexer {

struct Match {
  std::uint32_t first;  // position of the first word and of the last
  std::uint32_t last;
  bool exact;  // every word that was typed with marks stands with the same marks
};

// Ordered by position, one at most for each. The need and the group don't matter here.
std::vector<Match> find_matches(const Packet& packet, const Clause& clause);

}  // namespace tangthu::indexer
