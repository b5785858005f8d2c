// Segments of the index: what was written is read again, and nothing else is.
#include "tests/vault/hex.h"
#include "tests/vault/index_vault.h"

namespace tangthu::vault {
namespace {

class SegmentTest : public IndexVaultTest {
 protected:
  void SetUp() override {
    IndexVaultTest::SetUp();
    label_ = vault().directory().label_for_writing(kMat).value();
  }
  SegmentWriter begin() const {
    return std::move(SegmentWriter::begin(documents(), label_).value());
  }
  SegmentEntry write(const Bytes& content, std::size_t members = 1) const {
    SegmentWriter writer = begin();
    EXPECT_TRUE(writer.write(content));
    return writer.finish(some_members(members)).value();
  }
  static std::vector<SegmentMember> some_members(std::size_t count) {
    std::vector<SegmentMember> out;
    for (std::size_t i = 0; i < count; ++i)
      out.push_back({DocumentId::random(), static_cast<std::uint32_t>(1 + i % 3)});
    std::sort(out.begin(), out.end());
    return out;
  }
  Result<SegmentReader> open(const SegmentEntry& entry) const {
    return SegmentReader::open(documents(), *session().held().value(), kMat, entry);
  }
  Bytes& change_body(const SegmentEntry& entry, Bytes& bytes) const {
    auto& store = vault().store();
    const auto partition = segment_partition(vault().barrier(), entry.id);
    const std::uint32_t body = ObjectName{ObjectKind::kSegment, 1}.body();
    bytes = store.read_body(partition, body, 0, 1 << 30).value();
    return bytes;
  }
  void put_body(const SegmentEntry& entry, const Bytes& bytes) const {
    auto& store = vault().store();
    const auto partition = segment_partition(vault().barrier(), entry.id);
    const std::uint32_t body = ObjectName{ObjectKind::kSegment, 1}.body();
    ASSERT_TRUE(store.drop_body(partition, body));
    for (std::uint32_t piece = 0; piece * kPieceSize < bytes.size(); ++piece) {
      const ByteView rest = ByteView(bytes).subspan(piece * kPieceSize);
      ASSERT_TRUE(store.put_piece(partition, body, piece,
                                  rest.first(std::min(rest.size(), kPieceSize))));
    }
  }

  LabelKey label_;
};

TEST_F(SegmentTest, EverySizeComesBackBlockByBlockAndAsARun) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, kSegmentBlock - 1, kSegmentBlock,
        kSegmentBlock + 1, 3 * kSegmentBlock, std::size_t{2'500'000}}) {
    const Bytes content = counting_bytes(size);
    const SegmentEntry entry = write(content);
    EXPECT_EQ(entry.size, size);
    const auto reader = open(entry);
    ASSERT_TRUE(reader) << reader.error().text();
    Bytes all;
    for (std::uint64_t i = 0; i < reader->blocks(); ++i) {
      Bytes block(kSegmentBlock);
      const auto got = reader->read_block(i, block);
      ASSERT_TRUE(got);
      all.insert(all.end(), block.begin(), block.begin() + static_cast<long>(*got));
    }
    EXPECT_EQ(all, content);
    EXPECT_EQ(read_all(*reader), std::string(as_text(content)));
  }
}

TEST_F(SegmentTest, ARunIsCutAtTheEndAndNothingLiesBehindIt) {
  const Bytes content = counting_bytes(3 * kSegmentBlock + 100);
  const auto reader = open(write(content));
  Bytes out(4 * kSegmentBlock);
  EXPECT_EQ(reader->read_blocks(2, 9, out).value(), kSegmentBlock + 100);
  EXPECT_TRUE(std::equal(out.begin(), out.begin() + 100,
                         content.begin() + 2 * long{kSegmentBlock}));
  EXPECT_EQ(reader->read_block(4, out).value(), 0U);
  EXPECT_EQ(reader->read_blocks(0, 0, out).value(), 0U);
  Bytes small(kSegmentBlock - 1);
  EXPECT_FALSE(reader->read_block(0, small)) << "never beyond the caller's buffer";
}

