#include "indexer/segment.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "indexer/bit_frames.h"
#include "indexer/evaluate.h"
#include "indexer/inverter.h"
#include "indexer/segment_merge.h"
#include "indexer/waiting_packets.h"

namespace tangthu::indexer {
namespace {

using Random = std::mt19937;

SegmentBuilder::Sink into(Bytes& bytes) {
  return [&bytes](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  };
}

const char* const kWords[] = {"bí",  "bi",       "bị",   "mật", "mat",     "mất", "nhà",
                              "nha", "nước",     "nuoc", "hoà", "5/QĐ-UB", "5",   "tỉnh",
                              "họp", "3/4/2020", "ký",   "sở",  "y",       "tế"};

std::string some_words(Random& random, std::size_t most) {
  std::string out;
  for (std::size_t n = random() % (most + 1); n > 0; --n) {
    out += kWords[random() % std::size(kWords)];
    if (random() % 20 == 0) out += std::to_string(random() % 100'000);
    out += ' ';
  }
  return out;
}

PacketSource some_document(Random& random) {
  PacketSource source;
  for (std::size_t n = random() % 4; n > 0; --n) {
    source.page_texts.push_back(some_words(random, 60));
  }
  if (random() % 2 == 0)
    source.fields["type"] = random() % 2 == 0 ? "Quyết định" : "Tờ trình";
  if (random() % 2 == 0) source.fields["agency"] = some_words(random, 4);
  if (random() % 2 == 0) source.fields["number"] = std::to_string(random() % 100);
  if (random() % 2 == 0) source.fields["symbol"] = "5/QĐ-UB";
  if (random() % 2 == 0)
    source.fields["date"] = "2020-0" + std::to_string(1 + random() % 9) + "-17";
  return source;
}

struct Made {
  WaitingPackets packets;
  Bytes bytes;
};

Made make(const std::vector<std::pair<DocumentId, PacketSource>>& documents) {
  Made out;
  for (const auto& [id, source] : documents) {
    EXPECT_TRUE(out.packets.add(id, write_packet(source)).has_value());
  }
  EXPECT_TRUE(out.packets.sort().has_value());
  EXPECT_TRUE(out.packets.write(0, into(out.bytes)).has_value());
  return out;
}

Segment open(const Bytes& bytes) {
  auto segment = Segment::open(std::make_shared<MemorySource>(bytes),
                               std::make_shared<BlockCache>());
  EXPECT_TRUE(segment.has_value());
  return std::move(*segment);
}

TEST(BitFramesTest, WhatWasPackedComesBack) {
  Random random(7);
  for (std::size_t count : {0U, 1U, 2U, 127U, 128U, 129U, 256U, 1000U}) {
    for (unsigned width = 0; width <= 32; ++width) {
      std::vector<std::uint32_t> values;
      for (std::size_t i = 0; i < count; ++i) {
        values.push_back(
            width == 0 ? 0 : static_cast<std::uint32_t>(random()) >> (32 - width));
      }
      Bytes bytes;
      append_frames(bytes, values);
      const std::size_t size = bytes.size();
      bytes.resize(size + kFrameSlack, 0xFF);
      std::size_t taken = 0;
      const auto back = read_frames(ByteView(bytes).first(size), count, taken);
      ASSERT_TRUE(back.has_value());
      EXPECT_EQ(*back, values);
      EXPECT_EQ(taken, size);
      if (size == 0) continue;
      EXPECT_FALSE(
          read_frames(ByteView(bytes).first(size - 1), count, taken).has_value());
    }
  }
}

// Fields stand further from the text in a segment than in a packet (inverter.h).
std::uint32_t in_segment(const Packet& packet, std::uint32_t position) {
  const auto& ends = packet.page_ends();
  const std::uint32_t fields = ends.empty() ? 0 : ends.back();
  return position < fields ? position : position + kFieldGap;
}

TEST(OrdinalSetTest, BytesSayWhatIsThere) {
  Random random(23);
  for (const std::uint64_t one_in : {1U, 2U, 70U, 9'000U}) {
    std::vector<std::uint8_t> bytes(kMaxSegmentDocuments);
    std::vector<std::uint32_t> ordinals;
    for (std::uint32_t i = 0; i < bytes.size(); ++i) {
      if (random() % one_in != 0) continue;
      bytes[i] = static_cast<std::uint8_t>(1 + random() % 255);
      ordinals.push_back(i);
    }
    const OrdinalSet set = OrdinalSet::of_bytes(bytes);
    std::vector<std::uint32_t> found;
    set.for_each([&](std::uint32_t ordinal) { found.push_back(ordinal); });
    EXPECT_EQ(found, ordinals);
    EXPECT_EQ(set.count(), ordinals.size());
  }
}

TEST(SegmentTest, EveryTermOfEveryDocumentIsFoundWhereItStands) {
  Random random(11);
  std::vector<std::pair<DocumentId, PacketSource>> documents;
  for (int i = 0; i < 300; ++i) {
    documents.emplace_back(DocumentId::random(), some_document(random));
  }
  const Made made = make(documents);
  const Segment segment = open(made.bytes);
  ASSERT_EQ(segment.documents(), documents.size());
  std::sort(documents.begin(), documents.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t checked = 0;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const Bytes bytes = write_packet(documents[d].second);
    const auto packet = Packet::read(bytes);
    ASSERT_TRUE(packet.has_value());
    for (const Packet::Entry& entry : packet->entries()) {
      std::vector<std::uint32_t> expected;
      Packet::for_each_position(entry.postings, [&](std::uint32_t at) {
        expected.push_back(in_segment(*packet, at));
      });
      const auto group = segment.find({}, entry.folded);
      ASSERT_TRUE(group.has_value() && group->has_value());
      const auto variant =
          std::find_if((*group)->variants.begin(), (*group)->variants.end(),
                       [&](const TermVariant& v) { return v.marked == entry.marked; });
      ASSERT_NE(variant, (*group)->variants.end());
      auto list = segment.list(*variant);
      ASSERT_TRUE(list.has_value());
      const auto at = std::find(list->documents().begin(), list->documents().end(), d);
      ASSERT_NE(at, list->documents().end());
      std::vector<std::uint32_t> found;
      ASSERT_TRUE(
          list->positions(static_cast<std::size_t>(at - list->documents().begin()), found)
              .has_value());
      ASSERT_EQ(found, expected);
      ++checked;
    }
  }
  EXPECT_GT(checked, 5000U);
  EXPECT_FALSE((*segment.find({}, "vang")).has_value());
}

TEST(SegmentTest, ValuesAndPagesComeBack) {
  const auto id = DocumentId::random();
  PacketSource source{
      {"một hai", "", "ba bốn năm"},
      {{"type", "Quyết định"}, {"date", "2020-03-05"}, {"agency", "Sở Y tế"}}};
  const Made made = make({{id, source}});
  const Segment segment = open(made.bytes);
  EXPECT_EQ(*segment.page_words(0), (std::vector<std::uint32_t>{2, 0, 3}));
  const Columns& columns = **segment.columns();
  const ColumnValues values = columns.values(0);
  EXPECT_EQ(values.words[static_cast<std::size_t>(WordColumn::kType)], "Quyết định");
  EXPECT_EQ(values.words[static_cast<std::size_t>(WordColumn::kDossier)], "");
  EXPECT_EQ(values.numbers[static_cast<std::size_t>(NumberColumn::kDate)], 20200305U);
  EXPECT_FALSE(
      values.numbers[static_cast<std::size_t>(NumberColumn::kAdded)].has_value());
}

// The strongest thing that can be said of a merge: nobody can tell that there was one.
TEST(SegmentTest, MergedSegmentsAreWhatOneSegmentWouldBe) {
  Random random(13);
  for (int round = 0; round < 8; ++round) {
    std::vector<std::pair<DocumentId, PacketSource>> living;
    std::vector<std::vector<std::pair<DocumentId, PacketSource>>> parts(3);
    std::vector<DocumentId> dead;
    for (int i = 0; i < 200; ++i) {
      parts[random() % parts.size()].emplace_back(DocumentId::random(),
                                                  some_document(random));
      auto& [id, source] = parts[random() % parts.size()].emplace_back(
          DocumentId::random(), some_document(random));
      dead.push_back(id);
    }
    std::vector<DocumentId> order;
    for (const auto& part : parts) {
      for (const auto& document : part) {
        if (std::find(dead.begin(), dead.end(), document.first) != dead.end()) continue;
        living.push_back(document);
        order.push_back(document.first);
      }
    }
    std::sort(order.begin(), order.end());
    std::vector<Segment> segments;
    std::vector<MergeSource> sources;
    segments.reserve(parts.size());
    for (const auto& part : parts) {
      const Made made = make(part);
      segments.push_back(open(made.bytes));
      MergeSource source{&segments.back(), {}};
      for (const DocumentId& id : made.packets.ids()) {
        const auto at = std::lower_bound(order.begin(), order.end(), id);
        const bool lives = at != order.end() && *at == id;
        source.ordinals.push_back(lives ? static_cast<std::uint32_t>(at - order.begin())
                                        : kNoOrdinal);
      }
      sources.push_back(std::move(source));
    }
    Bytes merged;
    SegmentBuilder builder(into(merged));
    ASSERT_TRUE(merge_segments(sources, builder).has_value());
    ASSERT_TRUE(builder.finish().has_value());
    EXPECT_EQ(merged, make(living).bytes);
  }
}

TEST(SegmentTest, ASearchDoesNotDependOnHowDocumentsAreSpread) {
  Random random(17);
  std::vector<std::pair<DocumentId, PacketSource>> documents;
  for (int i = 0; i < 150; ++i) {
    documents.emplace_back(DocumentId::random(), some_document(random));
  }
  const auto cache = std::make_shared<BlockCache>();
  const auto whole = make(documents).packets.views(cache);
  std::vector<SegmentView> spread;
  for (std::size_t begin = 0; begin < documents.size(); begin += 40) {
    const auto first = documents.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = documents.begin() +
                      static_cast<std::ptrdiff_t>(std::min(begin + 40, documents.size()));
    const auto views = make({first, last}).packets.views(cache);
    spread.push_back(std::move(views->front()));
  }
  for (const char* text : {"mật", "mat", "bí mật", "nhà nước", "\"y tế\"", "ho* -bí",
                           "5/QĐ-UB", "hop OR ký", "agency:sở", "so:5/QĐ-UB", "3/4/2020",
                           "+tỉnh OR họp -\"bí mật\"", "nuoc nha mat"}) {
    const auto query = parse_query(text);
    ASSERT_TRUE(query.has_value());
    for (const auto order : {Order::kRelevance, Order::kNewestDate, Order::kOldestDate}) {
      Demand demand;
      demand.limit = 30;
      demand.order = order;
      demand.count = true;
      const auto one = evaluate(*query, *whole, demand);
      const auto other = evaluate(*query, spread, demand);
      ASSERT_TRUE(one.has_value() && other.has_value());
      EXPECT_EQ(one->total, other->total) << text;
      ASSERT_EQ(one->hits.size(), other->hits.size()) << text;
      for (std::size_t i = 0; i < one->hits.size(); ++i) {
        EXPECT_EQ(one->hits[i].id, other->hits[i].id) << text;
        EXPECT_EQ(one->hits[i].score, other->hits[i].score) << text;
        EXPECT_EQ(one->hits[i].pages, other->hits[i].pages) << text;
      }
    }
  }
}

// Sessions share a cache: what one opened is gone with it.
TEST(SegmentTest, WhatNobodyUsesAnyMoreLeavesTheCache) {
  Random random(19);
  std::vector<std::pair<DocumentId, PacketSource>> documents;
  for (int i = 0; i < 50; ++i)
    documents.emplace_back(DocumentId::random(), some_document(random));
  const auto cache = std::make_shared<BlockCache>();
  const auto kept = make(documents).packets.views(cache);
  ASSERT_TRUE(evaluate(*parse_query("mật"), *kept, {}).has_value());
  const std::size_t before = cache->blocks();
  EXPECT_GT(before, 0U);
  {
    const auto views = make(documents).packets.views(cache);
    ASSERT_TRUE(evaluate(*parse_query("mật"), *views, {}).has_value());
    EXPECT_GT(cache->blocks(), before);
  }
  EXPECT_EQ(cache->blocks(), before);
}

// Of many documents most are passed over by the words behind words (word_code.h), all of
// a list at once; of few, each is looked into. Where a term has many postings, its counts
// say where it stands.
TEST(SegmentTest, ManyDocumentsTogetherAreRankedAsFewAtATime) {
  constexpr std::size_t kFew = 1'900;
  Random random(18);
  std::vector<std::pair<DocumentId, PacketSource>> documents;
  for (std::size_t i = 0; i < 5 * kFew; ++i) {
    documents.emplace_back(DocumentId::random(), some_document(random));
  }
  const auto cache = std::make_shared<BlockCache>();
  const auto whole = make(documents).packets.views(cache);
  std::vector<SegmentView> spread;
  for (std::size_t begin = 0; begin < documents.size(); begin += kFew) {
    const auto first = documents.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto views = make({first, first + kFew}).packets.views(cache);
    spread.push_back(std::move(views->front()));
  }
  for (const char* text :
       {"bí mật", "bi mat", "mat nha nuoc", "\"nha nuoc\"", "\"y tế ký\"", "\"mật y\" sở",
        "so y te hop tinh ky", "nuoc \"hoà y\" -bị", "type:\"to trinh\" ky ho*"}) {
    const auto query = parse_query(text);
    ASSERT_TRUE(query.has_value());
    for (const bool count : {false, true}) {
      Demand demand;
      demand.count = count;
      const auto one = evaluate(*query, *whole, demand);
      const auto other = evaluate(*query, spread, demand);
      ASSERT_TRUE(one.has_value() && other.has_value());
      EXPECT_EQ(one->total, other->total) << text;
      ASSERT_EQ(one->hits.size(), other->hits.size()) << text;
      for (std::size_t i = 0; i < one->hits.size(); ++i) {
        EXPECT_EQ(one->hits[i].id, other->hits[i].id) << text;
        EXPECT_EQ(one->hits[i].rank, other->hits[i].rank) << text;
        EXPECT_EQ(one->hits[i].score, other->hits[i].score) << text;
      }
    }
  }
}

TEST(SegmentTest, DamagedBytesAreNamedAndNeverRead) {
  Random random(19);
  std::vector<std::pair<DocumentId, PacketSource>> documents;
  for (int i = 0; i < 20; ++i) {
    documents.emplace_back(DocumentId::random(), some_document(random));
  }
  const Made made = make(documents);
  std::size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    Bytes bytes = made.bytes;
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    for (std::size_t n = 1 + random() % 3; n > 0 && !bytes.empty(); --n) {
      // Nearer to the end, where the structure is.
      const std::size_t from =
          random() % 2 == 0 ? 0 : bytes.size() - 1 - bytes.size() / 8;
      bytes[from + random() % (bytes.size() - from)] ^=
          static_cast<std::uint8_t>(1U << random() % 8);
    }
    auto segment = Segment::open(std::make_shared<MemorySource>(bytes),
                                 std::make_shared<BlockCache>());
    if (!segment) {
      EXPECT_EQ(segment.error().code(), ErrorCode::kCorrupt);
      ++refused;
      continue;
    }
    std::vector<SegmentView> views;
    views.push_back(
        {std::move(*segment), {}, 0, [&](std::uint32_t ordinal) -> Result<DocumentId> {
           return made.packets.ids()[ordinal % made.packets.ids().size()];
         }});
    for (const char* text : {"mật", "bí mật", "ho* -y", "type:\"quyết định\""}) {
      Demand demand;
      demand.count = true;
      const auto answer = evaluate(*parse_query(text), views, demand);
      EXPECT_TRUE(answer || answer.error().code() == ErrorCode::kCorrupt);
    }
    Bytes merged;
    SegmentBuilder builder(into(merged));
    MergeSource source{&views[0].segment, {}};
    for (std::uint32_t n = 0; n < views[0].segment.documents(); ++n)
      source.ordinals.push_back(n);
    const auto done = merge_segments({&source, 1}, builder);
    EXPECT_TRUE(done || done.error().code() == ErrorCode::kCorrupt);
  }
  EXPECT_GT(refused, 500U);
}

}  // namespace
}  // namespace tangthu::indexer
