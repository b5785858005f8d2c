#include "indexer/evaluate.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "indexer/waiting_packets.h"

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
             std::size_t limit = 100, const std::optional<Label>& label = {}) {
  const auto query = parse_query(text);
  EXPECT_TRUE(query.has_value()) << text;
  WaitingPackets packets;
  std::uint8_t number = 0;
  for (const PacketSource& document : documents) {
    EXPECT_TRUE(packets.add(id_of(++number), write_packet(document)).has_value());
  }
  EXPECT_TRUE(packets.sort().has_value());
  auto views = packets.views(std::make_shared<BlockCache>());
  EXPECT_TRUE(views.has_value());
  for (SegmentView& view : *views)
    view.label = label;
  Demand demand;
  demand.limit = limit;
  auto answer = evaluate(*query, *views, demand);
  EXPECT_TRUE(answer.has_value());
  return {std::move(answer->hits)};
}

PacketSource text(std::string words) {
  return {{std::move(words)}, {}};
}

using Numbers = std::vector<int>;

TEST(EvaluateTest, MarkedMatchesComeBeforeFoldedOnes) {
  const std::vector<PacketSource> documents = {
      text("mat mat mat mat mat mat"), text("mất mặt mắt mất mặt mắt mất mặt mắt"),
      text("một chữ mật trong rất nhiều chữ khác của một văn bản dài")};
  EXPECT_EQ(search("mật", documents).numbers()[0], 3);
  EXPECT_EQ(search("mật", documents).hits.size(), 3U);
}

TEST(EvaluateTest, AQueryWithoutMarksFindsAllFormsAlike) {
  const auto found = search("mat", {text("mật"), text("mat"), text("mắt")});
  EXPECT_EQ(found.numbers(), (Numbers{1, 2, 3}));
  EXPECT_EQ(found.hits[0].score, found.hits[2].score);
}

TEST(EvaluateTest, EachWordCountsByItsOwnMarks) {
  const std::vector<PacketSource> documents = {text("quyệt định"), text("quyết dính")};
  EXPECT_EQ(search("quyết dinh", documents).numbers(), (Numbers{2, 1}));
}

TEST(EvaluateTest, OldAndNewTonePlacementFindEachOther) {
  EXPECT_EQ(search("hòa thủy", {text("hoà bình thuỷ lợi")}).hits.size(), 1U);
}

TEST(EvaluateTest, CompoundsComeBeforeScatteredSyllables) {
  const std::vector<PacketSource> documents = {
      text("nước nhà bí mật nhà bí nước mật nước nhà mật bí nhà nước bí nhà mật nước"),
      text("một đoạn văn dài dòng về nhiều chuyện rồi mới nói đến bí mật nhà nước, sau "
           "đó lại nói tiếp về những chuyện khác không liên quan gì")};
  EXPECT_EQ(search("bí mật nhà nước", documents).numbers(), (Numbers{2, 1}));
  EXPECT_EQ(search("bi mat nha nuoc", documents).numbers(), (Numbers{2, 1}));
}

TEST(EvaluateTest, PhrasesMatchOnlyNeighboursInOrder) {
  const std::vector<PacketSource> documents = {text("nhà nước"), text("nước nhà"),
                                               text("nhà của nước")};
  EXPECT_EQ(search("\"nhà nước\"", documents).numbers(), (Numbers{1}));
}

TEST(EvaluateTest, APhraseRunsOverTheEndOfAPageButNotIntoAField) {
  const PacketSource over{{"bảo vệ bí mật", "nhà nước"}, {}};
  const auto found = search("\"bí mật nhà nước\"", {over});
  ASSERT_EQ(found.hits.size(), 1U);
  EXPECT_EQ(found.hits[0].pages, (Numbers{1, 2}));
  const PacketSource into{{"bí mật"}, {{"agency", "nhà"}, {"subject", "nước"}}};
  EXPECT_TRUE(search("\"mật nhà\"", {into}).hits.empty());
  EXPECT_TRUE(search("\"nhà nước\"", {into}).hits.empty());
}

