#include "indexer/ranking.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

DocumentId id_of(std::uint8_t number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  bytes[0] = number;
  return DocumentId::from_bytes(bytes);
}

// The numbers of the documents found, best first. Documents count from 1.
struct Found {
  std::vector<Hit> hits;
  std::vector<int> numbers() const {
    std::vector<int> out;
    for (const Hit& hit : hits) {
      out.push_back(hit.id.bytes()[0]);
    }
    return out;
  }
};

Found search(std::string_view text, const std::vector<PacketSource>& documents,
             std::size_t limit = 100) {
  auto query = parse_query(text);
  EXPECT_TRUE(query.has_value()) << text;
  Ranking ranking(std::move(*query));
  std::uint8_t number = 0;
  for (const PacketSource& document : documents) {
    const Bytes bytes = write_packet(document);
    const auto packet = Packet::read(bytes);
    EXPECT_TRUE(packet.has_value());
    ranking.add(id_of(++number), *packet);
  }
  return {ranking.best(limit)};
}

PacketSource text(std::string words) {
  return {{std::move(words)}, {}};
}

using Numbers = std::vector<int>;

TEST(RankingTest, MarkedMatchesComeBeforeFoldedOnes) {
  const std::vector<PacketSource> documents = {
      text("mat mat mat mat mat mat"), text("mất mặt mắt mất mặt mắt mất mặt mắt"),
      text("một chữ mật trong rất nhiều chữ khác của một văn bản dài")};
  EXPECT_EQ(search("mật", documents).numbers()[0], 3);
  EXPECT_EQ(search("mật", documents).hits.size(), 3U);
}

TEST(RankingTest, AQueryWithoutMarksFindsAllFormsAlike) {
  const auto found = search("mat", {text("mật"), text("mat"), text("mắt")});
  EXPECT_EQ(found.numbers(), (Numbers{1, 2, 3}));
  EXPECT_EQ(found.hits[0].score, found.hits[2].score);
}

TEST(RankingTest, EachWordCountsByItsOwnMarks) {
  const std::vector<PacketSource> documents = {text("quyệt định"), text("quyết dính")};
  EXPECT_EQ(search("quyết dinh", documents).numbers(), (Numbers{2, 1}));
}

TEST(RankingTest, OldAndNewTonePlacementFindEachOther) {
  EXPECT_EQ(search("hòa thủy", {text("hoà bình thuỷ lợi")}).hits.size(), 1U);
}

TEST(RankingTest, CompoundsComeBeforeScatteredSyllables) {
  const std::vector<PacketSource> documents = {
      text("nước nhà bí mật nhà bí nước mật nước nhà mật bí nhà nước bí nhà mật nước"),
      text("một đoạn văn dài dòng về nhiều chuyện rồi mới nói đến bí mật nhà nước, sau "
           "đó lại nói tiếp về những chuyện khác không liên quan gì")};
  EXPECT_EQ(search("bí mật nhà nước", documents).numbers(), (Numbers{2, 1}));
  EXPECT_EQ(search("bi mat nha nuoc", documents).numbers(), (Numbers{2, 1}));
}

TEST(RankingTest, PhrasesMatchOnlyNeighboursInOrder) {
  const std::vector<PacketSource> documents = {text("nhà nước"), text("nước nhà"),
                                               text("nhà của nước")};
  EXPECT_EQ(search("\"nhà nước\"", documents).numbers(), (Numbers{1}));
}

TEST(RankingTest, APhraseRunsOverTheEndOfAPageButNotIntoAField) {
  const PacketSource over{{"bảo vệ bí mật", "nhà nước"}, {}};
  const auto found = search("\"bí mật nhà nước\"", {over});
  ASSERT_EQ(found.hits.size(), 1U);
  EXPECT_EQ(found.hits[0].pages, (Numbers{1, 2}));
  const PacketSource into{{"bí mật"}, {{"agency", "nhà"}, {"subject", "nước"}}};
  EXPECT_TRUE(search("\"mật nhà\"", {into}).hits.empty());
  EXPECT_TRUE(search("\"nhà nước\"", {into}).hits.empty());
}

TEST(RankingTest, FieldsNarrowWhereAWordMayStand) {
  const std::vector<PacketSource> documents = {
      {{"UBND tỉnh họp"}, {{"agency", "Sở Giáo dục"}, {"number", "12"}}},
      {{"họp"}, {{"agency", "UBND tỉnh"}, {"number", "582"}, {"symbol", "QĐ-UBND"}}}};
  EXPECT_EQ(search("agency:\"UBND tỉnh\"", documents).numbers(), (Numbers{2}));
  EXPECT_EQ(search("UBND", documents).hits.size(), 2U);
  EXPECT_EQ(search("number:582", documents).numbers(), (Numbers{2}));
  EXPECT_EQ(search("so:582/QĐ-UBND", documents).numbers(), (Numbers{2}));
  EXPECT_EQ(search("so:12 họp", documents).numbers(), (Numbers{1}));
  EXPECT_TRUE(search("signer:UBND", documents).hits.empty());
}

TEST(RankingTest, ExcludedWordsExclude) {
  const std::vector<PacketSource> documents = {text("văn bản mật"), text("văn bản mất"),
                                               text("văn bản")};
  EXPECT_EQ(search("văn -mật", documents).numbers(), (Numbers{3, 2}));
  EXPECT_EQ(search("văn -mat", documents).numbers(), (Numbers{3}));
  EXPECT_EQ(search("văn -\"bản mất\"", documents).numbers(), (Numbers{3, 1}));
}

