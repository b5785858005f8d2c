#include "indexer/analysis.h"

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "indexer/tone.h"

namespace tangthu::indexer {
namespace {

std::vector<std::string> marked(std::string_view text) {
  std::vector<std::string> out;
  for (const Token& token : analyse(text)) {
    out.push_back(token.marked);
  }
  return out;
}

std::string only_word(std::string_view text) {
  const auto tokens = analyse(text);
  EXPECT_EQ(tokens.size(), 1U) << text;
  return tokens.empty() ? "" : tokens.front().marked;
}

using Words = std::vector<std::string>;

TEST(AnalysisTest, WordsAreLowerCaseAndFoldedWithoutMarks) {
  const auto tokens = analyse("QUYẾT ĐỊNH về việc");
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_EQ(tokens[1].marked, "định");
  EXPECT_EQ(tokens[1].folded, "dinh");
  EXPECT_EQ(tokens[3].position, 3U);
}

TEST(AnalysisTest, ComposedAndDecomposedTextGiveTheSameTerms) {
  EXPECT_EQ(marked("Quye\xCC\x82\xCC\x81t \xC4\x91i\xCC\xA3nh"), marked("Quyết định"));
}

TEST(AnalysisTest, OldAndNewTonePlacementAreOneWord) {
  const std::pair<const char*, const char*> same[] = {
      {"hòa", "hoà"},     {"hóa", "hoá"},   {"tỏa", "toả"},       {"lõa", "loã"},
      {"họa", "hoạ"},     {"khỏe", "khoẻ"}, {"lòe", "loè"},       {"xòe", "xoè"},
      {"thủy", "thuỷ"},   {"ủy", "uỷ"},     {"lũy", "luỹ"},       {"tùy", "tuỳ"},
      {"HÒA", "hoà"},     {"tòan", "toàn"}, {"khỏang", "khoảng"}, {"hùynh", "huỳnh"},
      {"tíêng", "tiếng"}, {"đựơc", "được"}, {"qúy", "quý"},       {"nguỵên", "nguyện"},
      {"hòai", "hoài"},
  };
  for (const auto& [left, right] : same) {
    EXPECT_EQ(only_word(left), only_word(right)) << left;
  }
}

TEST(AnalysisTest, TonesThatStandRightStay) {
  for (const char* word :
       {"quý", "quà", "quả", "quỳnh", "già", "giá", "giữa", "gìn", "mùa", "của", "đường",
        "nghĩa", "khuỷu", "hoà", "thuỷ", "tiếng", "chìa", "lúa", "óc"}) {
    const std::u32string points = to_code_points(word);
    EXPECT_EQ(to_utf8(place_tone(points)), word);
  }
}

TEST(AnalysisTest, WordsThatDifferInToneStayDifferent) {
  EXPECT_NE(only_word("hòa"), only_word("hóa"));
  EXPECT_NE(only_word("mật"), only_word("mất"));
}

TEST(AnalysisTest, CodesAreKeptInPartsAndWhole) {
  const auto tokens = analyse("Số: 582/QĐ-SGDĐT ngày");
  ASSERT_EQ(tokens.size(), 6U);
  EXPECT_EQ(tokens[1].marked, "582");
  EXPECT_EQ(tokens[2].marked, "582/qđ-sgdđt");
  EXPECT_EQ(tokens[2].folded, "582/qd-sgddt");
  EXPECT_EQ(tokens[2].kind, TokenKind::kCode);
  EXPECT_EQ(tokens[2].position, 1U);
  EXPECT_EQ(tokens[3].marked, "qđ");
  EXPECT_EQ(tokens[3].position, 2U);
  EXPECT_EQ(tokens[5].position, 4U);
}

TEST(AnalysisTest, UsualCodesStandWhole) {
  for (const auto& [text, code] : {std::pair{"QĐ-UBND", "qđ-ubnd"},
                                   {"30/2020/NĐ-CP", "30/2020/nđ-cp"},
                                   {"(12/CT-TTg)", "12/ct-ttg"},
                                   {"117–NQ/TW,", "117-nq/tw"},
                                   {"45⁄NQ-HĐND", "45/nq-hđnd"}}) {
    const auto tokens = analyse(text);
    ASSERT_GE(tokens.size(), 2U);
    EXPECT_EQ(tokens[1].marked, code);
    EXPECT_EQ(tokens[1].position, 0U);
  }
}

TEST(AnalysisTest, ADashBetweenBlanksJoinsNothing) {
  EXPECT_EQ(marked("kinh tế - xã hội"), (Words{"kinh", "tế", "xã", "hội"}));
}

TEST(AnalysisTest, ACodeOfVeryManyPartsStaysInParts) {
  EXPECT_EQ(marked("1/2/3/4/5/6/7/8/9").size(), 9U);
}

TEST(AnalysisTest, OffsetsPointIntoTheComposedText) {
  const std::string text = "(Tu\xCC\x9B phap) Số 5/QĐ";
  const std::u32string points = to_code_points(to_nfc(text));
  const auto tokens = analyse(text);
  ASSERT_EQ(tokens.size(), 6U);
  EXPECT_EQ(to_utf8(points.substr(tokens[0].begin, tokens[0].end - tokens[0].begin)),
            "Tư");
  EXPECT_EQ(to_utf8(points.substr(tokens[4].begin, tokens[4].end - tokens[4].begin)),
            "5/QĐ");
}

TEST(AnalysisTest, LongWordsAreCutBetweenCodePoints) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += "ế";  // three bytes each
  }
  const std::string word = only_word(text);
  EXPECT_EQ(word.size(), 126U);
  EXPECT_EQ(to_nfc(word), word);
}

TEST(AnalysisTest, StopsAfterTheLastAllowedWord) {
  EXPECT_EQ(analyse("một hai ba bốn", 3).size(), 3U);
  EXPECT_TRUE(analyse("một", 0).empty());
}

TEST(AnalysisTest, TextWithoutWordsHasNoTokens) {
  EXPECT_TRUE(analyse("").empty());
  EXPECT_TRUE(analyse(" … -- /// \xF0\x9F\x93\x84 \xCC\x81").empty());
}

TEST(AnalysisTest, BytesThatAreNotUtf8PartWords) {
  EXPECT_EQ(marked("mật\xFF\xFEthư"), (Words{"mật", "thư"}));
}

}  // namespace
}  // namespace tangthu::indexer