TEST(EvaluateTest, FieldsNarrowWhereAWordMayStand) {
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

TEST(EvaluateTest, ExcludedWordsExclude) {
  const std::vector<PacketSource> documents = {text("văn bản mật"), text("văn bản mất"),
                                               text("văn bản")};
  EXPECT_EQ(search("văn -mật", documents).numbers(), (Numbers{3, 2}));
  EXPECT_EQ(search("văn -mat", documents).numbers(), (Numbers{3}));
  EXPECT_EQ(search("văn -\"bản mất\"", documents).numbers(), (Numbers{3, 1}));
}

TEST(EvaluateTest, AlternativesNeedOneOfThem) {
  const std::vector<PacketSource> documents = {text("sở y tế"), text("sở giáo dục"),
                                               text("sở xây dựng"), text("bộ y tế")};
  auto numbers = search("sở \"y tế\" OR \"giáo dục\"", documents).numbers();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (Numbers{1, 2}));
  EXPECT_EQ(search("+sở OR \"y tế\"", documents).numbers()[0], 1);
  EXPECT_EQ(search("+sở OR \"y tế\"", documents).hits.size(), 3U);
}

TEST(EvaluateTest, AnAlternativeThatStandsOnlyFoldedTakesNothingAway) {
  const std::vector<PacketSource> documents = {text("mật và thu"), text("mật và x")};
  EXPECT_EQ(search("mật OR thư", documents).numbers(), (Numbers{1, 2}));
}

TEST(EvaluateTest, DatesMatchInEveryForm) {
  const std::vector<PacketSource> documents = {text("Hà Nội, ngày 05 tháng 3 năm 2020"),
                                               text("ký 5/3/2020 tại"),
                                               {{"x"}, {{"date", "2020-03-05"}}},
                                               text("ngày 06 tháng 3 năm 2020")};
  for (const char* query : {"05/3/2020", "2020-03-05", "ngày 5 tháng 3 năm 2020"}) {
    EXPECT_EQ(search(query, documents).hits.size(), 3U) << query;
  }
  EXPECT_EQ(search("ngay:5.3.2020", documents).numbers(), (Numbers{3}));
}

TEST(EvaluateTest, FuzzyWordsFindWhatWasMisread) {
  const std::vector<PacketSource> documents = {text("quyết định về bảo mật"),
                                               text("quyêt dlnh"),
                                               text("qnyết"),
                                               text("ký"),
                                               {{"x"}, {{"signer", "Nguyen Quyet"}}}};
  auto numbers = search("quyết~", documents).numbers();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (Numbers{1, 2, 3, 5}));
  EXPECT_EQ(search("dinh~ quyết~", documents).numbers(), (Numbers{1, 2}));
  EXPECT_EQ(search("signer:quyct~", documents).numbers(), (Numbers{5}));
  EXPECT_EQ(search("ký -quyết~", documents).numbers(), (Numbers{4}));
  const Found found = search("dinh~", documents);
  EXPECT_EQ(found.hits[0].words, (std::vector<std::string>{"dinh", "dlnh"}));
}

// Three letters taken for others went before one, and before the word itself.
TEST(EvaluateTest, FuzzyWordsRankByWhatTheirMistakesCost) {
  const std::vector<PacketSource> documents = {
      text("hoặch hoặch hoặch"), text("hoạcb hoạcb"), text("x y z t hoạch"),
      text("hcạcb hcạcb hcạcb hcạcb"), text("hoạch hcạcb")};
  const Found found = search("hoạch~", documents);
  EXPECT_EQ(found.numbers(), (Numbers{1, 5, 3, 2, 4}));
  std::vector<std::uint32_t> costs;
  for (const Hit& hit : found.hits)
    costs.push_back(hit.cost);
  EXPECT_EQ(costs, (std::vector<std::uint32_t>{0, 0, 0, 2, 4}));
  EXPECT_EQ(search("hoạch~", documents, 2).numbers(), (Numbers{1, 5}));
}

// Where another word of the group stands, nothing was misread.
TEST(EvaluateTest, OfAlternativesTheCheapestCounts) {
  const std::vector<PacketSource> documents = {text("hoạcb kê"), text("định"),
                                               text("hoạch")};
  const Found found = search("hoạch~ OR định", documents);
  ASSERT_EQ(found.hits.size(), 3U);
  EXPECT_EQ(found.hits.back().id, id_of(1));
  EXPECT_EQ(found.hits.back().cost, 2U);
}

