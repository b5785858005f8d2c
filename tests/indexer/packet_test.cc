#include "indexer/packet.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/indexer/packet_search.h"

namespace tangthu::indexer {
namespace {

PacketSource decision() {
  return {{"Số: 582/QĐ-SGDĐT\nHà Nội, ngày 05 tháng 3 năm 2020\nQUYẾT ĐỊNH bảo vệ bí mật",
           "", "nhà nước và quyet dinh khác"},
          {{"agency", "UBND tỉnh Thái Bình"}, {"number", "582"}, {"signer", ""}}};
}

Packet read_ok(const Bytes& bytes) {
  auto packet = Packet::read(bytes);
  EXPECT_TRUE(packet.has_value());
  return std::move(*packet);
}

using Postings = std::vector<Posting>;

TEST(PacketTest, WhatWasWrittenIsFoundWithPageAndPosition) {
  const Bytes bytes = write_packet(decision());
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(marked_in(packet, "bí"), (Postings{{1, 16}}));
  EXPECT_EQ(marked_in(packet, "nhà"), (Postings{{3, 18}}));
  EXPECT_EQ(folded_in(packet, "quyet"), (Postings{{1, 12}, {3, 21}}));
  EXPECT_EQ(marked_in(packet, "quyết"), (Postings{{1, 12}}));
  EXPECT_EQ(marked_in(packet, "quyet"), (Postings{{3, 21}}));
  EXPECT_TRUE(marked_in(packet, "vắng").empty());
  EXPECT_TRUE(folded_in(packet, "").empty());
}

TEST(PacketTest, PositionsRunOverTheEndOfAPage) {
  const Bytes bytes = write_packet(decision());
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(marked_in(packet, "mật")[0].position + 1,
            marked_in(packet, "nhà")[0].position);
}

TEST(PacketTest, CodesAndDatesAreTerms) {
  const Bytes bytes = write_packet(decision());
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(folded_in(packet, "582/qd-sgddt"), (Postings{{1, 1}}));
  EXPECT_EQ(marked_in(packet, "2020-03-05"), (Postings{{1, 6}}));
}

TEST(PacketTest, FieldsAreKeptAndSearchableOnPageZero) {
  const Bytes bytes = write_packet(decision());
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(packet.fields(), decision().fields);
  const auto range = packet.field_range("agency");
  ASSERT_TRUE(range);
  const Postings found = marked_in(packet, "ubnd");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].page, 0U);
  EXPECT_EQ(found[0].position, range->begin);
  EXPECT_EQ(range->end - range->begin, 4U);
  EXPECT_FALSE(packet.field_range("nobody"));
}

TEST(PacketTest, AGapPartsFieldsFromTextAndFromEachOther) {
  const Bytes bytes = write_packet({{"một"}, {{"a", "hai"}, {"b", "ba"}}});
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(marked_in(packet, "một")[0].position, 0U);
  EXPECT_EQ(marked_in(packet, "hai")[0].position, 2U);
  EXPECT_EQ(marked_in(packet, "ba")[0].position, 4U);
}

TEST(PacketTest, CountsWordsAndPages) {
  const Bytes bytes = write_packet(decision());
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(packet.page_count(), 3U);
  EXPECT_EQ(packet.token_count(), 29U);
}

TEST(PacketTest, PrefixesFindEveryTermThatBeginsSo) {
  const Bytes bytes = write_packet({{"quy quyền quyết que"}, {}});
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(beginning_in(packet, "quye"), (Postings{{1, 1}, {1, 2}}));
  EXPECT_EQ(postings_of(packet,
                        [](const Packet::Entry& entry) {
                          return entry.marked.starts_with("quyế");
                        }),
            (Postings{{1, 2}}));
  EXPECT_EQ(beginning_in(packet, "quy").size(), 3U);
}

TEST(PacketTest, SizesAreWholeKibibytesAndSayLittle) {
  EXPECT_EQ(write_packet({}).size(), 1024U);
  EXPECT_EQ(write_packet(decision()).size(), 1024U);
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "từ";
    text += std::to_string(i);
    text += ' ';
  }
  const Bytes bytes = write_packet({{text}, {}});
  EXPECT_EQ(bytes.size() % 1024, 0U);
  EXPECT_LT(bytes.size(), text.size() * 3);
}

TEST(PacketTest, TheSameSourceGivesTheSameBytes) {
  EXPECT_EQ(write_packet(decision()), write_packet(decision()));
}

TEST(PacketTest, AnEmptyDocumentReadsBackEmpty) {
  const Bytes bytes = write_packet({});
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(packet.token_count(), 0U);
  EXPECT_EQ(page_of(packet, 0), 0U);
}

TEST(PacketTest, FieldsPastTheLimitsAreCutOrLeftOut) {
  PacketSource source;
  std::string value(kMaxFieldBytes - 1, 'x');
  value += "ế";
  source.fields["-long"] = value;
  source.fields[std::string(kMaxFieldNameBytes + 1, 'n')] = "lost";
  for (int i = 0; i < 300; ++i) {
    source.fields.emplace(std::to_string(i), "x");
  }
  const Bytes bytes = write_packet(source);
  const Packet packet = read_ok(bytes);
  EXPECT_EQ(packet.fields().size(), kMaxPacketFields);
  EXPECT_EQ(packet.fields().at("-long").size(), kMaxFieldBytes - 1);
}

