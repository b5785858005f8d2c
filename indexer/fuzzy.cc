#include "indexer/fuzzy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

#include "base/unicode.h"
#include "indexer/tone.h"

namespace tangthu::indexer {
namespace {

using std::u32string_view;

// Costs are counted in quarters.
using Cost = std::uint32_t;
constexpr Cost kOne = 4;
constexpr Cost kMark = 1;
constexpr Cost kLikeness = 2;
constexpr Cost kNever = 1U << 20U;

constexpr auto kAlike = std::to_array<u32string_view>(
    {U"il", U"i1", U"l1", U"ij", U"it", U"lt", U"ft", U"rt", U"o0", U"ce",
     U"co", U"eo", U"oa", U"un", U"uv", U"vy", U"hb", U"hn", U"hk", U"mn",
     U"nr", U"gq", U"gy", U"g9", U"5s", U"8b", U"6b", U"2z", U"7t", U"4a"});

// Two letters that are read as one.
struct Joint {
  u32string_view two;
  char32_t one;
};
constexpr auto kJoints = std::to_array<Joint>({{U"rn", U'm'},
                                               {U"nn", U'm'},
                                               {U"in", U'm'},
                                               {U"ni", U'm'},
                                               {U"cl", U'd'},
                                               {U"ci", U'a'},
                                               {U"ri", U'n'},
                                               {U"ii", U'u'},
                                               {U"li", U'h'},
                                               {U"vv", U'w'}});

// A letter of Vietnamese without its marks, and what marks it has.
struct Bare {
  char32_t letter;
  std::uint8_t shape;
  std::uint8_t tone;
};

Bare bare(char32_t c) {
  static constexpr std::array<char32_t, kVowelLetters> kLetters = {
      U'a', U'a', U'a', U'e', U'e', U'i', U'o', U'o', U'o', U'u', U'u', U'y'};
  static constexpr std::array<std::uint8_t, kVowelLetters> kShapes = {0, 1, 2, 0, 1, 0,
                                                                      0, 1, 2, 0, 1, 0};
  if (c == U'đ') return {U'd', 1, 0};
  const auto vowel = vowel_of(c);
  if (!vowel) return {c, 0, 0};
  return {kLetters[vowel->letter], kShapes[vowel->letter], vowel->tone};
}

bool are_alike(char32_t a, char32_t b) {
  return std::any_of(kAlike.begin(), kAlike.end(), [&](u32string_view pair) {
    return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a);
  });
}

Cost exchange(char32_t a, char32_t b) {
  if (a == b) return 0;
  const Bare x = bare(a);
  const Bare y = bare(b);
  if (x.letter == y.letter) {
    return (x.shape != y.shape ? kMark : 0) + (x.tone != y.tone ? kMark : 0);
  }
  return are_alike(x.letter, y.letter) ? kLikeness : kOne;
}

bool is_joint(char32_t first, char32_t second, char32_t one) {
  return std::any_of(kJoints.begin(), kJoints.end(), [&](const Joint& joint) {
    return joint.one == one && joint.two[0] == first && joint.two[1] == second;
  });
}

// Rows of the table of costs, one for each letter of a term: row[j] is the cost of the
// letters so far for the first j letters of the word. Terms that begin alike share rows.
class Rows {
 public:
  explicit Rows(u32string_view word)
      : word_(word), width_(word.size() + 1), known_(word.size()) {
    for (auto& costs : known_)
      costs.fill(kNever);
    for (std::size_t j = 0; j < width_; ++j)
      costs_.push_back(static_cast<Cost>(j) * kOne);
    least_.push_back(0);
  }

  std::size_t depth() const { return term_.size(); }
  char32_t letter(std::size_t i) const { return term_[i]; }
  // The cost of the letters so far for the whole word.
  Cost cost() const { return costs_.back(); }
  // The least that a term which begins with the letters so far can cost.
  Cost least() const {
    const std::size_t i = depth();
    return i == 0 ? 0 : std::min(least_[i], least_[i - 1] + kLikeness);
  }

  void shorten(std::size_t depth) {
    term_.resize(depth);
    costs_.resize((depth + 1) * width_);
    least_.resize(depth + 1);
  }

  void add(char32_t letter) {
    term_ += letter;
    costs_.resize(costs_.size() + width_);
    const std::size_t i = depth();
    Cost least = at(i, 0) = static_cast<Cost>(i) * kOne;
    for (std::size_t j = 1; j < width_; ++j) {
      Cost cost = at(i - 1, j - 1) + exchange_at(j - 1, letter);
      cost = std::min({cost, at(i - 1, j) + kOne, at(i, j - 1) + kOne});
      at(i, j) = std::min(cost, of_two(i, j));
      least = std::min(least, at(i, j));
    }
    least_.push_back(least);
  }

 private:
  Cost& at(std::size_t i, std::size_t j) { return costs_[i * width_ + j]; }

  // Dictionaries ask for the same letters again and again.
  Cost exchange_at(std::size_t j, char32_t letter) {
    if (letter >= kAscii) return exchange(word_[j], letter);
    Cost& known = known_[j][letter];
    if (known == kNever) known = exchange(word_[j], letter);
    return known;
  }