TEST(EvaluateTest, NearWordsStandInAnyOrderWithinReach) {
  const std::vector<PacketSource> documents = {
      text("bí a b mật"),
      text("mật a bí"),
      text("bí a b c d mật"),
      {{"trang mật", "bí"}, {{"signer", "Trần Văn Nam"}}}};
  auto numbers = [&](const char* query) {
    auto found = search(query, documents).numbers();
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(numbers("\"bí mật\"~3"), (Numbers{1, 2, 4}));
  EXPECT_EQ(numbers("\"bí mật\"~2"), (Numbers{2, 4}));
  EXPECT_EQ(numbers("\"bí mật bí\"~1"), (Numbers{4}));
  EXPECT_EQ(numbers("signer:\"nam trần\"~2"), (Numbers{4}));
  EXPECT_EQ(numbers("bí -\"bí mật\"~4"), (Numbers{3}));
  EXPECT_EQ(search("\"bí mật\"~3 trang", documents).hits[0].pages, (Numbers{1, 2}));
}

// "kế hoạch"~2 found a plan's title page whose subject began with the other word.
TEST(EvaluateTest, NearnessNeverReachesFromTheTextIntoAField) {
  const std::vector<PacketSource> documents = {
      {{"về kế"}, {{"agency", "hoạch định"}, {"signer", "Nam"}}},
      {{"khác"}, {{"subject", "kế của hoạch"}}}};
  EXPECT_EQ(search("\"kế hoạch\"~100", documents).numbers(), (Numbers{2}));
  EXPECT_EQ(search("subject:\"hoạch kế\"~2", documents).numbers(), (Numbers{2}));
  EXPECT_EQ(search("agency:\"định hoạch\"~1", documents).numbers(), (Numbers{1}));
  EXPECT_EQ(search("\"định nam\"~2", documents).numbers(), (Numbers{1}));
}

TEST(EvaluateTest, FiltersDecideAndDoNotScore) {
  const std::vector<PacketSource> documents = {
      {{"mật"}, {{"date", "2019-03-05"}, {"number", "87a"}, {"dossier", "HS-01"}}},
      {{"mật"}, {{"date", "2019-12-31"}, {"number", "120"}, {"@review", "field"}}},
      {{"mật"}, {{"date", "2021-01-01"}, {"fonds", "Phông 12"}}},
      {{"mật"}, {{"@added", "1583366400"}}}};  // 2020-03-05T00:00:00Z
  const std::pair<const char*, Numbers> cases[] = {
      {"date:2019", {1, 2}},
      {"-date:2019", {3, 4}},
      {"date:2019-03 OR date:>=2021", {1, 3}},
      {"date:>2019-03", {2, 3}},
      {"date:<=31/12/2019", {1, 2}},
      {"date:2019-12-31..2021", {2, 3}},
      {"ngay:\"ngày 5 tháng 3 năm 2019\"", {1}},
      {"number:80..100", {1}},
      {"-number:80..100", {2, 3, 4}},
      {"number:>87", {2}},
      {"dossier:hs-01", {1}},
      {"dossier:hs*", {1}},
      {"dossier:hs", {}},
      {"fonds:\"phong 12\"", {3}},
      {"review:yes", {2}},
      {"review:không", {1, 3, 4}},
      {"added:2020-03-05", {4}},
      {"added:<2020-03-05", {}},
      {"added:<=2020-03", {4}},
      {"added:>2020-03-04", {4}},
      {"added:2020-03-04", {}},
      {"added:..1960", {}},
  };
  for (const auto& [filter, numbers] : cases) {
    const Found found = search(std::string("mật ") + filter, documents);
    auto ordered = found.numbers();
    std::sort(ordered.begin(), ordered.end());
    EXPECT_EQ(ordered, numbers) << filter;
    // A filter alone finds the same, and the score is that of the words.
    if (filter[0] == '-') continue;
    auto alone = search(filter, documents).numbers();
    std::sort(alone.begin(), alone.end());
    EXPECT_EQ(alone, numbers) << filter;
  }
  const std::vector<PacketSource> alike(2, {{"mật"}, {{"date", "2019-03-05"}}});
  EXPECT_EQ(search("mật date:2019", alike).hits[0].score,
            search("mật", alike).hits[0].score);
}

TEST(EvaluateTest, LevelsAndCompartmentsAreThoseOfTheLabel) {
  const std::vector<PacketSource> documents = {text("mật")};
  const auto finds = [&](const char* query, const std::optional<Label>& label) {
    return !search(query, documents, 100, label).hits.empty();
  };
  const Label label{Level::kToiMat, {"nhan-su"}};
  EXPECT_TRUE(finds("mật level:toi-mat", label));
  EXPECT_TRUE(finds("mật level:\"tối mật\"", label));
  EXPECT_TRUE(finds("mật level:>=mat compartment:nhan-su", label));
  EXPECT_TRUE(finds("mật -compartment:tai-chinh", label));
  EXPECT_FALSE(finds("mật level:<=mat", label));
  EXPECT_FALSE(finds("mật compartment:tai-chinh", label));
  EXPECT_FALSE(finds("mật level:toi-mat", std::nullopt));
}

TEST(EvaluateTest, CodesMatchAlsoWhereTheyWereReadWithBlanks) {
  const std::vector<PacketSource> documents = {
      text("Số: 582 /QĐ - SGDĐT"), text("QĐ 582 SGDĐT"), text("Số: 582/QĐ-SGDĐT")};
  auto numbers = search("582/qđ-sgdđt", documents).numbers();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (Numbers{1, 3}));
}

