// "Meaning of a query" (docs/INDEX.md), as the reference takes it, by hand.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/indexer/reference.h"

namespace tangthu::indexer {
namespace {

DocumentId id_of(std::size_t number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  bytes[0] = static_cast<std::uint8_t>(number);
  return DocumentId::from_bytes(bytes);
}

PacketSource text(std::string words) {
  return {{std::move(words)}, {}};
}

std::vector<Ranked> search(std::string_view query,
                           const std::vector<PacketSource>& documents) {
  Reference reference;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    reference.add(id_of(i + 1), documents[i]);
  }
  const auto parsed = parse_query(query);
  EXPECT_TRUE(parsed.has_value()) << query;
  return reference.search(*parsed);
}

using Numbers = std::vector<int>;

// The documents found, best first, counted from 1.
Numbers numbers(std::string_view query, const std::vector<PacketSource>& documents) {
  Numbers out;
  for (const Ranked& found : search(query, documents)) {
    out.push_back(found.id.bytes()[0]);
  }
  return out;
}

Numbers tiers(std::string_view query, const std::vector<PacketSource>& documents) {
  Numbers out;
  for (const Ranked& found : search(query, documents)) {
    out.push_back(found.tier);
  }
  return out;
}

TEST(MeaningTest, MarkedBeforeFoldedAndTogetherBeforeApart) {
  const std::vector<PacketSource> documents = {
      text("mat bi"), text("mật x bí"), text("bi mat"), text("bí mật"), text("không")};
  EXPECT_EQ(numbers("bí mật", documents), (Numbers{4, 2, 3, 1}));
  EXPECT_EQ(tiers("bí mật", documents), (Numbers{0, 1, 2, 3}));
  EXPECT_EQ(tiers("bi mat", documents), (Numbers{0, 0, 1, 1}));
  EXPECT_EQ(tiers("bí", documents), (Numbers{0, 0, 2, 2}));
}

TEST(MeaningTest, AnAlternativeStandsAsMarkedWhereOneOfItsWordsDoes) {
  EXPECT_EQ(tiers("mật OR thư", {text("mật thu"), text("mat thu")}), (Numbers{0, 2}));
}

TEST(MeaningTest, ExcludedWordsAreTakenWithTheirMarks) {
  EXPECT_EQ(numbers("văn -mật", {text("văn mật"), text("văn mất")}), (Numbers{2}));
  EXPECT_EQ(numbers("văn -mat", {text("văn mật"), text("văn mất")}), Numbers{});
}

TEST(MeaningTest, TheNumberGoesOnIntoTheSymbolAndNowhereElse) {
  const std::vector<PacketSource> documents = {
      {{}, {{"number", "582"}, {"subject", "x"}, {"symbol", "QĐ-UBND"}}},
      {{}, {{"symbol", "QĐ-UBND"}}},
      {{"582/QĐ-UBND"}, {}}};
  EXPECT_EQ(numbers("so:582/QĐ-UBND", documents), (Numbers{1}));
  EXPECT_EQ(numbers("so:UBND", documents), (Numbers{1}));
  EXPECT_EQ(numbers("\"582 QĐ\"", documents), (Numbers{3}));
}

TEST(MeaningTest, AWordScoresByThePaper) {
  const std::vector<PacketSource> documents = {text("mật mật a"), text("b c d"),
                                               text("e")};
  const auto found = search("mật", documents);
  ASSERT_EQ(found.size(), 1U);
  const double idf = std::log(1 + (3 - 1 + 0.5) / 1.5);
  const double norm = 1.2 * (0.25 + 0.75 * 3 / (7.0 / 3));
  EXPECT_NEAR(found[0].score, idf * 2 * 2.2 / (2 + norm), 1e-12);
}

TEST(MeaningTest, EachModeHasItsOwnFrequencies) {
  const auto found = search("mật", {text("mật mat"), text("mat mat"), text("x y")});
  ASSERT_EQ(found.size(), 2U);
  const double norm = 1.2 * (0.25 + 0.75 * 2 / 2);
  EXPECT_NEAR(found[0].score, std::log(1 + 2.5 / 1.5) * 2.2 / (1 + norm), 1e-12);
  EXPECT_NEAR(found[1].score, std::log(1 + 1.5 / 2.5) * 2 * 2.2 / (2 + norm), 1e-12);
}

TEST(MeaningTest, APairWeighsAsItsLesserWord) {
  const auto found = search("a b", {text("a b"), text("a c"), text("d d")});
  ASSERT_EQ(found.size(), 1U);
  const auto idf = [](double n) { return std::log(1 + (3 - n + 0.5) / (n + 0.5)); };
  const double saturation = 2.2 / (1 + 1.2);
  EXPECT_NEAR(found[0].score, (idf(2) + idf(1) + idf(2)) * saturation, 1e-12);
}

TEST(MeaningTest, APhraseWeighsAsItsWordsTogetherAndAPrefixAsAllItStandsFor) {
  const std::vector<PacketSource> documents = {text("nhà nước"), text("nhà nhã"),
                                               text("x y"), text("x y")};
  const auto idf = [](double n) { return std::log(1 + (4 - n + 0.5) / (n + 0.5)); };
  const double saturation = 2.2 / (1 + 1.2);
  EXPECT_NEAR(search("\"nhà nước\"", documents)[0].score, (idf(2) + idf(1)) * saturation,
              1e-12);
  EXPECT_NEAR(search("nuo*", documents)[0].score, idf(1) * saturation, 1e-12);
  // nha is one term without marks; nhà and nhã begin with "nh" as marked ones do.
  EXPECT_NEAR(search("nh*", documents)[1].score, idf(2) * saturation, 1e-12);
}

TEST(MeaningTest, ACodeCountsOnceWhereItStandsWholeAndInParts) {
  const std::vector<PacketSource> documents = {text("số 5/QĐ"), text("số 5 /QĐ"),
                                               text("5 x QĐ")};
  const auto found = search("5/QĐ", documents);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].score, found[1].score);
}

