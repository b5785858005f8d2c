#include "indexer/expand.h"

#include "indexer/field_terms.h"
#include "indexer/fuzzy.h"

namespace tangthu::indexer {
namespace {

Result<void> expand(Term& term, std::string_view field,
                    const std::vector<SegmentView>& segments) {
  FuzzySearch search(term.folded);
  for (const SegmentView& view : segments) {
    FieldTerms terms(view, field);
    // Terms that only dead documents have would take the places of others.
    TRY(search.read(terms, [&](std::string_view) -> Result<bool> {
      return view.dead_count == 0 || TRY(terms.living()) > 0;
    }));
  }
  term.like = std::move(search).take();
  return {};
}

}  // namespace

Result<void> expand_fuzzy(Plan& plan, const std::vector<SegmentView>& segments) {
  for (auto* clauses : {&plan.clauses, &plan.excluded}) {
    for (Clause& clause : *clauses) {
      for (Term& term : clause.terms) {
        if (term.is_fuzzy) TRY(expand(term, clause.field, segments));
      }
    }
  }
  return {};
}

}  // namespace tangthu::indexer
