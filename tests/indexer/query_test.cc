#include "indexer/query.h"

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

using Need = Clause::Need;

Query parsed(std::string_view text) {
  auto query = parse_query(text);
  EXPECT_TRUE(query.has_value()) << text;
  return query ? std::move(*query) : Query{};
}

std::string words(const Clause& clause) {
  std::string out;
  for (const Term& term : clause.terms) {
    out += (out.empty() ? "" : " ") + term.marked;
  }
  return out;
}

TEST(QueryTest, ADistanceAmongWordsIsANumber) {
  const auto query = parse_query("khoảng ~5 người");
  ASSERT_TRUE(query);
  ASSERT_EQ(query->clauses.size(), 3U);
  EXPECT_EQ(query->clauses[1].terms[0].folded, "5");
}

TEST(QueryTest, WordsMustAllMatch) {
  const Query query = parsed("quyết dinh  Bảo");
  ASSERT_EQ(query.clauses.size(), 3U);
  for (const Clause& clause : query.clauses) {
    EXPECT_EQ(clause.need, Need::kMust);
  }
  EXPECT_TRUE(query.clauses[0].terms[0].has_marks);
  EXPECT_FALSE(query.clauses[1].terms[0].has_marks);
  EXPECT_EQ(query.clauses[2].terms[0].folded, "bao");
}

TEST(QueryTest, QuotesMakePhrases) {
  for (const char* text : {"\"bí mật nhà nước\"", "“bí mật nhà nước”"}) {
    const Query query = parsed(text);
    ASSERT_EQ(query.clauses.size(), 1U);
    EXPECT_EQ(words(query.clauses[0]), "bí mật nhà nước");
  }
}

TEST(QueryTest, SignsSayWhatMustAndMustNotBe) {
  const Query query = parsed("+bí -\"giải mật\" mật");
  ASSERT_EQ(query.clauses.size(), 3U);
  EXPECT_EQ(query.clauses[0].need, Need::kMust);
  EXPECT_EQ(query.clauses[1].need, Need::kMustNot);
  EXPECT_EQ(words(query.clauses[1]), "giải mật");
}

TEST(QueryTest, OrJoinsOnlyItsNeighbours) {
  const Query query = parsed("a b OR c OR d e");
  ASSERT_EQ(query.clauses.size(), 5U);
  EXPECT_EQ(query.clauses[0].need, Need::kMust);
  EXPECT_EQ(query.clauses[1].need, Need::kShould);
  EXPECT_EQ(query.clauses[3].need, Need::kShould);
  EXPECT_EQ(query.clauses[1].group, query.clauses[3].group);
  EXPECT_NE(query.clauses[0].group, query.clauses[1].group);
  EXPECT_NE(query.clauses[3].group, query.clauses[4].group);
}

TEST(QueryTest, APlusStaysAMustWithinAlternatives) {
  const Query query = parsed("+a OR b");
  EXPECT_EQ(query.clauses[0].need, Need::kMust);
  EXPECT_EQ(query.clauses[1].need, Need::kShould);
}

TEST(QueryTest, OrInSmallLettersIsAWord) {
  EXPECT_EQ(parsed("a or b").clauses.size(), 3U);
}

TEST(QueryTest, FieldsGoByNameAndByShortForm) {
  const std::pair<const char*, const char*> names[] = {
      {"number:582", "number"},
      {"so:582", "number"},
      {"số:582", "number"},
      {"Số: 582", "number"},
      {"ky-hieu:QĐ-UBND", "symbol"},
      {"loai:\"quyết định\"", "type"},
      {"co-quan:UBND", "agency"},
      {"cơ-quan:UBND", "agency"},
      {"nguoi-ky:Nam", "signer"},
      {"body:UBND", "agency"},
      {"signer_title:\"Chủ tịch\"", "signer_title"},
  };
  for (const auto& [text, field] : names) {
    const Query query = parsed(text);
    ASSERT_EQ(query.clauses.size(), 1U) << text;
    EXPECT_EQ(query.clauses[0].field, field) << text;
  }
}

TEST(QueryTest, CodesAreOneClause) {
  const Query query = parsed("582/QĐ-SGDĐT");
  ASSERT_EQ(query.clauses.size(), 1U);
  EXPECT_EQ(words(query.clauses[0]), "582 qđ sgdđt");
  ASSERT_TRUE(query.clauses[0].whole);
  EXPECT_EQ(query.clauses[0].whole->folded, "582/qd-sgddt");
}