TEST(PacketTest, EveryTruncationIsCorrupt) {
  const Bytes bytes = write_packet(decision());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto packet = Packet::read(ByteView(bytes).first(size));
    ASSERT_FALSE(packet.has_value()) << size;
    EXPECT_EQ(packet.error().code(), ErrorCode::kCorrupt);
  }
}

TEST(PacketTest, TrailingBytesAreCorrupt) {
  Bytes bytes = write_packet(decision());
  bytes.resize(bytes.size() + kPacketUnit);
  EXPECT_FALSE(Packet::read(bytes).has_value());
}

TEST(PacketTest, PaddingThatIsNotZeroIsCorrupt) {
  Bytes bytes = write_packet(decision());
  bytes.back() = 1;
  EXPECT_FALSE(Packet::read(bytes).has_value());
}

// Whatever a reader does with a packet.
void use(const Packet& packet) {
  for (const char* term : {"quyet", "bi", "582", "2020-03-05", "ubnd"}) {
    for (const Posting& posting : folded_in(packet, term)) {
      EXPECT_LE(posting.page, packet.page_count());
    }
    (void)marked_in(packet, term);
    EXPECT_GE(beginning_in(packet, term).size(), folded_in(packet, term).size());
  }
}

TEST(PacketTest, RandomDamageNeverCrashesAndMostlyIsNoticed) {
  const Bytes good = write_packet(decision());
  std::mt19937 random(582);
  int noticed = 0;
  constexpr int kRounds = 20'000;
  for (int round = 0; round < kRounds; ++round) {
    Bytes bytes = good;
    const std::size_t flips = 1 + random() % 3;
    for (std::size_t i = 0; i < flips; ++i) {
      bytes[random() % 700] ^= static_cast<std::uint8_t>(1U << (random() % 8));
    }
    const auto packet = Packet::read(bytes);
    if (packet) {
      use(*packet);
    } else {
      ++noticed;
    }
  }
  EXPECT_GT(noticed, kRounds / 3);  // the rest changed letters or positions only
}

// A frame around a body made by hand.
Bytes framed(Bytes body) {
  ByteWriter out;
  out.raw(as_bytes("TTP1"));
  out.integer(static_cast<std::uint32_t>(body.size()));
  out.raw(body);
  Bytes bytes = out.take();
  bytes.resize((bytes.size() + kPacketUnit - 1) / kPacketUnit * kPacketUnit);
  return bytes;
}

TEST(PacketTest, AHandMadePacketIsReadAsTheGrammarSays) {
  const Bytes bytes = framed({1, 2, 0, 1, 2, 'b', 'i', 3, 'b', 0xC3, 0xAD, 2, 2, 0, 1});
  const auto packet = Packet::read(bytes);
  ASSERT_TRUE(packet.has_value());
  EXPECT_EQ(marked_in(*packet, "bí"), (Postings{{1, 0}, {1, 1}}));
}

TEST(PacketTest, BodiesThatBreakTheGrammarAreCorrupt) {
  const std::pair<const char*, Bytes> broken[] = {
      {"nothing", {}},
      {"a page count without pages", {5}},
      {"a number of more than 32 bits", {1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0}},
      {"a number not in its shortest form", {1, 0x82, 0x00, 0, 0}},
      {"too many words", {1, 0x81, 0x89, 0x7A, 0, 0}},
      {"a term without a posting", {1, 1, 0, 1, 1, 'a', 0, 0, 0}},
      {"a term without letters", {1, 1, 0, 1, 0, 0, 1, 1, 0}},
      {"a position past the end", {1, 1, 0, 1, 1, 'a', 0, 1, 1, 1}},
      {"the same position twice", {1, 2, 0, 1, 1, 'a', 0, 2, 2, 0, 0}},
      {"fewer postings than bytes", {1, 2, 0, 1, 1, 'a', 0, 1, 2, 0, 1}},
      {"more postings than bytes", {1, 2, 0, 1, 1, 'a', 0, 2, 1, 0}},
      {"terms out of order", {1, 1, 0, 2, 1, 'b', 0, 1, 1, 0, 1, 'a', 0, 1, 1, 0}},
      {"a term twice", {1, 1, 0, 2, 1, 'a', 0, 1, 1, 0, 1, 'a', 0, 1, 1, 0}},
      {"marked said twice", {1, 1, 0, 1, 1, 'a', 1, 'a', 1, 1, 0}},
      {"a field without a name", {0, 1, 0, 1, 'x', 0, 0}},
      {"a position in the gap", {1, 1, 1, 1, 'f', 1, 'x', 1, 1, 1, 'x', 0, 1, 1, 1}},
      {"bytes after the terms", {0, 0, 0, 0}},
  };
  for (const auto& [what, body] : broken) {
    EXPECT_FALSE(Packet::read(framed(body)).has_value()) << what;
  }
  EXPECT_TRUE(Packet::read(framed({0, 0, 0})).has_value());
}

}  // namespace
}  // namespace tangthu::indexer
