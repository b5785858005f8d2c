#include <gtest/gtest.h>

#include "indexer/analysis.h"

namespace tangthu::indexer {
namespace {

std::vector<Token> dates(std::string_view text) {
  std::vector<Token> out;
  for (Token& token : analyse(text)) {
    if (token.kind == TokenKind::kDate) out.push_back(std::move(token));
  }
  return out;
}

TEST(DatesTest, EveryUsualFormYieldsOneCanonicalTerm) {
  for (const char* text :
       {"05/3/2020", "5/3/2020", "05/03/2020", "05-3-2020", "05.03.2020", "2020-03-05",
        "2020/3/5", "ngày 05 tháng 3 năm 2020", "Ngày 5 tháng 03 năm 2020",
        "05 tháng 3 năm 2020", "NGÀY 05 THÁNG 3 NĂM 2020", "ngay 05 thang 3, nam 2020",
        "05\u20443\u20442020", "(5/3/2020)."}) {
    const auto found = dates(text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].marked, "2020-03-05") << text;
    EXPECT_EQ(found[0].folded, "2020-03-05") << text;
    EXPECT_EQ(found[0].position, 0U) << text;
  }
}

TEST(DatesTest, TheTermStandsAtTheFirstPart) {
  const auto found = dates("Hà Nội, ngày 05 tháng 3 năm 2020 và 6/3/2020");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].position, 2U);
  EXPECT_EQ(found[1].marked, "2020-03-06");
  EXPECT_EQ(found[1].position, 9U);
}

TEST(DatesTest, ThePartsStayWords) {
  std::vector<std::string> words;
  for (const Token& token : analyse("ngày 05/3/2020")) {
    if (token.kind == TokenKind::kWord) words.push_back(token.marked);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"ngày", "05", "3", "2020"}));
}

TEST(DatesTest, DaysThatNoCalendarHasAreNotDates) {
  for (const char* text :
       {"31/4/2020", "29/2/2021", "0/1/2020", "5/13/2020", "32/1/2020",
        "ngày 30 tháng 2 năm 2020", "5/3/20", "5/3/1799", "5/3/2200"}) {
    EXPECT_TRUE(dates(text).empty()) << text;
  }
  EXPECT_EQ(dates("29/2/2020").size(), 1U);
  EXPECT_EQ(dates("29/2/2000").size(), 1U);
  EXPECT_TRUE(dates("29/2/1900").empty());
}

TEST(DatesTest, PartsOfLongerNumbersAreNotDates) {
  for (const char* text : {"12/5/3/2020", "5/3/2020/QĐ", "5/3-2020", "5 / 3 / 2020",
                           "tháng 3 năm 2020", "1.5.3.2020"}) {
    EXPECT_TRUE(dates(text).empty()) << text;
  }
}

}  // namespace
}  // namespace tangthu::indexer
