#include "indexer/fuzzy.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "indexer/near.h"

namespace tangthu::indexer {
namespace {

std::optional<double> cost(std::string_view word, std::string_view term,
                           double most = 10) {
  return fuzzy_cost(to_code_points(word), to_code_points(term), most);
}

TEST(FuzzyTest, WhatRecognitionMistakesIsCheap) {
  EXPECT_EQ(cost("mật", "mật"), 0.0);
  EXPECT_EQ(cost("mật", "mât"), 0.25);
  EXPECT_EQ(cost("mật", "mat"), 0.5);
  EXPECT_EQ(cost("mật", "mặt"), 0.25);
  EXPECT_EQ(cost("đất", "dất"), 0.25);
  EXPECT_EQ(cost("mật", "mất"), 0.25);
  EXPECT_EQ(cost("lich", "1ich"), 0.5);
  EXPECT_EQ(cost("so", "s0"), 0.5);
  EXPECT_EQ(cost("mat", "rnat"), 0.5);
  EXPECT_EQ(cost("rnat", "mat"), 0.5);
  EXPECT_EQ(cost("dinh", "clinh"), 0.5);
  EXPECT_EQ(cost("nuoc", "uuoc"), 0.5);
  EXPECT_EQ(cost("ban", "han"), 0.5);
}

TEST(FuzzyTest, OtherLettersCostOneEach) {
  EXPECT_EQ(cost("quyet", "quet"), 1.0);
  EXPECT_EQ(cost("quet", "quyet"), 1.0);
  EXPECT_EQ(cost("quyet", "qyuet"), 1.0);
  EXPECT_EQ(cost("quyet", "quyxt"), 1.0);
  EXPECT_EQ(cost("", "abc"), 3.0);
  EXPECT_EQ(cost("", ""), 0.0);
}

TEST(FuzzyTest, WhatCostsTooMuchIsNothing) {
  EXPECT_EQ(cost("quyet", "quet", 0.75), std::nullopt);
  EXPECT_EQ(cost("quyet", "dinh", 2.0), std::nullopt);
  EXPECT_EQ(cost("a", std::string(100, 'a'), 2.0), std::nullopt);
}

// The cost as its definition says: the least over all ways, letter by letter.
class PlainCost {
 public:
  PlainCost(std::u32string word, std::u32string term)
      : word_(std::move(word)), term_(std::move(term)) {}

  double cost(std::size_t i = 0, std::size_t j = 0) {
    if (i == word_.size()) return static_cast<double>(term_.size() - j);
    if (j == term_.size()) return static_cast<double>(word_.size() - i);
    const auto [at, is_new] = known_.try_emplace({i, j}, 0);
    if (!is_new) return at->second;
    double best = 1 + std::min(cost(i + 1, j), cost(i, j + 1));
    best = std::min(best, one(i, j) + cost(i + 1, j + 1));
    // Joints and swaps, whatever fuzzy_cost() says that they cost.
    if (i + 2 <= word_.size()) best = std::min(best, of(i, 2, j, 1) + cost(i + 2, j + 1));
    if (j + 2 <= term_.size()) best = std::min(best, of(i, 1, j, 2) + cost(i + 1, j + 2));
    if (i + 2 <= word_.size() && j + 2 <= term_.size()) {
      best = std::min(best, of(i, 2, j, 2) + cost(i + 2, j + 2));
    }
    return known_[{i, j}] = best;
  }

 private:
  double one(std::size_t i, std::size_t j) const { return of(i, 1, j, 1); }
  double of(std::size_t i, std::size_t letters, std::size_t j, std::size_t others) const {
    return *fuzzy_cost(word_.substr(i, letters), term_.substr(j, others), 100);
  }

  std::u32string word_;
  std::u32string term_;
  std::map<std::pair<std::size_t, std::size_t>, double> known_;
};

std::u32string random_word(std::mt19937& random, std::u32string_view letters,
                           std::size_t most) {
  std::u32string out;
  for (std::size_t n = random() % (most + 1); n > 0; --n)
    out += letters[random() % letters.size()];
  return out;
}

TEST(FuzzyTest, TheCostIsTheLeastOfAllWays) {
  std::mt19937 random(41);
  for (int round = 0; round < 20'000; ++round) {
    const auto word = random_word(random, U"rnmaâấdđiluhcu1o", 6);
    const auto term = random_word(random, U"rnmaâấdđiluhcu1o", 6);
    const double plain = PlainCost(word, term).cost();
    EXPECT_EQ(fuzzy_cost(word, term, 100), plain)
        << to_utf8(word) << ' ' << to_utf8(term);
    EXPECT_EQ(fuzzy_cost(term, word, 100), plain) << "not the same both ways";
    const double most = static_cast<double>(random() % 12) / 4;
    EXPECT_EQ(fuzzy_cost(word, term, most),
              plain <= most ? std::optional(plain) : std::nullopt);
  }
}

class SetTerms : public FoldedTerms {
 public:
  explicit SetTerms(const std::set<std::string>& terms) : terms_(terms) {}
  Result<std::optional<std::string_view>> seek(std::string_view from) override {
    // Never back: a dictionary in pages would be read twice.
    if (visited > 0 && (at_ == terms_.end() || from <= *at_)) ADD_FAILURE() << from;
    at_ = terms_.lower_bound(std::string(from));
    return here();
  }
  Result<std::optional<std::string_view>> next() override {
    ++at_;
    return here();
  }
  int visited = 0;

