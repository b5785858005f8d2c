#include "tests/indexer/reference.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "base/clock.h"
#include "base/unicode.h"
#include "indexer/fuzzy.h"
#include "indexer/scoring.h"

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

// Exact: a word that was typed with marks asks for them. Folded: none does.
enum class Mode : std::uint8_t { kExact, kFolded };

bool asks_for_marks(const Term& term, Mode mode) {
  return mode == Mode::kExact && term.has_marks;
}

bool is(const Token& token, const Term& term, Mode mode) {
  if (term.is_fuzzy) {
    return std::any_of(term.like.begin(), term.like.end(), [&](const FuzzyTerm& like) {
      return like.folded == token.folded;
    });
  }
  if (term.is_prefix) {
    return token.kind == TokenKind::kWord && token.folded.starts_with(term.folded) &&
           (!asks_for_marks(term, mode) || token.marked.starts_with(term.marked));
  }
  return token.folded == term.folded &&
         (!asks_for_marks(term, mode) || token.marked == term.marked);
}

bool is_iso_day(const std::string& text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  return text.size() == kShape.size() &&
         std::equal(text.begin(), text.end(), kShape.begin(), [](char c, char shape) {
           return shape == '-' ? c == '-' : c >= '0' && c <= '9';
         });
}

// "2020-03-05" → "20200305"
std::string digits_of(std::string text) {
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text;
}

// What filters look at; figures as such.
std::map<FilterField, std::string> values_of(
    const std::map<std::string, std::string>& fields) {
  std::map<FilterField, std::string> out;
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    if (name == "date" && is_iso_day(value)) out[FilterField::kDate] = digits_of(value);
    if (name == "dossier") out[FilterField::kDossier] = fold(value);
    if (name == "fonds") out[FilterField::kFonds] = fold(value);
    if (name == "@review") out[FilterField::kReview] = "1";
    if (name == "@added") {
      out[FilterField::kAdded] = digits_of(format_utc(std::stoull(value)).substr(0, 10));
    }
  }
  return out;
}

// The figures that a number begins with; empty: none.
std::string leading_number(const std::string& word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits < 10 ? word.substr(0, digits) : std::string();
}

// What the query asks besides its clauses.
struct Neighbours {
  std::vector<std::vector<Term>> pairs;
  std::vector<std::vector<Term>> runs;  // of two clauses or more
};

Neighbours neighbours_of(const Query& query) {
  Neighbours out;
  std::vector<Term> run;
  int clauses = 0;
  const auto end_run = [&] {
    if (clauses > 1) out.runs.push_back(run);
    run.clear();
    clauses = 0;
  };
  for (const Clause& clause : query.clauses) {
    if (clause.need != Need::kMust || !clause.field.empty() || clause.near > 0) {
      end_run();
      continue;
    }
    if (clauses > 0) out.pairs.push_back({run.back(), clause.terms.front()});
    run.insert(run.end(), clause.terms.begin(), clause.terms.end());
    ++clauses;
  }
  end_run();
  return out;
}

}  // namespace

// One query over all documents.
class Reference::Search {
 public:
  Search(const std::map<DocumentId, Document>& documents, const Query& query)
      : documents_(documents),
        query_(expanded(query)),
        neighbours_(neighbours_of(query_)),
        scoring_(documents.size(), total_length()) {}

  std::vector<Ranked> run() const {
    const Weights exact = weights(Mode::kExact);
    const Weights folded = weights(Mode::kFolded);
    std::vector<Ranked> found;
    for (const auto& [id, document] : documents_) {
      if (is_excluded(document) || !passes(document)) continue;
      if (matches(document, Mode::kExact)) {
        found.push_back(ranked(id, document, Mode::kExact, exact));
      } else if (matches(document, Mode::kFolded)) {
        found.push_back(ranked(id, document, Mode::kFolded, folded));
      }
    }
    std::sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
      if (a.tier != b.tier) return a.tier < b.tier;
      if (a.cost != b.cost) return a.cost < b.cost;
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return found;
  }

