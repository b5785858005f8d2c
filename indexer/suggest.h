// What a misspelt word of a query was perhaps meant to be.
//
// Everything comes from the living documents of the segments that are given: nothing is
// proposed that a search of the session could not find, and no list of words is used.
// Thread rule: pure. Errors: those of the segments.
#pragma once

#include <string>
#include <vector>

#include "indexer/evaluate.h"
#include "indexer/query.h"

namespace tangthu::indexer {

// A word that so many times fewer documents have than the one proposed is misspelt.
inline constexpr std::uint64_t kTinyShare = 100;

struct Suggestion {
  std::string word;             // of the query, as marked there
  std::string proposal;         // marked as most documents have it
  std::uint64_t documents = 0;  // that have the proposal, with any marks

  bool operator==(const Suggestion&) const = default;
};

// Of each word of three letters and more that no document has, or hardly any beside its
// likeness: the one of the least cost (fuzzy.h), of equals the most frequent, then the
// first in byte order. Words of codes, prefixes, fuzzy and excluded ones have none, nor
// have numbers that some document has, and words for which there is nothing like. In the
// order of the query.
Result<std::vector<Suggestion>> suggest(const Query& query,
                                        const std::vector<SegmentView>& segments);

}  // namespace tangthu::indexer
