#include "indexer/suggest.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/unicode.h"
#include "indexer/field_terms.h"
#include "indexer/fuzzy.h"

namespace tangthu::indexer {
namespace {

constexpr std::size_t kLeastLetters = 3;

struct Candidate {
  double cost = 0;
  std::uint64_t documents = 0;
  std::map<std::string, std::uint64_t> marked;  // with how many documents of each
};

using Candidates = std::map<std::string, Candidate>;  // by folded term

Result<Candidates> find_candidates(const Term& term, std::string_view field,
                                   const std::vector<SegmentView>& segments) {
  const std::u32string word = to_code_points(term.folded);
  const double most = most_fuzzy_cost(word);
  Candidates out;
  for (const SegmentView& view : segments) {
    FieldTerms terms(view, field);
    // Only looks: what counts is kept here.
    FuzzySearch search(term.folded, most);
    TRY(search.read(terms, [&](std::string_view like) -> Result<bool> {
      const std::uint64_t documents = TRY(terms.living());
      if (documents == 0) return false;
      Candidate& candidate = out[std::string(like)];
      candidate.cost = fuzzy_cost(word, to_code_points(like), most).value_or(most);
      candidate.documents += documents;
      for (const TermVariant& variant : terms.group().variants)
        candidate.marked[variant.marked] += variant.documents;
      return false;
    }));
  }
  return out;
}

// With the most documents; of equals the first in byte order.
std::string most_frequent(const Candidate& candidate) {
  const auto best =
      std::max_element(candidate.marked.begin(), candidate.marked.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return best->first;
}

// Living documents that have the term itself, with any marks.
Result<std::uint64_t> count_documents(const Term& term, std::string_view field,
                                      const std::vector<SegmentView>& segments) {
  std::uint64_t out = 0;
  for (const SegmentView& view : segments) {
    FieldTerms terms(view, field);
    const auto found = TRY(terms.seek(term.folded));
    if (found && *found == term.folded) out += TRY(terms.living());
  }
  return out;
}

std::uint64_t count_living(const std::vector<SegmentView>& segments) {
  std::uint64_t out = 0;
  for (const SegmentView& view : segments)
    out += view.segment.documents() - view.dead_count;
  return out;
}

bool is_number(std::string_view term) {
  return std::all_of(term.begin(), term.end(), is_digit);
}

std::optional<Suggestion> choose(const Term& term, std::uint64_t documents,
                                 const Candidates& candidates) {
  const Candidates::value_type* best = nullptr;
  for (const auto& candidate : candidates) {
    if (candidate.first == term.folded) continue;
    if (documents * kTinyShare > candidate.second.documents) continue;
    const auto worth = [](const Candidate& c) {
      return std::tuple(-c.cost, c.documents);
    };
    if (best == nullptr || worth(candidate.second) > worth(best->second)) {
      best = &candidate;
    }
  }
  if (best == nullptr) return std::nullopt;
  return Suggestion{term.marked, most_frequent(best->second), best->second.documents};
}

bool may_be_misspelt(const Clause& clause, const Term& term) {
  return clause.need != Clause::Need::kMustNot && !clause.whole && !term.is_prefix &&
         !term.is_fuzzy && to_code_points(term.folded).size() >= kLeastLetters;
}

}  // namespace

Result<std::vector<Suggestion>> suggest(const Query& query,
                                        const std::vector<SegmentView>& segments) {
  std::vector<Suggestion> out;
  const std::uint64_t living = count_living(segments);
  for (const Clause& clause : query.clauses) {
    for (const Term& term : clause.terms) {
      if (!may_be_misspelt(clause, term)) continue;
      const std::uint64_t own = TRY(count_documents(term, clause.field, segments));
      // Whole dictionaries are gone through only where something may come of it.
      if (own * kTinyShare > living || (own > 0 && is_number(term.folded))) continue;
      auto suggestion =
          choose(term, own, TRY(find_candidates(term, clause.field, segments)));
      const bool is_new =
          suggestion && std::find(out.begin(), out.end(), *suggestion) == out.end();
      if (is_new) out.push_back(std::move(*suggestion));
    }
  }
  return out;
}

}  // namespace tangthu::indexer
