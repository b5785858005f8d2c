#include "indexer/plan.h"

#include <algorithm>

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

bool can_run(const Clause& clause) {
  return clause.need == Need::kMust && clause.field.empty() && clause.near == 0;
}

bool has_fuzzy_word(const Clause& clause) {
  return std::any_of(clause.terms.begin(), clause.terms.end(),
                     [](const Term& term) { return term.is_fuzzy; });
}

bool is_marked(const Clause& clause) {
  return std::any_of(clause.terms.begin(), clause.terms.end(),
                     [](const Term& term) { return term.has_marks; });
}

}  // namespace

Plan::Plan(const Query& query) : filters(query.filters) {
  Run run;
  const auto end_run = [&] {
    run.end = clauses.size();
    if (run.end - run.begin > 1) runs.push_back(run);
    run = Run{run.end, run.end};
  };
  for (const Clause& clause : query.clauses) {
    groups = std::max(groups, clause.group + 1);
    if (clause.need == Need::kMustNot) {
      excluded.push_back(clause);
      end_run();
      continue;
    }
    has_marks = has_marks || is_marked(clause);
    has_fuzzy = has_fuzzy || has_fuzzy_word(clause);
    if (!can_run(clause)) {
      end_run();
      clauses.push_back(clause);
      run.begin = clauses.size();
      continue;
    }
    clauses.push_back(clause);
  }
  end_run();
}

}  // namespace tangthu::indexer