TEST_F(SegmentTest, AnotherEpochLabelIdOrKeyOpensNothing) {
  const SegmentEntry good = write(counting_bytes(100));
  const SegmentEntry other = write(counting_bytes(100));
  SegmentEntry changed = good;
  changed.label_epoch = 2;
  EXPECT_EQ(open(changed).error().code(), ErrorCode::kNotFound);
  changed = good;
  changed.id = other.id;
  EXPECT_EQ(open(changed).error().code(), ErrorCode::kCorrupt);
  changed = good;
  changed.sealed_key = other.sealed_key;
  EXPECT_EQ(open(changed).error().code(), ErrorCode::kCorrupt);
  changed = good;
  changed.sealed_key[60] ^= 1;
  EXPECT_EQ(open(changed).error().code(), ErrorCode::kCorrupt);
  ASSERT_TRUE(vault().directory().label_for_writing(kToiMat));
  EXPECT_EQ(SegmentReader::open(documents(), *session().held().value(), kToiMat, good)
                .error()
                .code(),
            ErrorCode::kCorrupt);
  EXPECT_EQ(SegmentReader::open(documents(), HeldLabels(), kMat, good).error().code(),
            ErrorCode::kNotFound);
  EXPECT_TRUE(open(good));
}

TEST_F(SegmentTest, CutExchangedOrMovedBlocksAreRefused) {
  const Bytes content = counting_bytes(4 * kSegmentBlock + 7);
  const SegmentEntry entry = write(content);
  Bytes sound;
  change_body(entry, sound);
  const auto nothing_reads = [&](const Bytes& body, std::uint64_t block) {
    put_body(entry, body);
    Bytes out(kSegmentBlock);
    const auto reader = open(entry);
    return !reader || !reader->read_block(block, out);
  };
  const auto chunk = [](std::uint64_t i) {
    return static_cast<std::ptrdiff_t>(chunk_offset(i, kSegmentChunk));
  };
  Bytes body = sound;
  body.pop_back();
  EXPECT_TRUE(nothing_reads(body, 4)) << "cut by a byte";
  body.resize(static_cast<std::size_t>(chunk(4)));
  EXPECT_TRUE(nothing_reads(body, 4)) << "cut by a block";
  EXPECT_FALSE(nothing_reads(body, 3)) << "what is left is what it was";
  body.clear();
  EXPECT_TRUE(nothing_reads(body, 0)) << "gone";
  body = sound;
  std::swap_ranges(body.begin() + chunk(0), body.begin() + chunk(1),
                   body.begin() + chunk(1));
  EXPECT_TRUE(nothing_reads(body, 0));
  EXPECT_TRUE(nothing_reads(body, 1));
  EXPECT_FALSE(nothing_reads(body, 2));
  for (const std::size_t place : {std::size_t{0}, std::size_t{2}, std::size_t{3},
                                  std::size_t{10}, std::size_t{50}, std::size_t{100}}) {
    body = sound;
    body[place] ^= 4;
    EXPECT_TRUE(nothing_reads(body, 0)) << place;
  }
  // One that was sealed in the chunks of documents.
  const SegmentEntry other = write(content);
  put_body(other, sound);
  EXPECT_FALSE(open(other)) << "another segment's body";
}

TEST_F(SegmentTest, APayloadOfTheOtherChunkSizeIsRefusedBothWays) {
  const DocumentKey key;
  const DocumentId id = DocumentId::random();
  for (const ChunkSize written : {ChunkSize::kSmall, ChunkSize::kLarge}) {
    Bytes payload;
    PayloadSealer sealer(
        key, id, kText,
        [&](ByteView part) -> Result<void> {
          payload.insert(payload.end(), part.begin(), part.end());
          return {};
        },
        written);
    ASSERT_TRUE(sealer.write(counting_bytes(200)));
    ASSERT_TRUE(sealer.finish());
    EXPECT_EQ(payload[2], static_cast<std::uint8_t>(written));
    const auto source = [&](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
      return to_bytes(ByteView(payload).subspan(offset, length));
    };
    for (const ChunkSize expected : {ChunkSize::kSmall, ChunkSize::kLarge}) {
      const auto reader =
          PayloadReader::open(key, id, kText, payload.size(), source, expected);
      EXPECT_EQ(reader.has_value(), written == expected);
      if (!reader) continue;
      EXPECT_EQ(reader->read(0, 200).value(), counting_bytes(200));
    }
  }
}