TEST(MeaningTest, WordsNearEachOtherStandInAnyOrderWithinReach) {
  const std::vector<PacketSource> documents = {
      text("nước x y nhà"), text("nhà x y z nước"), {{"nhà"}, {{"subject", "nước"}}}};
  EXPECT_EQ(numbers("\"nhà nước\"~3", documents), (Numbers{1}));
  EXPECT_EQ(numbers("\"nhà nước\"~4", documents), (Numbers{1, 2}));
}

TEST(MeaningTest, FuzzyWordsStandForThoseLikeThem) {
  const std::vector<PacketSource> documents = {text("quyết"), text("quyêl"), text("nhà")};
  EXPECT_EQ(numbers("quyet~", documents), (Numbers{1, 2}));
}

TEST(MeaningTest, WhatFuzzyWordsCostGoesBeforeTheScore) {
  const std::vector<PacketSource> documents = {text("quyêl quyêl quyêl"),
                                               text("x y z quyết quyêl"), text("qnyêl")};
  EXPECT_EQ(numbers("quyet~", documents), (Numbers{2, 1, 3}));
  EXPECT_EQ(numbers("quyet~ OR x", documents), (Numbers{2, 1, 3}));
}

TEST(MeaningTest, FiltersDecideAndDoNotScore) {
  const std::vector<PacketSource> documents = {
      {{"mật"}, {{"date", "2020-03-05"}, {"number", "30"}, {"symbol", "2020/NĐ-CP"}}},
      {{"mật"}, {{"date", "2021-03-05"}, {"number", "7"}}},
      text("mật")};
  EXPECT_EQ(numbers("mật date:2020", documents), (Numbers{1}));
  EXPECT_EQ(numbers("mật -date:2020", documents), (Numbers{3, 2}));
  EXPECT_EQ(numbers("so:>20", documents), (Numbers{1}));
  EXPECT_EQ(numbers("so:>1000", documents), Numbers{});
}

TEST(MeaningTest, ARemovedDocumentCountsForNothing) {
  Reference reference;
  reference.add(id_of(1), text("mật"));
  reference.add(id_of(2), text("mật mật"));
  const auto query = parse_query("mật");
  reference.remove(id_of(2));
  const auto found = reference.search(*query);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].score, std::log(1 + 0.5 / 1.5), 1e-12);
}

}  // namespace
}  // namespace tangthu::indexer
