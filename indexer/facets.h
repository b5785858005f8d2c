// How the documents that a query found are spread over kinds, bodies and years.
//
// Only what evaluate() counted is counted: what a session can't open has no part in it.
// Thread rule: pure. Errors: those of the segments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/evaluate.h"

namespace tangthu::indexer {

struct FacetValue {
  std::string value;
  std::uint64_t documents = 0;

  bool operator==(const FacetValue&) const = default;
};

// Every document is in one of the values or without any.
struct Facet {
  std::vector<FacetValue> values;
  std::uint64_t without = 0;

  bool operator==(const Facet&) const = default;
};

// Types and bodies that fold alike are one value, written as most documents have it (of
// equals the first in byte order); the most frequent first, equals in byte order of their
// folded form. Years of the date of issue: the latest first.
struct Facets {
  Facet types;
  Facet agencies;
  Facet years;

  bool operator==(const Facets&) const = default;
};

// `documents`: of each segment (Answer::documents).
Result<Facets> count_facets(const std::vector<SegmentView>& segments,
                            const std::vector<OrdinalSet>& documents);

}  // namespace tangthu::indexer