TEST_F(SegmentTest, MembersComeBackInOrderAndEachIsFound) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{1023}, std::size_t{1024},
                                  std::size_t{1025}, std::size_t{5000}}) {
    SegmentWriter writer = begin();
    const auto members = some_members(count);
    const SegmentEntry entry = writer.finish(members).value();
    EXPECT_EQ(entry.members, count);
    EXPECT_EQ(read_members(documents(), kMat, entry).value(), members);
    const auto part = read_members(documents(), kMat, entry, 1000, 100).value();
    EXPECT_EQ(part.size(), std::min<std::size_t>(100, count > 1000 ? count - 1000 : 0));
    const auto find = [&](const DocumentId& id) {
      return MemberFinder(documents(), kMat, entry).find(id).value();
    };
    for (std::size_t i = 0; i < count; i += 1 + count / 40) {
      EXPECT_EQ(find(members[i].document), i);
    }
    EXPECT_FALSE(find(DocumentId::random()));
    EXPECT_EQ(find(members.back().document), count - 1);
  }
}

TEST_F(SegmentTest, MembersOutOfOrderTwiceNoneOrTooManyAreRefused) {
  auto members = some_members(3);
  std::swap(members[0], members[1]);
  EXPECT_FALSE(begin().finish(members));
  members = some_members(2);
  members[1].document = members[0].document;
  EXPECT_FALSE(begin().finish(members));
  EXPECT_FALSE(begin().finish({}));
  EXPECT_FALSE(begin().finish(some_members(kMaxSegmentMembers + 1)));
  EXPECT_EQ(stored(kMat, kSegmentMarkPrefix), 0U) << "nothing is left of them";
  SegmentWriter most = begin();
  EXPECT_TRUE(most.finish(some_members(kMaxSegmentMembers)));
}

TEST_F(SegmentTest, AMissingOrMovedChunkOfMembersIsDamage) {
  const SegmentEntry entry = write(counting_bytes(10), 3000);
  auto& barrier = vault().barrier();
  const auto partition = label_partition(barrier, kMat);
  const auto records = barrier.scan(partition, "m/").value();
  ASSERT_EQ(records.size(), 3U);
  const Bytes first = *barrier.store().get(partition, records[0].key).value();
  Batch moved;
  moved.puts.push_back({records[1].key, first});
  ASSERT_TRUE(barrier.store().commit(partition, moved, Durability::kBuffered));
  EXPECT_EQ(read_members(documents(), kMat, entry).error().code(), ErrorCode::kCorrupt);
  Batch gone;
  gone.deletes.push_back(records[1].key);
  ASSERT_TRUE(barrier.store().commit(partition, gone, Durability::kBuffered));
  EXPECT_EQ(read_members(documents(), kMat, entry).error().code(), ErrorCode::kCorrupt);
  EXPECT_TRUE(read_members(documents(), kMat, entry, 0, 1024));
}

TEST_F(SegmentTest, AWriterThatIsGivenUpLeavesNothing) {
  const std::size_t before = partitions();
  {
    SegmentWriter writer = begin();
    ASSERT_TRUE(writer.write(counting_bytes(3'000'000)));
    EXPECT_EQ(stored(kMat, kSegmentMarkPrefix), 1U);
    EXPECT_GT(partitions(), before);
  }
  EXPECT_EQ(stored(kMat, kSegmentMarkPrefix), 0U);
  EXPECT_EQ(partitions(), before);
}

}  // namespace
}  // namespace tangthu::vault
