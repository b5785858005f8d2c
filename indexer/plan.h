// A query made ready for ranking.
#pragma once

#include <cstdint>
#include <vector>

#include "indexer/query.h"

namespace tangthu::indexer {

struct Plan {
  std::vector<Clause> clauses;   // as in the query, without the excluded ones
  std::vector<Clause> excluded;  // a marked word only as marked
  // Clauses that follow each other, all their words as one phrase: only runs of two
  // clauses or more.
  struct Run {
    std::size_t begin = 0;  // indices into `clauses`, half open
    std::size_t end = 0;
  };
  std::vector<Run> runs;
  std::vector<Filter> filters;
  std::uint32_t groups = 0;
  bool has_marks = false;
  bool has_fuzzy = false;

  explicit Plan(const Query& query);
};

}  // namespace tangthu::indexer
