#include "indexer/facets.h"

#include <gtest/gtest.h>

#include "indexer/waiting_packets.h"

namespace tangthu::indexer {
namespace {

using Values = std::vector<FacetValue>;

DocumentId id_of(std::uint8_t number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  bytes[0] = number;
  return DocumentId::from_bytes(bytes);
}

PacketSource document(std::map<std::string, std::string> fields) {
  return {{"mật"}, std::move(fields)};
}

// Each document in a segment of its own.
std::vector<SegmentView> segments_of(const std::vector<PacketSource>& documents) {
  std::vector<SegmentView> out;
  std::uint8_t number = 0;
  for (const PacketSource& each : documents) {
    WaitingPackets packets;
    EXPECT_TRUE(packets.add(id_of(++number), write_packet(each)).has_value());
    EXPECT_TRUE(packets.sort().has_value());
    auto views = packets.views(std::make_shared<BlockCache>());
    EXPECT_TRUE(views.has_value());
    out.push_back(std::move(views->front()));
  }
  return out;
}

Facets facets_of(const char* text, const std::vector<SegmentView>& segments) {
  const auto query = parse_query(text);
  EXPECT_TRUE(query.has_value());
  Demand demand;
  demand.limit = 1;
  demand.count = true;
  const auto answer = evaluate(*query, segments, demand);
  EXPECT_TRUE(answer.has_value());
  auto facets = count_facets(segments, answer->documents);
  EXPECT_TRUE(facets.has_value());
  return std::move(*facets);
}

TEST(FacetsTest, SpellingsOfOneValueCountAsOne) {
  const auto segments =
      segments_of({document({{"type", "Tờ trình"}}), document({{"type", "QUYẾT ĐỊNH"}}),
                   document({{"type", "Quyết định"}}), document({{"type", "Quyết định"}}),
                   document({{"agency", "Sở Y tế"}})});
  const Facets facets = facets_of("mật", segments);
  EXPECT_EQ(facets.types.values, (Values{{"Quyết định", 3}, {"Tờ trình", 1}}));
  EXPECT_EQ(facets.types.without, 1U);
  EXPECT_EQ(facets.agencies.values, (Values{{"Sở Y tế", 1}}));
  EXPECT_EQ(facets.agencies.without, 4U);
}

TEST(FacetsTest, YearsAreOfTheDateOfIssueTheLatestFirst) {
  const auto segments =
      segments_of({document({{"date", "2019-12-31"}}), document({{"date", "2021-01-01"}}),
                   document({{"date", "2019-01-01"}}), document({{"date", "không rõ"}})});
  const Facets facets = facets_of("mật", segments);
  EXPECT_EQ(facets.years.values, (Values{{"2021", 1}, {"2019", 2}}));
  EXPECT_EQ(facets.years.without, 1U);
}

TEST(FacetsTest, OnlyWhatTheQueryFindsCountsHoweverFewAreShown) {
  auto segments = segments_of({document({{"type", "Tờ trình"}}),
                               document({{"type", "Quyết định"}}),
                               document({{"type", "Quyết định"}}),
                               {{"khác"}, {{"type", "Tờ trình"}}}});
  segments[2].dead.add(0);
  segments[2].dead_count = 1;
  const Facets facets = facets_of("mật", segments);
  EXPECT_EQ(facets.types.values, (Values{{"Quyết định", 1}, {"Tờ trình", 1}}));
  EXPECT_EQ(facets_of("vắng", segments), Facets());
}

}  // namespace
}  // namespace tangthu::indexer
