// The differential test's own test: what it is blind to would be no zero differences.
#include "tests/indexer/differential.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

class ByReference : public SearchUnderTest {
 public:
  void add(const DocumentId& id, const PacketSource& source) override {
    reference_.add(id, source);
  }
  void remove(const DocumentId& id) override { reference_.remove(id); }
  std::vector<Ranked> search(const Query& query, std::size_t limit) override {
    auto found = reference_.search(query);
    if (found.size() > limit)
      found.erase(found.begin() + static_cast<long>(limit), found.end());
    return found;
  }

 private:
  Reference reference_;
};

template <typename Search>
DifferentialResult run(std::size_t queries) {
  return run_differential([] { return std::make_unique<Search>(); }, {1, queries});
}

TEST(DifferentialTest, TheReferenceAgreesWithItselfAndMostQueriesFindSomething) {
  const auto result = run<ByReference>(1000);
  EXPECT_EQ(result.difference, "");
  EXPECT_EQ(result.queries, 1000U);
  EXPECT_GT(result.with_hits, 500U);
  EXPECT_GT(result.found, 3000U);
  EXPECT_GT(result.merges, 50U);
}

TEST(DifferentialTest, ADocumentThatStaysAfterItsRemovalIsNoticed) {
  class Keeps : public ByReference {
    void remove(const DocumentId& /*id*/) override {}
  };
  EXPECT_NE(run<Keeps>(1000).difference, "");
}

TEST(DifferentialTest, ARevisionThatIsLostIsNoticed) {
  class KeepsTheFirst : public ByReference {
    void add(const DocumentId& id, const PacketSource& source) override {
      if (seen_.insert(id).second) ByReference::add(id, source);
    }
    std::set<DocumentId> seen_;
  };
  EXPECT_NE(run<KeepsTheFirst>(1000).difference, "");
}

TEST(DifferentialTest, TheLastBitOfAScoreIsNoticed) {
  class Rounds : public ByReference {
    std::vector<Ranked> search(const Query& query, std::size_t limit) override {
      auto found = ByReference::search(query, limit);
      if (!found.empty()) {
        found[0].score =
            std::nextafter(found[0].score, std::numeric_limits<double>::max());
      }
      return found;
    }
  };
  EXPECT_NE(run<Rounds>(10).difference, "");
}

TEST(DifferentialTest, AQueryThatForgetsItsMarksIsNoticed) {
  class Folds : public ByReference {
    std::vector<Ranked> search(const Query& query, std::size_t limit) override {
      Query folded = query;
      for (Clause& clause : folded.clauses) {
        for (Term& term : clause.terms) {
          term.has_marks = false;
        }
      }
      return ByReference::search(folded, limit);
    }
  };
  EXPECT_NE(run<Folds>(100).difference, "");
}

}  // namespace
}  // namespace tangthu::indexer