TEST(RankingTest, AlternativesNeedOneOfThem) {
  const std::vector<PacketSource> documents = {text("sở y tế"), text("sở giáo dục"),
                                               text("sở xây dựng"), text("bộ y tế")};
  auto numbers = search("sở \"y tế\" OR \"giáo dục\"", documents).numbers();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (Numbers{1, 2}));
  EXPECT_EQ(search("+sở OR \"y tế\"", documents).numbers()[0], 1);
  EXPECT_EQ(search("+sở OR \"y tế\"", documents).hits.size(), 3U);
}

TEST(RankingTest, AnAlternativeThatStandsOnlyFoldedTakesNothingAway) {
  const std::vector<PacketSource> documents = {text("mật và thu"), text("mật và x")};
  EXPECT_EQ(search("mật OR thư", documents).numbers(), (Numbers{1, 2}));
}

TEST(RankingTest, DatesMatchInEveryForm) {
  const std::vector<PacketSource> documents = {text("Hà Nội, ngày 05 tháng 3 năm 2020"),
                                               text("ký 5/3/2020 tại"),
                                               {{"x"}, {{"date", "2020-03-05"}}},
                                               text("ngày 06 tháng 3 năm 2020")};
  for (const char* query : {"05/3/2020", "2020-03-05", "ngày 5 tháng 3 năm 2020"}) {
    EXPECT_EQ(search(query, documents).hits.size(), 3U) << query;
  }
  EXPECT_EQ(search("ngay:5.3.2020", documents).numbers(), (Numbers{3}));
}

TEST(RankingTest, CodesMatchAlsoWhereTheyWereReadWithBlanks) {
  const std::vector<PacketSource> documents = {
      text("Số: 582 /QĐ - SGDĐT"), text("QĐ 582 SGDĐT"), text("Số: 582/QĐ-SGDĐT")};
  auto numbers = search("582/qđ-sgdđt", documents).numbers();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (Numbers{1, 3}));
}

TEST(RankingTest, PrefixesMatchTheBeginningOfWords) {
  EXPECT_EQ(search("ngh*", {text("nghị định"), text("ngày")}).numbers(), (Numbers{1}));
}

TEST(RankingTest, RareWordsAndShortDocumentsWeighMore) {
  const std::vector<PacketSource> documents = {
      text("chung hiếm"), text("chung chung"), text("chung thường"),
      text("chung hiếm " + std::string("lê thê dài dòng văn tự "))};
  EXPECT_EQ(search("hiếm", documents).numbers(), (Numbers{1, 4}));
  EXPECT_EQ(search("chung OR hiếm", documents).numbers()[0], 1);
}

TEST(RankingTest, ThePagesAreThoseWithMatches) {
  const PacketSource document{
      {"a", "nhà máy", "bí mật nhà nước", "nước", "bí mật nhà nước"},
      {{"subject", "nhà"}}};
  EXPECT_EQ(search("nhà", {document}).hits[0].pages, (Numbers{2, 3, 5}));
  EXPECT_EQ(search("nhà nước", {document}).hits[0].pages, (Numbers{3, 5}));
  EXPECT_EQ(search("nước a", {document}).hits[0].pages, (Numbers{1, 3, 4, 5}));
}

TEST(RankingTest, AtMostAHundredPagesAreNamed) {
  PacketSource document;
  document.page_texts.assign(150, "mật");
  const auto found = search("mật", {document});
  EXPECT_EQ(found.hits[0].pages.size(), kMaxHitPages);
  EXPECT_EQ(found.hits[0].pages.back(), 100);
}

TEST(RankingTest, TheWordsThatMatchedAreNamed) {
  const auto found =
      search("mật OR vắng OR 5/3/2020 OR thư*", {text("Mật 05/3/2020 thưa")});
  EXPECT_EQ(found.hits[0].words,
            (std::vector<std::string>{"2020", "2020-03-05", "3", "5", "mat", "thu*"}));
}

TEST(RankingTest, TheOrderOfAddingChangesNothingAndTheLimitCuts) {
  const std::vector<PacketSource> documents = {text("mật mật a"), text("mật b c"),
                                               text("mật"), text("x")};
  const auto query = parse_query("mật");
  Ranking forward(*query);
  Ranking backward(*query);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::size_t j = documents.size() - 1 - i;
    const Bytes one = write_packet(documents[i]);
    const Bytes other = write_packet(documents[j]);
    forward.add(id_of(static_cast<std::uint8_t>(i)), *Packet::read(one));
    backward.add(id_of(static_cast<std::uint8_t>(j)), *Packet::read(other));
  }
  EXPECT_EQ(forward.size(), 3U);
  const auto a = forward.best(2);
  const auto b = backward.best(2);
  ASSERT_EQ(a.size(), 2U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].id, b[i].id);
    EXPECT_EQ(a[i].score, b[i].score);
  }
  EXPECT_TRUE(forward.best(0).empty());
}

TEST(RankingTest, NothingAddedFindsNothing) {
  EXPECT_TRUE(search("mật", {}).hits.empty());
}

}  // namespace
}  // namespace tangthu::indexer
