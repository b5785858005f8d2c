// Packets that come and go, against the same packets all at once.
#include "indexer/waiting_segments.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

constexpr const char* kWords[] = {"mật", "mat", "nhà", "nước",
                                  "họp", "báo", "cáo", "tỉnh"};

Bytes random_packet(std::mt19937& random) {
  std::string text;
  for (std::size_t n = 1 + random() % 12; n > 0; --n)
    text += std::string(kWords[random() % std::size(kWords)]) + ' ';
  return write_packet({{text}, {{"number", std::to_string(random() % 9)}}});
}

using Packets = std::map<DocumentId, Bytes>;

WaitingPackets waiting(const Packets& packets) {
  WaitingPackets out;
  for (const auto& [id, packet] : packets)
    EXPECT_TRUE(out.add(id, packet));
  return out;
}

std::vector<SegmentView> all_at_once(const Packets& packets) {
  WaitingPackets held = waiting(packets);
  EXPECT_TRUE(held.sort());
  auto views = held.views(std::make_shared<BlockCache>());
  EXPECT_TRUE(views);
  return std::move(*views);
}

std::string answers(const std::vector<SegmentView>& views) {
  std::ostringstream out;
  out.precision(17);
  for (const char* query :
       {"mật", "mat", "\"nhà nước\"", "họp -báo", "tỉ* OR cáo", "so:3"}) {
    Demand demand;
    demand.limit = 1000;
    demand.count = true;
    const auto parsed = parse_query(query);
    EXPECT_TRUE(parsed) << query;
    const auto answer = evaluate(*parsed, views, demand);
    EXPECT_TRUE(answer) << query;
    out << query << ' ' << answer->total << '\n';
    for (const Hit& hit : answer->hits)
      out << hit.id.to_string() << ' ' << hit.rank << ' ' << hit.score << '\n';
  }
  return out.str();
}

TEST(WaitingSegmentsTest, WhatCameAndWentIsAsIfTheRestHadComeAtOnce) {
  std::mt19937 random(20261123);
  Packets there;
  WaitingSegments segments(std::make_shared<BlockCache>());
  for (int round = 0; round < 120; ++round) {
    Packets more;
    for (std::size_t n = random() % 4; n > 0; --n)
      more[DocumentId::random()] = random_packet(random);
    while (!there.empty() && random() % 3 == 0) {
      const auto gone =
          std::next(there.begin(), static_cast<int>(random() % there.size()));
      segments.remove(gone->first);
      // Some of them come back with other words: they were revised.
      if (random() % 2 == 0) more[gone->first] = random_packet(random);
      there.erase(gone);
    }
    ASSERT_TRUE(segments.add(waiting(more)));
    there.insert(more.begin(), more.end());
    ASSERT_EQ(segments.size(), there.size());
    ASSERT_EQ(answers(segments.views()), answers(all_at_once(there)))
        << "round " << round;
    std::vector<DocumentId> ids = segments.ids();
    std::sort(ids.begin(), ids.end());
    ASSERT_TRUE(std::equal(ids.begin(), ids.end(), there.begin(), there.end(),
                           [](const auto& a, const auto& b) { return a == b.first; }));
  }
}

TEST(WaitingSegmentsTest, SegmentsStayFew) {
  std::mt19937 random(7);
  WaitingSegments segments(std::make_shared<BlockCache>());
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(segments.add(waiting({{DocumentId::random(), random_packet(random)}})));
    ASSERT_LE(segments.views().size(), 6U) << i;
  }
}

TEST(WaitingSegmentsTest, NothingIsThereWhenAllHaveGone) {
  std::mt19937 random(8);
  WaitingSegments segments(std::make_shared<BlockCache>());
  EXPECT_TRUE(segments.views().empty());
  const DocumentId id = DocumentId::random();
  ASSERT_TRUE(segments.add(waiting({{id, random_packet(random)}})));
  segments.remove(DocumentId::random());
  EXPECT_EQ(segments.size(), 1U);
  segments.remove(id);
  EXPECT_EQ(segments.size(), 0U);
  EXPECT_TRUE(segments.views().empty());
  ASSERT_TRUE(segments.add({}));
  EXPECT_TRUE(segments.ids().empty());
}

}  // namespace
}  // namespace tangthu::indexer
