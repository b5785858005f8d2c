#include "indexer/ranking.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "indexer/match.h"
#include "indexer/plan.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;
using Matches = std::vector<Match>;

bool any_exact(const Matches& matches) {
  return std::any_of(matches.begin(), matches.end(),
                     [](const Match& match) { return match.exact; });
}

float frequency(const Matches& matches) {
  double sum = 0;
  for (const Match& match : matches) {
    sum += match.exact ? 1.0 : kFoldedWeight;
  }
  return static_cast<float>(sum);
}

bool is_excluded(const Plan& plan, const Packet& packet) {
  return std::any_of(
      plan.excluded.begin(), plan.excluded.end(),
      [&](const Clause& clause) { return any_exact(find_matches(packet, clause)); });
}

// Whether every group of the query has what it needs, by `holds` of each clause.
template <typename Holds>
bool all_groups(const Plan& plan, Holds holds) {
  std::vector<std::uint8_t> served(plan.groups, 1);
  for (const Clause& clause : plan.clauses) {
    served[clause.group] = 0;
  }
  for (std::size_t i = 0; i < plan.clauses.size(); ++i) {
    const Clause& clause = plan.clauses[i];
    if (holds(i)) {
      served[clause.group] = 1;
    } else if (clause.need == Need::kMust) {
      return false;
    }
  }
  return std::find(served.begin(), served.end(), 0) == served.end();
}

// The pages of matches, ascending, each once. Where a run of words stands together, its
// pages say more than those of its single words.
std::vector<std::uint32_t> pages_of(const Plan& plan, const Packet& packet,
                                    const std::vector<Matches>& found,
                                    const std::vector<Matches>& run_found) {
  std::vector<std::uint32_t> pages;
  const auto collect = [&](const Matches& matches) {
    const std::size_t before = pages.size();
    for (const Match& match : matches) {
      for (const std::uint32_t position : {match.first, match.last}) {
        const std::uint32_t page = packet.page_of(position);
        if (page != 0 && (pages.empty() || pages.back() != page)) pages.push_back(page);
      }
    }
    return pages.size() > before;
  };
  std::vector<bool> done(found.size(), false);
  for (std::size_t r = 0; r < plan.runs.size(); ++r) {
    if (!collect(run_found[r])) continue;
    for (std::size_t i = plan.runs[r].begin; i < plan.runs[r].end; ++i) {
      done[i] = true;
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!done[i]) collect(found[i]);
  }
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  if (pages.size() > kMaxHitPages) pages.resize(kMaxHitPages);
  return pages;
}

}  // namespace

struct Ranking::State {
  struct Candidate {
    DocumentId id;
    std::uint32_t tokens = 0;
    std::uint32_t page_count = 0;
    std::size_t pages_at = 0;  // in `pages`
    bool as_marked = false;    // every marked word stands as marked
    bool together = false;     // every run of the query stands as one
  };

  explicit State(const Query& query) : plan(query) {
    document_frequency.resize(unit_count());
  }

  // The units of the sum: the clauses, then the pairs.
  std::size_t unit_count() const { return plan.clauses.size() + plan.pairs.size(); }
  void add(const DocumentId& id, const Packet& packet);
  void add_candidate(const DocumentId& id, const Packet& packet,
                     const std::vector<Matches>& found);
  std::vector<double> weights() const;
  double score(std::size_t candidate, const std::vector<double>& weights,
               double tier) const;
  std::vector<std::string> words(std::size_t candidate) const;

  Plan plan;
  std::vector<Candidate> candidates;
  std::vector<float> frequencies;    // unit_count() for each candidate
  std::vector<std::uint32_t> pages;  // of all candidates, one after the other
  std::vector<std::uint64_t> document_frequency;
  std::uint64_t documents = 0;
  std::uint64_t tokens = 0;
};

void Ranking::State::add(const DocumentId& id, const Packet& packet) {
  ++documents;
  tokens += packet.token_count();
  std::vector<Matches> found;
  found.reserve(plan.clauses.size());
  for (std::size_t i = 0; i < plan.clauses.size(); ++i) {
    found.push_back(find_matches(packet, plan.clauses[i]));
    if (!found.back().empty()) ++document_frequency[i];
  }
  if (!all_groups(plan, [&](std::size_t i) { return !found[i].empty(); })) return;
  if (!is_excluded(plan, packet)) add_candidate(id, packet, found);
}

