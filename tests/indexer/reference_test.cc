// Packet, query and ranking against a reference that keeps whole documents in memory and
// compares word by word, over random documents and queries.
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "indexer/analysis.h"
#include "indexer/ranking.h"

namespace tangthu::indexer {
namespace {

using Random = std::mt19937;

const char* const kSyllables[] = {"bí",    "bi",    "bị",       "mật",       "mat",
                                  "mất",   "nhà",   "nha",      "nước",      "nuoc",
                                  "quyết", "quyet", "hoà",      "hòa",       "thuỷ",
                                  "5/QĐ",  "5",     "3/4/2020", "2020-04-03"};
const char* const kFields[] = {"agency", "number", "subject"};

std::string pick_word(Random& random) {
  return kSyllables[random() % std::size(kSyllables)];
}

std::string some_words(Random& random, std::size_t most) {
  std::string out;
  for (std::size_t n = random() % (most + 1); n > 0; --n) {
    out += pick_word(random);
    out += random() % 8 == 0 ? ",\n" : " ";
  }
  return out;
}

PacketSource some_document(Random& random) {
  PacketSource source;
  for (std::size_t n = random() % 4; n > 0; --n) {
    source.page_texts.push_back(some_words(random, 12));
  }
  for (const char* field : kFields) {
    if (random() % 2 == 0) source.fields[field] = some_words(random, 4);
  }
  return source;
}

std::string some_clause(Random& random) {
  std::string out;
  if (random() % 5 == 0) {
    out = kFields[random() % std::size(kFields)];
    out += ':';
  }
  if (random() % 3 != 0) return out + pick_word(random);
  out += '"';
  for (std::size_t n = 1 + random() % 3; n > 0; --n) {
    out += pick_word(random);
    out += ' ';
  }
  return out + '"';
}

std::string some_query(Random& random) {
  std::string out = some_clause(random);
  for (std::size_t n = random() % 3; n > 0; --n) {
    const char* const kJoints[] = {" ", " ", " OR ", " -", " +"};
    out += kJoints[random() % std::size(kJoints)];
    out += some_clause(random);
  }
  return out;
}

// The reference: one list of places, each with all tokens that stand there.
struct Place {
  std::vector<Token> tokens;
  int page = 0;
  std::string field;
  std::size_t stretch = 0;  // phrases stay within one
};

struct Document {
  std::vector<Place> places;

  explicit Document(const PacketSource& source) {
    int page = 0;
    for (const std::string& text : source.page_texts) {
      add(text, ++page, "", 0);
    }
    std::size_t stretch = 0;
    for (const auto& [name, value] : source.fields) {
      add(value, 0, name, ++stretch);
    }
  }

 private:
  void add(const std::string& text, int page, const std::string& field,
           std::size_t stretch) {
    for (Token& token : analyse(text)) {
      if (token.kind == TokenKind::kWord) places.push_back({{}, page, field, stretch});
      places.back().tokens.push_back(std::move(token));
    }
  }
};

enum class Degree { kNone, kFolded, kExact };

Degree degree_at(const Place& place, const Term& term) {
  Degree best = Degree::kNone;
  for (const Token& token : place.tokens) {
    if (token.folded != term.folded) continue;
    const bool exact = !term.has_marks || token.marked == term.marked;
    best = std::max(best, exact ? Degree::kExact : Degree::kFolded);
  }
  return best;
}

Degree phrase_at(const std::vector<Place>& places, std::size_t at,
                 const std::vector<Term>& terms) {
  Degree worst = Degree::kExact;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (at + i >= places.size() || places[at + i].stretch != places[at].stretch) {
      return Degree::kNone;
    }
    worst = std::min(worst, degree_at(places[at + i], terms[i]));
  }
  return worst;
}

// The places of one field, or all; a number goes on in the symbol, which no random
// document has.
std::vector<Degree> degrees(const Document& document, const Clause& clause) {
  std::vector<Degree> out;
  for (std::size_t at = 0; at < document.places.size(); ++at) {
    const Place& place = document.places[at];
    Degree degree = Degree::kNone;
    if (clause.field.empty() || place.field == clause.field) {
      degree = phrase_at(document.places, at, clause.terms);
      if (clause.whole) degree = std::max(degree, degree_at(place, *clause.whole));
    }
    out.push_back(degree);
  }
  return out;
}

bool matches(const Document& document, const Clause& clause, Degree least) {
  const auto found = degrees(document, clause);
  return std::any_of(found.begin(), found.end(), [&](Degree d) { return d >= least; });
}

bool matches(const Document& document, const Query& query, Degree least) {
  std::map<std::uint32_t, std::pair<bool, bool>>
      groups;  // any alternative; no must fails
  for (const Clause& clause : query.clauses) {
    if (clause.need == Clause::Need::kMustNot) {
      if (matches(document, clause, Degree::kExact)) return false;
      continue;
    }
    auto& [any, all] = groups.try_emplace(clause.group, false, true).first->second;
    const bool holds = matches(document, clause, least);
    any = any || holds;
    if (clause.need == Clause::Need::kMust) all = all && holds;
  }
  return std::all_of(groups.begin(), groups.end(), [](const auto& group) {
    return group.second.first && group.second.second;
  });
}

double weight(const Document& document, const Clause& clause) {
  double sum = 0;
  for (const Degree degree : degrees(document, clause)) {
    sum += degree == Degree::kExact ? 1 : degree == Degree::kFolded ? 0.5 : 0;
  }
  return sum;
}

// What a search of one clause must score, by the formula of the paper.
double expected_score(const std::vector<Document>& all, std::size_t at,
                      const Clause& clause) {
  double with = 0;
  double length = 0;
  for (const Document& document : all) {
    with += weight(document, clause) > 0 ? 1 : 0;
    length += static_cast<double>(document.places.size());
  }
  const auto count = static_cast<double>(all.size());
  const double idf = std::log(1 + (count - with + 0.5) / (with + 0.5));
  const double relative = static_cast<double>(all[at].places.size()) / (length / count);
  const double f = weight(all[at], clause);
  const double sum = idf * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * relative));
  const bool has_marks = std::any_of(clause.terms.begin(), clause.terms.end(),
                                     [](const Term& term) { return term.has_marks; });
  const bool bonus = has_marks && matches(all[at], clause, Degree::kExact);
  return sum + (bonus ? idf * 2.2 : 0);
}

