#include "indexer/waiting_packets.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "indexer/inverter.h"

namespace tangthu::indexer {
namespace {

SegmentBuilder::Sink into(Bytes& bytes) {
  return [&bytes](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  };
}

struct Kept {
  DocumentId id;
  Bytes packet;
};

std::vector<Kept> some_packets(std::size_t count) {
  std::mt19937 random(31);
  std::vector<Kept> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = "bí mật số " + std::to_string(random() % 5000);
    for (std::size_t n = random() % 8; n > 0; --n)
      text += " nhà nước " + std::to_string(random() % 100) + "/QĐ-UBND";
    out.push_back(
        {DocumentId::random(), write_packet({{text}, {{"type", "Quyết định"}}})});
  }
  return out;
}

// All packets at once.
Bytes inverted(std::vector<Kept> kept) {
  std::sort(kept.begin(), kept.end(),
            [](const Kept& a, const Kept& b) { return a.id < b.id; });
  std::vector<Packet> packets;
  for (const Kept& each : kept)
    packets.push_back(Packet::read(each.packet).value());
  Inverter inverter;
  for (const Packet& packet : packets)
    inverter.add(packet);
  Bytes out;
  SegmentBuilder builder(into(out));
  EXPECT_TRUE(inverter.write(builder).has_value());
  EXPECT_TRUE(builder.finish().has_value());
  return out;
}

TEST(WaitingPacketsTest, RunsMakeTheSegmentThatAllTogetherWould) {
  for (const std::size_t count :
       {WaitingPackets::kRunDocuments, 2 * WaitingPackets::kRunDocuments + 1}) {
    const std::vector<Kept> kept = some_packets(count);
    WaitingPackets packets;
    for (const Kept& each : kept)
      ASSERT_TRUE(packets.add(each.id, each.packet).has_value());
    ASSERT_TRUE(packets.sort().has_value());
    EXPECT_EQ(packets.size(), count);
    EXPECT_TRUE(std::is_sorted(packets.ids().begin(), packets.ids().end()));
    Bytes bytes;
    ASSERT_TRUE(packets.write(0, into(bytes)).has_value());
    EXPECT_TRUE(bytes == inverted(kept)) << count;
  }
}

// 1.4 GB for 50,000 documents, when all packets were held.
TEST(WaitingPacketsTest, PacketsOfRunsThatEndedAreNotHeld) {
  const std::vector<Kept> kept = some_packets(2 * WaitingPackets::kRunDocuments);
  WaitingPackets packets;
  std::uint64_t all = 0;
  for (const Kept& each : kept) {
    all += each.packet.size();
    ASSERT_TRUE(packets.add(each.id, each.packet).has_value());
  }
  EXPECT_LT(packets.bytes(), all * 3 / 4);
  ASSERT_TRUE(packets.sort().has_value());
  EXPECT_LT(packets.bytes(), all / 4);
}

}  // namespace
}  // namespace tangthu::indexer