  // What takes two letters of the term, the word, or both.
  Cost of_two(std::size_t i, std::size_t j) {
    const char32_t last = term_[i - 1];
    Cost cost = kNever;
    if (j >= 2 && is_joint(word_[j - 2], word_[j - 1], last)) {
      cost = at(i - 1, j - 2) + kLikeness;
    }
    if (i < 2) return cost;
    const char32_t before = term_[i - 2];
    if (is_joint(before, last, word_[j - 1])) {
      cost = std::min(cost, at(i - 2, j - 1) + kLikeness);
    }
    if (j >= 2 && word_[j - 2] == last && word_[j - 1] == before) {
      cost = std::min(cost, at(i - 2, j - 2) + kOne);
    }
    return cost;
  }

  static constexpr std::size_t kAscii = 128;

  u32string_view word_;
  std::size_t width_;
  std::vector<std::array<Cost, kAscii>> known_;  // of each letter of the word
  std::u32string term_;
  std::vector<Cost> costs_;
  std::vector<Cost> least_;  // of each row
};

Cost quarters(double cost) {
  return static_cast<Cost>(std::clamp(cost, 0.0, 1000.0) * kOne);
}

double cost_of(Cost quarters) {
  return static_cast<double>(quarters) / kOne;
}

// Goes through a dictionary and leaves out what begins too unlike the word.
class Walk {
 public:
  Walk(u32string_view word, Cost most, FoldedTerms& terms)
      : rows_(word), most_(most), terms_(terms) {}

  template <typename Visit>
  Result<void> run(const Visit& visit) {
    auto term = TRY(terms_.seek({}));
    while (term) {
      const std::size_t dead = compare(*term);
      if (dead == 0) {
        if (rows_.cost() <= most_) TRY(visit(*term, rows_.cost()));
        term = TRY(terms_.next());
      } else {
        const std::string prefix(term->substr(0, dead));
        term = TRY(leave(prefix));
      }
    }
    return {};
  }

 private:
  // Dictionaries are read in pages: the next few terms are nearer than a place to seek.
  static constexpr int kSteps = 8;

  // The bytes of the term after which nothing can come of it; 0: all of it was compared.
  std::size_t compare(std::string_view term) {
    const std::u32string letters = to_code_points(term);
    std::size_t same = 0;
    while (same < std::min(rows_.depth(), letters.size()) &&
           rows_.letter(same) == letters[same])
      ++same;
    rows_.shorten(same);
    while (rows_.depth() < letters.size()) {
      rows_.add(letters[rows_.depth()]);
      if (rows_.least() <= most_) continue;
      return to_utf8(u32string_view(letters).substr(0, rows_.depth())).size();
    }
    return 0;
  }

  // Past all terms that begin with the prefix.
  Result<std::optional<std::string_view>> leave(const std::string& prefix) {
    for (int step = 0; step < kSteps; ++step) {
      const auto term = TRY(terms_.next());
      if (!term || !term->starts_with(prefix)) return term;
    }
    std::string behind = prefix;
    while (behind.ends_with('\xFF'))
      behind.pop_back();
    if (behind.empty()) return std::nullopt;
    behind.back() = static_cast<char>(static_cast<unsigned char>(behind.back()) + 1);
    return terms_.seek(behind);
  }

  Rows rows_;
  Cost most_;
  FoldedTerms& terms_;
};

bool is_code(std::string_view term) {
  return term.find_first_of("/-") != std::string_view::npos;
}

}  // namespace

double most_fuzzy_cost(u32string_view word) {
  constexpr std::size_t kLongWord = 6;
  return word.size() < kLongWord ? 1.0 : 2.0;
}

std::optional<double> fuzzy_cost(u32string_view word, u32string_view term, double most) {
  const Cost limit = quarters(most);
  const std::size_t more = std::max(word.size(), term.size());
  const std::size_t less = std::min(word.size(), term.size());
  if ((more - less) * kLikeness > limit) return std::nullopt;
  Rows rows(word);
  for (const char32_t letter : term) {
    rows.add(letter);
    if (rows.least() > limit) return std::nullopt;
  }
  if (rows.cost() > limit) return std::nullopt;
  return cost_of(rows.cost());
}

FuzzySearch::FuzzySearch(std::string_view word)
    : word_(to_code_points(word)), most_(most_fuzzy_cost(word_)) {}

FuzzySearch::FuzzySearch(std::string_view word, double most)
    : word_(to_code_points(word)), most_(most) {}

Result<void> FuzzySearch::read(FoldedTerms& terms, const Counts& counts) {
  constexpr std::size_t kMostHeld = 4096;
  return Walk(word_, quarters(most_), terms)
      .run([&](std::string_view term, Cost cost) -> Result<void> {
        if (is_code(term)) return {};
        if (counts && !TRY(counts(term))) return {};
        found_.push_back({std::string(term), cost_of(cost)});
        if (found_.size() >= kMostHeld) keep_cheapest();
        return {};
      });
}

std::vector<FuzzyTerm> FuzzySearch::take() && {
  keep_cheapest();
  return std::move(found_);
}

void FuzzySearch::keep_cheapest() {
  std::sort(found_.begin(), found_.end(), [](const FuzzyTerm& a, const FuzzyTerm& b) {
    return std::tie(a.cost, a.folded) < std::tie(b.cost, b.folded);
  });
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  if (found_.size() > kMaxFuzzyTerms) found_.resize(kMaxFuzzyTerms);
}

}  // namespace tangthu::indexer
