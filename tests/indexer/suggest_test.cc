#include "indexer/suggest.h"

#include <gtest/gtest.h>

#include "indexer/waiting_packets.h"

namespace tangthu::indexer {
namespace {

DocumentId id_of(int number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  bytes[0] = static_cast<std::uint8_t>(number >> 8);
  bytes[1] = static_cast<std::uint8_t>(number);
  return DocumentId::from_bytes(bytes);
}

// Each text in as many documents; `spread`: every document in a segment of its own.
std::vector<SegmentView> segments_of(
    const std::vector<std::pair<const char*, int>>& texts, bool spread = false) {
  std::vector<SegmentView> out;
  WaitingPackets packets;
  int number = 0;
  const auto flush = [&] {
    EXPECT_TRUE(packets.sort().has_value());
    auto views = packets.views(std::make_shared<BlockCache>());
    EXPECT_TRUE(views.has_value());
    for (SegmentView& view : *views)
      out.push_back(std::move(view));
    packets = {};
  };
  for (const auto& [text, count] : texts) {
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(packets.add(id_of(++number), write_packet({{text}, {}})).has_value());
      if (spread) flush();
    }
  }
  if (!spread) flush();
  return out;
}

std::string proposals(std::string_view text, const std::vector<SegmentView>& segments) {
  const auto query = parse_query(text);
  EXPECT_TRUE(query.has_value());
  const auto found = suggest(*query, segments);
  EXPECT_TRUE(found.has_value());
  std::string out;
  for (const Suggestion& suggestion : *found) {
    out += suggestion.word + "→" + suggestion.proposal + " " +
           std::to_string(suggestion.documents) + "; ";
  }
  return out;
}

TEST(SuggestTest, TheLikestWordIsProposedThenTheMostFrequent) {
  const auto segments =
      segments_of({{"quyết định", 3}, {"quyển", 6}, {"quyêt", 1}, {"quyệt", 1}});
  EXPECT_EQ(proposals("quyctt", segments), "quyctt→quyết 5; ");
  EXPECT_EQ(proposals("quyex định", segments), "quyex→quyển 6; ");
}

TEST(SuggestTest, WordsThatAreThereHaveNoSuggestion) {
  const auto segments = segments_of({{"quyết định", 3}, {"quyển", 5}});
  EXPECT_EQ(proposals("quyet dinh", segments), "");
  EXPECT_EQ(proposals("hoàn toàn khác", segments), "");
}

TEST(SuggestTest, ARareWordBesideAFrequentOneIsMisspelt) {
  EXPECT_EQ(proposals("dlnh", segments_of({{"định", 100}, {"dlnh", 1}})),
            "dlnh→định 100; ");
  EXPECT_EQ(proposals("dlnh", segments_of({{"định", 99}, {"dlnh", 1}})), "");
}

TEST(SuggestTest, OnlyLivingDocumentsCountHoweverTheyAreSpread) {
  for (const bool spread : {false, true}) {
    auto segments = segments_of({{"định", 1}, {"đinh", 2}, {"dính", 1}}, spread);
    EXPECT_EQ(proposals("dunh", segments), "dunh→đinh 4; ");
  }
  auto segments = segments_of({{"định", 1}, {"hoa", 1}});
  segments[0].dead.add(0);
  segments[0].dead_count = 1;
  EXPECT_EQ(proposals("dunh", segments), "");
}

TEST(SuggestTest, ANumberThatIsThereIsMeant) {
  const auto segments = segments_of({{"năm 2024", 100}, {"số 2025", 1}});
  EXPECT_EQ(proposals("2025", segments), "");
  EXPECT_EQ(proposals("20244", segments), "20244→2024 100; ");
}

TEST(SuggestTest, SignsCodesAndShortWordsAreLeftAlone) {
  const auto segments = segments_of({{"định quyết ubnd", 3}});
  EXPECT_EQ(proposals("quyết OR dun* dunh~ -dunh di 5/QĐ-UBNE", segments), "");
}

}  // namespace
}  // namespace tangthu::indexer
