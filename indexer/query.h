// Queries and their ranking over packets.
//
//   query  = clause+            all must match, unless joined by OR
//   clause = [+|-] (word | "phrase" | name:word | name:"phrase")
//
// A word with a mark matches as marked first and folded after; a word without any finds
// all. docs/SEARCH.md has the grammar with examples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "indexer/packet.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxQueryBytes = 1024;

struct Term {
  std::string marked;
  std::string folded;
  bool has_marks = false;
};

struct Clause {
  enum class Need { kShould, kMust, kMustNot };
  Need need = Need::kMust;
  std::string field;        // empty: the text and all fields
  std::vector<Term> terms;  // more than one: a phrase
};

struct Query {
  std::vector<Clause> clauses;
};

// kUsage with the place of the mistake in the error's subject.
Result<Query> parse_query(std::string_view text);

struct Hit {
  DocumentId id;
  double score = 0;
  std::vector<int> pages;          // 1-based pages with a match, ascending; at most 100
  std::vector<std::string> words;  // folded terms that matched, for the snippet
};

// Okapi BM25 (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75) over what was added; folded
// matches of a marked word count half. Statistics come from the added packets alone.
class Ranking {
 public:
  explicit Ranking(Query query);
  // Looks at one packet; keeps only what the ranking needs.
  void add(const DocumentId& id, const Packet& packet);
  // Best first, ties by id; at most `limit`.
  std::vector<Hit> best(std::size_t limit) const;

 private:
  struct Candidate;
  Query query_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> document_frequency_;
  std::uint64_t documents_ = 0;
  std::uint64_t tokens_ = 0;
};

// About `width` characters of `text` around the best group of matches, on one line.
std::string make_snippet(std::string_view text,
                         const std::vector<std::string>& folded_words,
                         std::size_t width = 160);

}  // namespace tangthu::indexer