 private:
  Result<std::optional<std::string_view>> here() {
    if (at_ == terms_.end()) return std::nullopt;
    ++visited;
    return std::string_view(*at_);
  }
  const std::set<std::string>& terms_;
  std::set<std::string>::const_iterator at_;
};

TEST(FuzzyTest, ADictionaryGivesWhatEveryTermComparedGives) {
  std::mt19937 random(42);
  for (int round = 0; round < 300; ++round) {
    std::set<std::string> terms;
    for (int i = 0; i < 400; ++i) {
      terms.insert(to_utf8(random_word(random, U"rnmadiluhcu1o-kâ中", 7)));
    }
    terms.erase("");
    const std::u32string word = random_word(random, U"rnmadiluhcu1o", 7);
    if (word.empty()) continue;
    const double most = static_cast<double>(random() % 10) / 4;
    std::vector<FuzzyTerm> plain;
    for (const std::string& term : terms) {
      if (term.find('-') != std::string::npos) continue;
      const auto found = fuzzy_cost(word, to_code_points(term), most);
      if (found) plain.push_back({term, *found});
    }
    std::stable_sort(plain.begin(), plain.end(),
                     [](const auto& a, const auto& b) { return a.cost < b.cost; });
    if (plain.size() > kMaxFuzzyTerms) plain.resize(kMaxFuzzyTerms);
    // In one dictionary, or spread over two.
    FuzzySearch one(to_utf8(word), most);
    SetTerms all(terms);
    ASSERT_TRUE(one.read(all).has_value());
    EXPECT_EQ(std::move(one).take(), plain);
    FuzzySearch two(to_utf8(word), most);
    std::set<std::string> part;
    std::set<std::string> rest;
    for (const std::string& term : terms) {
      if (random() % 3 != 0) part.insert(term);
      if (!part.contains(term) || random() % 3 == 0) rest.insert(term);
    }
    SetTerms first(part);
    SetTerms second(rest);
    ASSERT_TRUE(two.read(first).has_value());
    ASSERT_TRUE(two.read(second).has_value());
    EXPECT_EQ(std::move(two).take(), plain);
  }
}

TEST(FuzzyTest, MostOfADictionaryIsSkipped) {
  std::set<std::string> terms;
  for (const char* head : {"b",  "c",  "ch", "d",  "g", "h", "kh", "l",  "m", "n",
                           "ng", "nh", "ph", "qu", "s", "t", "th", "tr", "v", "x"}) {
    for (const char* tail :
         {"a",  "ai",  "am",  "an",  "ang", "anh", "ap", "at",   "au",   "e",   "en",
          "eo", "iem", "ien", "inh", "oan", "oi",  "on", "uong", "uyet", "uoc", "yen"}) {
      terms.insert(std::string(head) + tail);
    }
  }
  for (int i = 0; i < 20'000; ++i)
    terms.insert(std::to_string(i));
  SetTerms counted(terms);
  FuzzySearch search("quyet");
  ASSERT_TRUE(search.read(counted).has_value());
  const auto found = std::move(search).take();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], (FuzzyTerm{"guyet", 0.5}));
  EXPECT_LT(counted.visited, 2000);
}

TEST(FuzzyTest, BytesThatAreNoTextEndToo) {
  const std::set<std::string> terms = {"a\xFF\xFF",
                                       "a\xFF\xFF"
                                       "b",
                                       "b\xFE",
                                       "mat",
                                       "\xF0\x9F",
                                       "\xFF",
                                       "\xFF\xFF"};
  SetTerms all(terms);
  FuzzySearch search("mat");
  ASSERT_TRUE(search.read(all).has_value());
  EXPECT_EQ(std::move(search).take(), (std::vector<FuzzyTerm>{{"mat", 0.0}}));
}

using Positions = std::vector<std::vector<std::uint32_t>>;

std::vector<Span> near_matches(const Positions& positions, std::uint32_t near) {
  return indexer::near_matches(
      std::vector<std::span<const std::uint32_t>>(positions.begin(), positions.end()),
      near);
}

TEST(NearTest, EveryWordStandsWithinReachInAnyOrder) {
  EXPECT_EQ(near_matches(Positions{{5, 20}, {3, 40}}, 2), (std::vector<Span>{{3, 5}}));
  EXPECT_TRUE(near_matches(Positions{{5, 20}, {3, 40}}, 1).empty());
  EXPECT_EQ(near_matches(Positions{{1, 4}, {2}, {3}}, 3),
            (std::vector<Span>{{1, 4 - 1}, {2, 4}}));
  EXPECT_TRUE(near_matches(Positions{{1}, {}}, 50).empty());
}

TEST(NearTest, AgreesWithTryingEveryPosition) {
  std::mt19937 random(43);
  for (int round = 0; round < 3000; ++round) {
    Positions positions(1 + random() % 4);
    for (auto& of_word : positions) {
      for (std::uint32_t at = 0; at < 40; ++at) {
        if (random() % 5 == 0) of_word.push_back(at);
      }
    }
    const auto near = static_cast<std::uint32_t>(random() % 9);
    std::vector<Span> plain;
    for (std::uint32_t begin = 0; begin < 40; ++begin) {
      bool here = false;
      bool all = true;
      std::uint32_t last = begin;
      for (const auto& of_word : positions) {
        const auto at = std::lower_bound(of_word.begin(), of_word.end(), begin);
        all = all && at != of_word.end() && *at <= begin + near;
        if (!all) break;
        here = here || *at == begin;
        last = std::max(last, *at);
      }
      if (all && here) plain.push_back({begin, last});
    }
    EXPECT_EQ(near_matches(positions, near), plain);
  }
}

}  // namespace
}  // namespace tangthu::indexer