TEST(QueryTest, DatesAreOneClauseInEveryForm) {
  for (const char* text : {"05/3/2020", "2020-03-05", "ngày 05 tháng 3 năm 2020",
                           "\"5 tháng 3 năm 2020\""}) {
    const Query query = parsed(text);
    ASSERT_EQ(query.clauses.size(), 1U) << text;
    ASSERT_TRUE(query.clauses[0].whole) << text;
    EXPECT_EQ(query.clauses[0].whole->marked, "2020-03-05");
  }
  EXPECT_EQ(parsed("ngày 05 tháng 3").clauses.size(), 4U);
}

TEST(QueryTest, AStarMakesAPrefix) {
  const Query query = parsed("quyế* định");
  EXPECT_TRUE(query.clauses[0].terms[0].is_prefix);
  EXPECT_FALSE(query.clauses[1].terms[0].is_prefix);
}

TEST(QueryTest, ATildeMakesAWordFuzzy) {
  const Query query = parsed("quyêt~ định QĐ-UBND~");
  ASSERT_EQ(query.clauses.size(), 3U);
  const Term& term = query.clauses[0].terms[0];
  EXPECT_TRUE(term.is_fuzzy);
  EXPECT_EQ(term.folded, "quyet");
  EXPECT_FALSE(term.has_marks);
  EXPECT_FALSE(query.clauses[1].terms[0].is_fuzzy);
  // Of a code the parts of three letters and more.
  ASSERT_EQ(query.clauses[2].terms.size(), 2U);
  EXPECT_FALSE(query.clauses[2].terms[0].is_fuzzy);
  EXPECT_TRUE(query.clauses[2].terms[1].is_fuzzy);
  EXPECT_FALSE(query.clauses[2].whole);
}

TEST(QueryTest, ATildeBehindQuotesSaysHowNear) {
  const Query query = parsed("\"bí mật\"~5 signer:\"Nam Trần\"~2 \"một\"~3");
  ASSERT_EQ(query.clauses.size(), 3U);
  EXPECT_EQ(query.clauses[0].near, 5U);
  EXPECT_EQ(words(query.clauses[0]), "bí mật");
  EXPECT_EQ(query.clauses[1].near, 2U);
  EXPECT_EQ(query.clauses[1].field, "signer");
  EXPECT_EQ(query.clauses[2].near, 0U);  // nothing to be near to
  EXPECT_EQ(parsed("\"a b\"~1").clauses[0].near, 1U);
}

TEST(QueryTest, ATildeElsewhereIsPunctuation) {
  EXPECT_EQ(parsed("10~20 ~ ngày ~5").clauses.size(), 3U);
}

TEST(QueryTest, FiltersStandBesideTheWords) {
  const Query query = parsed("mật date:2019 -level:>=toi-mat");
  ASSERT_EQ(query.clauses.size(), 1U);
  ASSERT_EQ(query.filters.size(), 2U);
  EXPECT_EQ(query.filters[0].field, FilterField::kDate);
  EXPECT_FALSE(query.filters[0].excluded);
  EXPECT_TRUE(query.filters[1].excluded);
  EXPECT_TRUE(parsed("date:2019").clauses.empty());
}

TEST(QueryTest, AlternativeFiltersOfOneNameAreOneFilter) {
  const Query query = parsed("date:2019 OR ngay:2021 OR date:2023 mật OR thư");
  ASSERT_EQ(query.filters.size(), 1U);
  EXPECT_EQ(query.filters[0].ranges.size(), 3U);
  ASSERT_EQ(query.clauses.size(), 2U);
  EXPECT_EQ(query.clauses[0].group, query.clauses[1].group);
}

TEST(QueryTest, NumbersAreWordsUnlessTheyAreARange) {
  EXPECT_EQ(parsed("so:582").clauses.size(), 1U);
  EXPECT_EQ(parsed("so:582/QĐ-UBND").clauses.size(), 1U);
  for (const char* text : {"so:100..200", "number:>=100", "số:=5"}) {
    const Query query = parsed(text);
    ASSERT_EQ(query.filters.size(), 1U) << text;
    EXPECT_EQ(query.filters[0].field, FilterField::kNumber);
  }
}

