// What a search must answer, by docs/INDEX.md's "Meaning of a query", from whole
// documents: every document is read word by word for every query. No lists of postings,
// nothing kept from one query to the next: clear, not fast. What an evaluator finds is
// held to it, to the last bit of the score (indexer/scoring.h).
//
// Where INDEX.md leaves room, it is read like this:
// - a term that `word*` stands for is a folded term; a marked one in mode X where the
//   prefix was typed with marks;
// - a document without `number` has no such field, whatever its `symbol`;
// - clauses with an excluded one between them are no neighbours, nor is one with ~N;
// - word~ stands for the fifty cheapest folded words (fuzzy.h) of the field in question;
// - words near each other stand all in the text or all in fields, be they different ones.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/id.h"
#include "indexer/analysis.h"
#include "indexer/packet.h"
#include "indexer/query.h"

namespace tangthu::indexer {

struct Ranked {
  DocumentId id;
  // 0: matches in mode X and every run stands together; 1: in mode X;
  // 2, 3: the same in mode F. Before the score goes what fuzzy words cost, in quarters.
  int tier = 0;
  int cost = 0;
  double score = 0;

  bool operator==(const Ranked&) const = default;
};

enum class DayOrder : std::uint8_t { kNewest, kOldest };

class Reference {
 public:
  // In place of what the id had before, if it had anything. The source keeps the limits
  // of packet.h.
  void add(const DocumentId& id, const PacketSource& source);
  void remove(const DocumentId& id);
  // All that match, best first.
  std::vector<Ranked> search(const Query& query) const;
  // The same documents by the field `date` where it is a day (2020-03-05); those without
  // come last, equal ones by id.
  std::vector<DocumentId> by_day(const Query& query, DayOrder order) const;

 private:
  // What stands at one position: a word, and the code or date that begins with it.
  using Place = std::vector<Token>;
  // Words that phrases may run over.
  using Stretch = std::vector<Place>;
  struct Document {
    std::vector<Stretch> everywhere;        // the pages, then each field
    std::map<std::string, Stretch> fields;  // `number` goes on into `symbol`
    std::map<FilterField, std::string> values;
    std::uint8_t length_code = 0;
  };
  class Search;

  static void append(Stretch& stretch, const std::string& text);

  std::map<DocumentId, Document> documents_;
};

}  // namespace tangthu::indexer
