#include "indexer/match.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace tangthu::indexer {
namespace {

// The positions that a clause may match at, and how they are counted there.
class Scope {
 public:
  Scope(const Packet& packet, const Clause& clause) {
    if (clause.field.empty()) return;
    everywhere_ = false;
    range_ = packet.field_range(clause.field);
    // People write number and symbol as one code: so:582/QĐ-SGDĐT.
    if (clause.field == "number" && clause.terms.size() > 1) {
      continued_ = packet.field_range("symbol");
    }
  }

  // The position as phrases count it; nothing when outside.
  std::optional<std::uint32_t> place(std::uint32_t position) const {
    if (everywhere_) return position;
    if (range_ && range_->contains(position)) return position;
    if (range_ && continued_ && continued_->contains(position)) {
      return range_->end + (position - continued_->begin);
    }
    return std::nullopt;
  }

 private:
  bool everywhere_ = true;
  std::optional<PositionRange> range_;
  std::optional<PositionRange> continued_;
};

std::vector<Match> find_term(const Packet& packet, const Term& term, const Scope& scope) {
  const auto extent = term.is_prefix ? Extent::kPrefix : Extent::kWhole;
  std::vector<Match> found;
  for (const Occurrence& at : packet.occurrences(term.folded, term.marked, extent)) {
    const auto place = scope.place(at.position);
    if (place) found.push_back({*place, *place, at.exact || !term.has_marks});
  }
  return found;
}

// Those of `phrase` that `next` follows directly, with it added.
std::vector<Match> followed_by(const std::vector<Match>& phrase,
                               const std::vector<Match>& next) {
  std::vector<Match> longer;
  auto at = next.begin();
  for (const Match& match : phrase) {
    while (at != next.end() && at->first <= match.last) {
      ++at;
    }
    if (at == next.end()) break;
    if (at->first == match.last + 1) {
      longer.push_back({match.first, at->last, match.exact && at->exact});
    }
  }
  return longer;
}

std::vector<Match> united(const std::vector<Match>& a, const std::vector<Match>& b) {
  std::vector<Match> all;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all),
             [](const Match& x, const Match& y) {
               return x.first != y.first ? x.first < y.first : x.exact > y.exact;
             });
  const auto last =
      std::unique(all.begin(), all.end(),
                  [](const Match& x, const Match& y) { return x.first == y.first; });
  all.erase(last, all.end());
  return all;
}

}  // namespace

std::vector<Match> find_matches(const Packet& packet, const Clause& clause) {
  const Scope scope(packet, clause);
  std::vector<Match> found;
  for (std::size_t i = 0; i < clause.terms.size(); ++i) {
    const auto next = find_term(packet, clause.terms[i], scope);
    found = i == 0 ? next : followed_by(found, next);
    if (found.empty()) break;
  }
  if (!clause.whole) return found;
  return united(found, find_term(packet, *clause.whole, scope));
}

}  // namespace tangthu::indexer