void Ranking::State::add_candidate(const DocumentId& id, const Packet& packet,
                                   const std::vector<Matches>& found) {
  Candidate candidate{id, packet.token_count(), 0, pages.size(), false, true};
  candidate.as_marked =
      all_groups(plan, [&](std::size_t i) { return any_exact(found[i]); });
  for (const Matches& matches : found) {
    frequencies.push_back(frequency(matches));
  }
  for (std::size_t i = 0; i < plan.pairs.size(); ++i) {
    const Matches matches = find_matches(packet, plan.pairs[i]);
    if (!matches.empty()) ++document_frequency[plan.clauses.size() + i];
    frequencies.push_back(frequency(matches));
  }
  std::vector<Matches> run_found;
  for (const Plan::Run& run : plan.runs) {
    run_found.push_back(find_matches(packet, run.phrase));
    const Matches& matches = run_found.back();
    const bool counts = candidate.as_marked ? any_exact(matches) : !matches.empty();
    candidate.together = candidate.together && counts;
  }
  const auto matched_pages = pages_of(plan, packet, found, run_found);
  candidate.page_count = static_cast<std::uint32_t>(matched_pages.size());
  pages.insert(pages.end(), matched_pages.begin(), matched_pages.end());
  candidates.push_back(candidate);
}

// Inverse document frequency of each unit, in the form that is never negative. That of
// pairs counts only documents that match the query.
std::vector<double> Ranking::State::weights() const {
  std::vector<double> out;
  const auto all = static_cast<double>(documents);
  for (const std::uint64_t count : document_frequency) {
    const auto with = static_cast<double>(count);
    out.push_back(std::log1p((all - with + 0.5) / (with + 0.5)));
  }
  return out;
}

// `tier` is more than any sum of frequencies can reach.
double Ranking::State::score(std::size_t candidate, const std::vector<double>& weights,
                             double tier) const {
  const Candidate& chosen = candidates[candidate];
  const double mean_length = static_cast<double>(tokens) / static_cast<double>(documents);
  const double length = static_cast<double>(chosen.tokens) / mean_length;
  const double damping = kBm25Saturation * (1 - kBm25Length + kBm25Length * length);
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto count = static_cast<double>(frequencies[candidate * weights.size() + i]);
    sum += weights[i] * count * (kBm25Saturation + 1) / (count + damping);
  }
  const bool is_run = !plan.runs.empty();
  if (is_run && chosen.together) sum += tier;
  if (plan.has_marks && chosen.as_marked) sum += is_run ? 2 * tier : tier;
  return sum;
}

std::vector<std::string> Ranking::State::words(std::size_t candidate) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < plan.clauses.size(); ++i) {
    if (frequencies[candidate * unit_count() + i] <= 0) continue;
    for (const Term& term : plan.clauses[i].terms) {
      out.push_back(term.is_prefix ? term.folded + '*' : term.folded);
    }
    if (plan.clauses[i].whole) out.push_back(plan.clauses[i].whole->folded);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Ranking::Ranking(const Query& query) : state_(std::make_unique<State>(query)) {}
Ranking::Ranking(Ranking&&) noexcept = default;
Ranking& Ranking::operator=(Ranking&&) noexcept = default;
Ranking::~Ranking() = default;

void Ranking::add(const DocumentId& id, const Packet& packet) {
  state_->add(id, packet);
}

std::size_t Ranking::size() const {
  return state_->candidates.size();
}

std::vector<Hit> Ranking::best(std::size_t limit) const {
  struct Scored {
    double score;
    std::size_t candidate;
  };
  const std::vector<double> weights = state_->weights();
  double tier = 0;
  for (const double weight : weights) {
    tier += weight * (kBm25Saturation + 1);
  }
  std::vector<Scored> order;
  order.reserve(state_->candidates.size());
  for (std::size_t i = 0; i < state_->candidates.size(); ++i) {
    order.push_back({state_->score(i, weights, tier), i});
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
  const auto& candidates = state_->candidates;
  std::partial_sort(order.begin(), order.begin() + count, order.end(),
                    [&](const Scored& a, const Scored& b) {
                      if (a.score != b.score) return a.score > b.score;
                      return candidates[a.candidate].id < candidates[b.candidate].id;
                    });
  std::vector<Hit> hits;
  for (auto at = order.begin(); at != order.begin() + count; ++at) {
    const auto& chosen = candidates[at->candidate];
    Hit hit{chosen.id, at->score, {}, state_->words(at->candidate)};
    for (std::size_t k = 0; k < chosen.page_count; ++k) {
      hit.pages.push_back(static_cast<int>(state_->pages[chosen.pages_at + k]));
    }
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace tangthu::indexer
