#include "vault/payload.h"

#include <gtest/gtest.h>

#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

constexpr ObjectName kObject{ObjectKind::kText, 3};

class PayloadTest : public testing::Test {
 protected:
  PayloadTest() { random_bytes(key_.reveal_writable()); }

  static PayloadSource source_of(const Bytes& payload) {
    return [&payload](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
      const std::uint64_t start = std::min<std::uint64_t>(offset, payload.size());
      const std::uint64_t size = std::min<std::uint64_t>(length, payload.size() - start);
      const auto from = payload.begin() + static_cast<std::ptrdiff_t>(start);
      return Bytes(from, from + static_cast<std::ptrdiff_t>(size));
    };
  }
  Result<Bytes> open(const Bytes& payload, ObjectName object = kObject) const {
    const PayloadReader reader =
        TRY(PayloadReader::open(key_, id_, object, payload.size(), source_of(payload)));
    return reader.read(0, reader.size());
  }

  DocumentKey key_;
  DocumentId id_ = DocumentId::random();
};

TEST_F(PayloadTest, EverySizeAroundAChunkComesBack) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, kChunkSize - 1, kChunkSize, kChunkSize + 1,
        3 * kChunkSize, 3 * kChunkSize + 77}) {
    const Bytes plain = counting_bytes(size);
    const Bytes payload = seal_payload(key_, id_, kObject, plain);
    EXPECT_EQ(payload.size(), payload_size(size));
    EXPECT_EQ(plaintext_size(payload.size()), size);
    const auto opened = open(payload);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(*opened, plain) << size;
  }
}

TEST_F(PayloadTest, AnyRangeCanBeReadAlone) {
  const Bytes plain = counting_bytes(3 * kChunkSize + 77);
  const Bytes payload = seal_payload(key_, id_, kObject, plain);
  const auto reader =
      PayloadReader::open(key_, id_, kObject, payload.size(), source_of(payload));
  ASSERT_TRUE(reader);
  for (const auto& [offset, length] : {std::pair<std::uint64_t, std::uint64_t>{0, 1},
                                       {kChunkSize - 1, 2},
                                       {kChunkSize, kChunkSize},
                                       {3 * kChunkSize, 1000},
                                       {5, 2 * kChunkSize},
                                       {1 << 30, 5}}) {
    const auto part = reader->read(offset, length);
    ASSERT_TRUE(part);
    const std::uint64_t start = std::min<std::uint64_t>(offset, plain.size());
    const std::uint64_t size = std::min<std::uint64_t>(length, plain.size() - start);
    EXPECT_TRUE(std::equal(part->begin(), part->end(),
                           plain.begin() + static_cast<std::ptrdiff_t>(start)));
    EXPECT_EQ(part->size(), size);
  }
}

TEST_F(PayloadTest, EveryFlippedByteOfHeaderTagsAndTextIsNoticed) {
  const Bytes payload = seal_payload(key_, id_, kObject, counting_bytes(300));
  for (std::size_t at = 0; at < payload.size(); ++at) {
    Bytes changed = payload;
    changed[at] ^= 0x40;
    const auto opened = open(changed);
    ASSERT_FALSE(opened) << at;
    EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
  }
}

TEST_F(PayloadTest, EveryTruncationIsNoticed) {
  const Bytes payload = seal_payload(key_, id_, kObject, counting_bytes(kChunkSize + 40));
  for (std::size_t size = 0; size < payload.size(); size += size < 200 ? 1 : 499) {
    EXPECT_FALSE(open(Bytes(payload.begin(), payload.begin() + static_cast<long>(size))))
        << size;
  }
}

TEST_F(PayloadTest, CuttingAtAChunkBoundaryIsNoticed) {
  const Bytes payload = seal_payload(key_, id_, kObject, counting_bytes(2 * kChunkSize));
  const std::size_t boundary = kPayloadHeaderSize + kSealedChunkSize;
  EXPECT_FALSE(
      open(Bytes(payload.begin(), payload.begin() + static_cast<long>(boundary))));
}

TEST_F(PayloadTest, ExchangedChunksAreNoticed) {
  Bytes payload = seal_payload(key_, id_, kObject, counting_bytes(3 * kChunkSize));
  const auto first = payload.begin() + kPayloadHeaderSize;
  std::swap_ranges(first, first + kSealedChunkSize, first + kSealedChunkSize);
  EXPECT_FALSE(open(payload));
}

TEST_F(PayloadTest, AnotherObjectDocumentOrKeyDoesNotOpenIt) {
  const Bytes payload = seal_payload(key_, id_, kObject, counting_bytes(10));
  EXPECT_FALSE(open(payload, {ObjectKind::kText, 4}));
  EXPECT_FALSE(open(payload, {ObjectKind::kPdf, 3}));
  EXPECT_FALSE(PayloadReader::open(key_, DocumentId::random(), kObject, payload.size(),
                                   source_of(payload)));
  DocumentKey other;
  EXPECT_FALSE(
      PayloadReader::open(other, id_, kObject, payload.size(), source_of(payload)));
}

}  // namespace
}  // namespace tangthu::vault