 private:
  // Of the clauses (0 for excluded ones) and of the pairs.
  struct Weights {
    std::vector<double> clauses;
    std::vector<double> pairs;
  };

  Query expanded(Query query) const {
    for (Clause& clause : query.clauses) {
      for (Term& term : clause.terms) {
        if (term.is_fuzzy) term.like = terms_like(term, clause.field);
      }
    }
    return query;
  }

  // The cheapest of all words that stand in the field, of equals the first.
  std::vector<FuzzyTerm> terms_like(const Term& term, const std::string& field) const {
    const std::u32string word = to_code_points(term.folded);
    std::set<std::pair<double, std::string>> by_cost;
    for (const auto& [id, document] : documents_) {
      for (const Stretch& stretch : scope(document, field)) {
        for (const Place& place : stretch) {
          const std::string& known = place.front().folded;
          const auto cost =
              fuzzy_cost(word, to_code_points(known), most_fuzzy_cost(word));
          if (cost) by_cost.emplace(*cost, known);
        }
      }
    }
    std::vector<FuzzyTerm> out;
    for (const auto& [cost, known] : by_cost) {
      if (out.size() < kMaxFuzzyTerms) out.push_back({known, cost});
    }
    return out;
  }

  bool passes(const Document& document) const {
    return std::all_of(query_.filters.begin(), query_.filters.end(),
                       [&](const Filter& filter) { return passes(document, filter); });
  }

  static bool passes(const Document& document, const Filter& filter) {
    const auto at = document.values.find(filter.field);
    std::optional<std::string_view> text;
    if (at != document.values.end()) text = at->second;
    if (!filter.texts.empty()) return filter.passes(text);
    if (filter.field == FilterField::kReview) {
      return filter.passes(std::optional<std::uint32_t>(text ? 1 : 0));
    }
    std::optional<std::uint32_t> number;
    if (text) number = static_cast<std::uint32_t>(std::stoul(std::string(*text)));
    return filter.passes(number);
  }

  std::uint64_t total_length() const {
    std::uint64_t sum = 0;
    for (const auto& [id, document] : documents_) {
      sum += length_of(document.length_code);
    }
    return sum;
  }

  static std::span<const Stretch> scope(const Document& document,
                                        const std::string& field) {
    if (field.empty()) return document.everywhere;
    const auto at = document.fields.find(field);
    if (at == document.fields.end()) return {};
    return {&at->second, 1};
  }

  static bool stands_at(const Place& place, const Term& term, Mode mode) {
    return std::any_of(place.begin(), place.end(),
                       [&](const Token& token) { return is(token, term, mode); });
  }