TEST(EvaluateTest, PrefixesMatchTheBeginningOfWords) {
  EXPECT_EQ(search("ngh*", {text("nghị định"), text("ngày")}).numbers(), (Numbers{1}));
}

TEST(EvaluateTest, RareWordsAndShortDocumentsWeighMore) {
  const std::vector<PacketSource> documents = {
      text("chung hiếm"), text("chung chung"), text("chung thường"),
      text("chung hiếm " + std::string("lê thê dài dòng văn tự "))};
  EXPECT_EQ(search("hiếm", documents).numbers(), (Numbers{1, 4}));
  EXPECT_EQ(search("chung OR hiếm", documents).numbers()[0], 1);
}

TEST(EvaluateTest, ThePagesAreThoseWithMatches) {
  const PacketSource document{
      {"a", "nhà máy", "bí mật nhà nước", "nước", "bí mật nhà nước"},
      {{"subject", "nhà"}}};
  EXPECT_EQ(search("nhà", {document}).hits[0].pages, (Numbers{2, 3, 5}));
  EXPECT_EQ(search("nhà nước", {document}).hits[0].pages, (Numbers{3, 5}));
  EXPECT_EQ(search("nước a", {document}).hits[0].pages, (Numbers{1, 3, 4, 5}));
}

TEST(EvaluateTest, AtMostAHundredPagesAreNamed) {
  PacketSource document;
  document.page_texts.assign(150, "mật");
  const auto found = search("mật", {document});
  EXPECT_EQ(found.hits[0].pages.size(), kMaxHitPages);
  EXPECT_EQ(found.hits[0].pages.back(), 100);
}

TEST(EvaluateTest, TheWordsThatMatchedAreNamed) {
  const auto found =
      search("mật OR vắng OR 5/3/2020 OR thư*", {text("Mật 05/3/2020 thưa")});
  EXPECT_EQ(found.hits[0].words,
            (std::vector<std::string>{"2020-03-05", "5 3 2020", "mat", "thu*"}));
}

TEST(EvaluateTest, TheLimitCuts) {
  const std::vector<PacketSource> documents = {text("mật mật a"), text("mật b c"),
                                               text("mật"), text("x")};
  const Numbers all = search("mật", documents).numbers();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(search("mật", documents, 2).numbers(), (Numbers{all[0], all[1]}));
  EXPECT_TRUE(search("mật", documents, 0).hits.empty());
}

TEST(EvaluateTest, NothingAddedFindsNothing) {
  EXPECT_TRUE(search("mật", {}).hits.empty());
}

}  // namespace
}  // namespace tangthu::indexer
