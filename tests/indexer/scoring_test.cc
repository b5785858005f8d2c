#include "indexer/scoring.h"

#include <gtest/gtest.h>

#include "indexer/analysis.h"

namespace tangthu::indexer {
namespace {

TEST(ScoringTest, LengthCodesAreMonotoneAndNearTheLength) {
  std::uint8_t before = 0;
  for (std::uint32_t words = 0; words <= kMaxTokens; words += 1 + words / 1000) {
    const std::uint8_t code = length_code(words);
    ASSERT_GE(code, before) << words;
    ASSERT_LE(length_of(code), words);
    if (code < UINT8_MAX) {
      ASSERT_LE(words - length_of(code), words / 16) << words;
    }
    before = code;
  }
  EXPECT_EQ(before, UINT8_MAX);
}

TEST(ScoringTest, EveryLengthCodeNamesALengthOfThisCode) {
  for (unsigned code = 0; code <= UINT8_MAX; ++code) {
    const auto byte = static_cast<std::uint8_t>(code);
    EXPECT_EQ(length_code(length_of(byte)), byte);
  }
  EXPECT_EQ(length_of(length_code(31)), 31U);
}

TEST(ScoringTest, TheFormulaIsThatOfThePaper) {
  const Scoring scoring(1000, 250'000);
  EXPECT_DOUBLE_EQ(scoring.idf(10), std::log(1 + 990.5 / 10.5));
  EXPECT_DOUBLE_EQ(scoring.norm(length_code(250)), 1.2 * (0.25 + 0.75 * 248 / 250));
  EXPECT_DOUBLE_EQ(Scoring::term(2.0, 3, 1.2), 2.0 * 3 * 2.2 / (3 + 1.2));
}

TEST(ScoringTest, WeightsAreNeverNegativeNorUndefined) {
  const Scoring scoring(3, 0);
  EXPECT_GT(scoring.idf(0), scoring.idf(1));
  EXPECT_GT(scoring.idf(3), 0.0);
  EXPECT_EQ(scoring.idf(4), scoring.idf(3));
  EXPECT_EQ(Scoring::term(1.0, 0, scoring.norm(0)), 0.0);
  EXPECT_TRUE(std::isfinite(Scoring(0, 0).idf(0)));
  EXPECT_TRUE(std::isfinite(Scoring(0, 0).norm(UINT8_MAX)));
}

}  // namespace
}  // namespace tangthu::indexer