DocumentId id_of(std::size_t number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  bytes[0] = static_cast<std::uint8_t>(number);
  return DocumentId::from_bytes(bytes);
}

std::vector<Hit> hits_of(const Query& query, const std::vector<PacketSource>& sources) {
  Ranking ranking(query);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Bytes bytes = write_packet(sources[i]);
    const auto packet = Packet::read(bytes);
    EXPECT_TRUE(packet.has_value());
    if (packet) ranking.add(id_of(i), *packet);
  }
  return ranking.best(sources.size());
}

struct Round {
  std::string text;
  Query query;
  std::vector<PacketSource> sources;
  std::vector<Document> documents;
  std::vector<Hit> hits;
};

void check_found(const Round& round) {
  std::set<DocumentId> found;
  for (const Hit& hit : round.hits) {
    found.insert(hit.id);
  }
  for (std::size_t i = 0; i < round.documents.size(); ++i) {
    ASSERT_EQ(found.count(id_of(i)) == 1,
              matches(round.documents[i], round.query, Degree::kFolded))
        << round.text << ", document " << i;
  }
}

void check_order(const Round& round) {
  bool folded_only = false;
  for (const Hit& hit : round.hits) {
    const Document& document = round.documents[hit.id.bytes()[0]];
    const bool exact = matches(document, round.query, Degree::kExact);
    ASSERT_FALSE(exact && folded_only) << round.text << ": folded before marked";
    folded_only = folded_only || !exact;
  }
  for (std::size_t i = 1; i < round.hits.size(); ++i) {
    ASSERT_GE(round.hits[i - 1].score, round.hits[i].score);
  }
}

void check_single_clause(const Round& round) {
  const Clause& clause = round.query.clauses.front();
  for (const Hit& hit : round.hits) {
    const std::size_t at = hit.id.bytes()[0];
    ASSERT_NEAR(hit.score, expected_score(round.documents, at, clause), 1e-9)
        << round.text;
    std::set<int> pages;
    const auto found = degrees(round.documents[at], clause);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Place& place = round.documents[at].places[i];
      if (found[i] == Degree::kNone || place.page == 0) continue;
      pages.insert(place.page);
      const bool by_whole =
          clause.whole && phrase_at(round.documents[at].places, i, clause.terms) <
                              degree_at(place, *clause.whole);
      if (by_whole) continue;
      pages.insert(round.documents[at].places[i + clause.terms.size() - 1].page);
    }
    ASSERT_EQ(hit.pages, std::vector<int>(pages.begin(), pages.end())) << round.text;
  }
}

TEST(ReferenceTest, EveryRandomSearchAgreesWithTheReference) {
  Random random(20200305);
  std::size_t hits = 0;
  std::size_t singles = 0;
  for (int i = 0; i < 4000; ++i) {
    Round round;
    round.text = some_query(random);
    auto query = parse_query(round.text);
    if (!query) continue;  // an alternative that is excluded
    round.query = std::move(*query);
    for (std::size_t n = 1 + random() % 6; n > 0; --n) {
      round.sources.push_back(some_document(random));
      round.documents.emplace_back(round.sources.back());
    }
    round.hits = hits_of(round.query, round.sources);
    hits += round.hits.size();
    ASSERT_NO_FATAL_FAILURE(check_found(round));
    ASSERT_NO_FATAL_FAILURE(check_order(round));
    if (round.query.clauses.size() > 1) continue;
    ASSERT_NO_FATAL_FAILURE(check_single_clause(round));
    singles += round.hits.size();
  }
  EXPECT_GT(hits, 2000U);  // the comparison was about something
  EXPECT_GT(singles, 500U);
}

TEST(ReferenceTest, EveryTermOfEveryRandomDocumentIsWhereItStands) {
  Random random(1945);
  for (int i = 0; i < 1000; ++i) {
    const PacketSource source = some_document(random);
    const Document document(source);
    const Bytes bytes = write_packet(source);
    const auto packet = Packet::read(bytes);
    ASSERT_TRUE(packet.has_value());
    ASSERT_EQ(packet->token_count(), document.places.size());
    std::map<std::string, std::vector<Posting>> expected;
    for (std::size_t at = 0; at < document.places.size(); ++at) {
      const Place& place = document.places[at];
      std::size_t position = at;
      for (const char* field : kFields) {  // a gap before each field up to this one
        if (place.page == 0 && source.fields.count(field) && field <= place.field)
          ++position;
      }
      for (const Token& token : place.tokens) {
        expected[token.marked].push_back({static_cast<std::uint32_t>(place.page),
                                          static_cast<std::uint32_t>(position)});
      }
    }
    for (const auto& [term, postings] : expected) {
      ASSERT_EQ(packet->marked(term), postings) << term;
    }
    ASSERT_TRUE(packet->marked("vắng").empty());
  }
}

}  // namespace
}  // namespace tangthu::indexer