TEST(QueryTest, PastedTextIsAQuery) {
  EXPECT_EQ(parsed("Ngày: thứ hai, 05/3/2020").clauses.size(), 4U);
  EXPECT_EQ(parsed("Kính gửi: các sở - ban, ngành (10:30)").clauses.size(), 7U);
}

TEST(QueryTest, MistakesSayWhatAndWhere) {
  struct Case {
    const char* text;
    const char* column;
    const char* part;
  };
  const Case cases[] = {
      {"", "column 1", "nothing to look for"},
      {"   ", "column 1", "nothing to look for"},
      {"-mật", "column 1", "nothing to look for"},
      {"...", "column 1", "nothing to look for"},
      {"mật \"nhà nước", "column 5", "has no end"},
      {"quyết định \"", "column 12", "has no end"},
      {"mật \"\"", "column 5", "no word"},
      {"mật so:", "column 7", "has no value"},
      {"mật loai:!", "column 5", "no word"},
      {"mật màu:đỏ", "column 5", "no document has a field"},
      {"OR mật", "column 1", "nothing before"},
      {"bí OR", "column 4", "nothing after"},
      {"bí OR OR mật", "column 7", "nothing before"},
      {"bí OR -mật", "column 4", "can't be an alternative"},
      {"bí -nhà OR mật", "column 9", "can't be an alternative"},
      {"bí q*", "column 5", "too little"},
      {"*", "column 1", "too little"},
      {"bí ma~", "column 6", "too little"},
      {"\"bí mật\"~", "column 9", "no distance"},
      {"\"bí mật\"~0", "column 9", "no distance"},
      {"\"bí mật\"~101", "column 9", "no distance"},
      {"\"bí mật\"~5x", "column 9", "no distance"},
      {"signer:nam ~5 subject:mật", "column 12", "behind no quotation"},
      {"\"bí mật\" ~5", "column 10", "behind no quotation"},
      {"\"a b c d\"~2", "column 1", "so many words"},
      {"mật date:hôm", "column 10", "no day"},
      {"date:2019-13", "column 6", "no day"},
      {"date:31/02/2020", "column 6", "no day"},
      {"date:2019..x", "column 12", "no day"},
      {"date:..", "column 6", "no day"},
      {"date:>=", "column 8", "no day"},
      {"date:2021..2019", "column 6", "ends before"},
      {"so:>=a", "column 6", "no number"},
      {"level:cao", "column 7", "no level"},
      {"review:maybe", "column 8", "neither yes nor no"},
      {"dossier:*", "column 9", "no word"},
      {"compartment:\"nhân sự\"", "column 13", "no name of a compartment"},
      {"date:2019 OR level:mat", "column 11", "can't be alternatives"},
      {"date:2019 OR mật", "column 11", "can't be alternatives"},
      {"mật OR date:2019", "column 5", "can't be alternatives"},
      {"-date:2019 OR date:2020", "column 12", "can't be an alternative"},
      {"-date:2019", "column 1", "nothing to look for"},
      {"dossier:\"a b\"~5", "column 9", "as a whole"},
  };
  for (const Case& wrong : cases) {
    const auto query = parse_query(wrong.text);
    ASSERT_FALSE(query.has_value()) << wrong.text;
    EXPECT_EQ(query.error().code(), ErrorCode::kUsage);
    EXPECT_EQ(query.error().subject(), wrong.column) << wrong.text;
    EXPECT_NE(std::string(query.error().text()).find(wrong.part), std::string::npos)
        << wrong.text << ": " << query.error().text();
  }
}

TEST(QueryTest, ColumnsCountCharactersAndNotBytesOrMarks) {
  const auto query = parse_query("bi\xCC\x81 m\xC3\xA2\xCC\xA3t \"");
  ASSERT_FALSE(query.has_value());
  EXPECT_EQ(query.error().subject(), "column 8");
}

TEST(QueryTest, LongQueriesAreRefused) {
  EXPECT_FALSE(parse_query(std::string(kMaxQueryBytes + 1, 'a')).has_value());
  std::string many;
  for (std::size_t i = 0; i < kMaxQueryTerms; ++i) {
    many += "a ";
  }
  EXPECT_TRUE(parse_query(many).has_value());
  const auto more = parse_query(many + "b");
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().subject(), "column 257");
}

}  // namespace
}  // namespace tangthu::indexer