  static bool phrase_at(const Stretch& stretch, std::size_t at,
                        const std::vector<Term>& terms, Mode mode) {
    if (terms.size() > stretch.size() - at) return false;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (!stands_at(stretch[at + i], terms[i], mode)) return false;
    }
    return true;
  }

  // Positions of first words.
  static std::uint32_t count(const Document& document, const std::vector<Term>& terms,
                             const std::optional<Term>& whole, const std::string& field,
                             Mode mode) {
    std::uint32_t positions = 0;
    for (const Stretch& stretch : scope(document, field)) {
      for (std::size_t at = 0; at < stretch.size(); ++at) {
        if (phrase_at(stretch, at, terms, mode) ||
            (whole && stands_at(stretch[at], *whole, mode))) {
          ++positions;
        }
      }
    }
    return positions;
  }
  static std::uint32_t count(const Document& document, const Clause& clause, Mode mode) {
    if (clause.near > 0) return count_near(document, clause, mode);
    return count(document, clause.terms, clause.whole, clause.field, mode);
  }
  // Places of one of the words from which on, in reach, all stand. The pages are for
  // themselves; before each field one position is left out.
  static std::uint32_t count_near(const Document& document, const Clause& clause,
                                  Mode mode) {
    std::uint32_t out = 0;
    std::vector<const Place*> places;
    const auto end_part = [&] {
      for (std::size_t at = 0; at < places.size(); ++at)
        out += near_at(places, at, clause, mode) ? 1 : 0;
      places.clear();
    };
    for (const Stretch& stretch : scope(document, clause.field)) {
      places.push_back(nullptr);
      for (const Place& place : stretch)
        places.push_back(&place);
      if (&stretch == document.everywhere.data()) end_part();
    }
    end_part();
    return out;
  }
  static bool near_at(const std::vector<const Place*>& places, std::size_t at,
                      const Clause& clause, Mode mode) {
    const auto stands = [&](std::size_t i, const Term& term) {
      return places[i] != nullptr && stands_at(*places[i], term, mode);
    };
    const auto here = [&](const Term& term) { return stands(at, term); };
    const auto in_reach = [&](const Term& term) {
      for (std::size_t i = at; i < places.size() && i - at <= clause.near; ++i) {
        if (stands(i, term)) return true;
      }
      return false;
    };
    const auto& terms = clause.terms;
    return std::any_of(terms.begin(), terms.end(), here) &&
           std::all_of(terms.begin(), terms.end(), in_reach);
  }
  static std::uint32_t count(const Document& document, const std::vector<Term>& phrase,
                             Mode mode) {
    return count(document, phrase, std::nullopt, {}, mode);
  }

  bool is_excluded(const Document& document) const {
    return std::any_of(query_.clauses.begin(), query_.clauses.end(),
                       [&](const Clause& clause) {
                         return clause.need == Need::kMustNot &&
                                count(document, clause, Mode::kExact) > 0;
                       });
  }

  // Every group has a clause that matches, and all of its compulsory ones do.
  bool matches(const Document& document, Mode mode) const {
    std::map<std::uint32_t, bool> served;
    for (const Clause& clause : query_.clauses) {
      if (clause.need == Need::kMustNot) continue;
      const bool holds = count(document, clause, mode) > 0;
      if (!holds && clause.need == Need::kMust) return false;
      served[clause.group] = served[clause.group] || holds;
    }
    return std::all_of(served.begin(), served.end(),
                       [](const auto& group) { return group.second; });
  }

  // The terms of a document that `term` stands for.
  static std::set<std::string> stood_for(const Document& document, const Term& term,
                                         const std::string& field, Mode mode) {
    std::set<std::string> out;
    for (const Stretch& stretch : scope(document, field)) {
      for (const Place& place : stretch) {
        for (const Token& token : place) {
          if (!is(token, term, mode)) continue;
          out.insert(asks_for_marks(term, mode) ? token.marked : token.folded);
        }
      }
    }
    return out;
  }

  double idf(const Term& term, const std::string& field, Mode mode) const {
    std::uint64_t with = 0;
    for (const auto& [id, document] : documents_) {
      with += stood_for(document, term, field, mode).size();
    }
    return scoring_.idf(std::min<std::uint64_t>(with, documents_.size()));
  }

  Weights weights(Mode mode) const {
    Weights out;
    for (const Clause& clause : query_.clauses) {
      double sum = 0;
      if (clause.need != Need::kMustNot) {
        for (const Term& term : clause.terms) {
          sum += idf(term, clause.field, mode);
        }
      }
      out.clauses.push_back(sum);
    }
    for (const auto& pair : neighbours_.pairs) {
      out.pairs.push_back(std::min(idf(pair[0], {}, mode), idf(pair[1], {}, mode)));
    }
    return out;
  }

  Ranked ranked(const DocumentId& id, const Document& document, Mode mode,
                const Weights& weights) const {
    const double norm = scoring_.norm(document.length_code);
    double score = 0;
    for (std::size_t i = 0; i < query_.clauses.size(); ++i) {
      if (query_.clauses[i].need == Need::kMustNot) continue;
      score += Scoring::term(weights.clauses[i], count(document, query_.clauses[i], mode),
                             norm);
    }
    for (std::size_t i = 0; i < neighbours_.pairs.size(); ++i) {
      score += Scoring::term(weights.pairs[i],
                             count(document, neighbours_.pairs[i], mode), norm);
    }
    const bool together =
        std::all_of(neighbours_.runs.begin(), neighbours_.runs.end(),
                    [&](const auto& run) { return count(document, run, mode) > 0; });
    const auto misread = static_cast<int>(cost(document, mode) * 4);
    return {id, (mode == Mode::kFolded ? 2 : 0) + (together ? 0 : 1), misread, score};
  }

  // Of each group the cheapest of its clauses that match.
  double cost(const Document& document, Mode mode) const {
    std::map<std::uint32_t, double> groups;
    for (const Clause& clause : query_.clauses) {
      if (clause.need == Need::kMustNot || count(document, clause, mode) == 0) continue;
      double sum = 0;
      for (const Term& term : clause.terms) {
        if (term.is_fuzzy) sum += cheapest(document, clause.field, term);
      }
      const auto [group, is_first] = groups.emplace(clause.group, sum);
      if (!is_first) group->second = std::min(group->second, sum);
    }
    double sum = 0;
    for (const auto& [group, cost] : groups)
      sum += cost;
    return sum;
  }
  static double cheapest(const Document& document, const std::string& field,
                         const Term& term) {
    double least = 1000;
    for (const Stretch& stretch : scope(document, field)) {
      for (const Place& place : stretch) {
        for (const Token& token : place) {
          for (const FuzzyTerm& like : term.like) {
            if (like.folded == token.folded) least = std::min(least, like.cost);
          }
        }
      }
    }
    return least;
  }

  const std::map<DocumentId, Document>& documents_;
  Query query_;  // fuzzy words expanded
  Neighbours neighbours_;
  Scoring scoring_;
};

