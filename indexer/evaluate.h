// The answer to a query from segments (docs/INDEX.md, "Meaning of a query").
//
// Everything comes from the segments that are given: no number in an answer depends on
// anything else. The answer does not depend on how documents are spread over segments.
// Thread rule: pure; segments may be shared with other threads. Errors: those of the
// segments and of the callbacks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/level.h"
#include "indexer/ordinal_set.h"
#include "indexer/query.h"
#include "indexer/segment.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxHitPages = 100;

// A segment as one search sees it.
struct SegmentView {
  Segment segment;
  OrdinalSet dead;  // members that do not count
  std::size_t dead_count = 0;
  std::function<Result<DocumentId>(std::uint32_t ordinal)> id_of;
  std::optional<Label> label = std::nullopt;  // of all its documents; for filters
};

enum class Order : std::uint8_t { kRelevance, kNewestDate, kOldestDate, kNewestAdded };

struct Demand {
  std::size_t limit = 20;
  std::size_t offset = 0;  // the best that are left out: the pages before
  Order order = Order::kRelevance;
  // Removes what a filter does not let through.
  std::function<Result<void>(std::size_t segment, OrdinalSet& documents)> filter;
  bool count = false;  // how many there are in all; without it only `hits` is filled
};

struct Hit {
  DocumentId id;
  std::size_t segment = 0;  // of those that were given
  std::uint32_t ordinal = 0;
  // 2 where every marked word stands as marked, and 1 more where every run of words
  // stands together: goes before the score.
  int rank = 0;
  // What fuzzy words cost, in quarters (fuzzy.h): the less, the better, before the score.
  std::uint32_t cost = 0;
  double score = 0;
  std::vector<int> pages;          // 1-based pages with a match, ascending; at most 100
  std::vector<std::string> words;  // what is lit up (highlight.h), for the snippet
};

struct Answer {
  std::vector<Hit> hits;  // best first
  std::uint64_t total = 0;
  std::vector<OrdinalSet> documents;  // of each segment, for facets; when counted
};

Result<Answer> evaluate(const Query& query, const std::vector<SegmentView>& segments,
                        const Demand& demand);

}  // namespace tangthu::indexer