void Reference::append(Stretch& stretch, const std::string& text) {
  for (Token& token : analyse(text)) {
    if (token.kind == TokenKind::kWord) stretch.emplace_back();
    stretch.back().push_back(std::move(token));
  }
}

void Reference::add(const DocumentId& id, const PacketSource& source) {
  Document document;
  document.everywhere.emplace_back();
  for (const std::string& text : source.page_texts) {
    append(document.everywhere.back(), text);
  }
  for (const auto& [name, value] : source.fields) {
    document.everywhere.emplace_back();
    if (name.front() == kAttribute) continue;
    append(document.everywhere.back(), value);
    document.fields[name] = document.everywhere.back();
  }
  if (source.fields.contains("number") && source.fields.contains("symbol")) {
    append(document.fields["number"], source.fields.at("symbol"));
  }
  document.values = values_of(source.fields);
  const Stretch& number = document.fields["number"];
  if (!number.empty()) {
    const std::string figures = leading_number(number.front().front().folded);
    if (!figures.empty()) document.values[FilterField::kNumber] = figures;
  }
  std::size_t words = 0;
  for (const Stretch& stretch : document.everywhere) {
    words += stretch.size();
  }
  document.length_code = length_code(static_cast<std::uint32_t>(words));
  documents_.insert_or_assign(id, std::move(document));
}

void Reference::remove(const DocumentId& id) {
  documents_.erase(id);
}

std::vector<Ranked> Reference::search(const Query& query) const {
  return Search(documents_, query).run();
}

std::vector<DocumentId> Reference::by_day(const Query& query, DayOrder order) const {
  std::vector<DocumentId> out;
  for (const Ranked& found : search(query)) {
    out.push_back(found.id);
  }
  const auto day = [this](const DocumentId& id) {
    const auto& values = documents_.at(id).values;
    const auto at = values.find(FilterField::kDate);
    return at == values.end() ? std::string() : at->second;
  };
  std::sort(out.begin(), out.end(), [&](const DocumentId& a, const DocumentId& b) {
    const std::string day_a = day(a);
    const std::string day_b = day(b);
    if (day_a.empty() != day_b.empty()) return day_b.empty();
    if (day_a != day_b) return order == DayOrder::kNewest ? day_a > day_b : day_a < day_b;
    return a < b;
  });
  return out;
}

}  // namespace tangthu::indexer
