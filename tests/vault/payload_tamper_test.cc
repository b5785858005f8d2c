// Every byte of a payload changed, every beginning of it, chunks exchanged: an error each
// time, never other bytes.
#include <gtest/gtest.h>

#include "base/id.h"
#include "vault/payload.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kPlainBytes = 140'000;  // two whole chunks and a part

class PayloadTamperTest : public testing::Test {
 protected:
  void SetUp() override {
    random_bytes(key_.reveal_writable());
    plain_.resize(kPlainBytes);
    random_bytes(plain_);
    payload_ = seal_payload(key_, id_, kObject, plain_);
  }
  static PayloadSource source_of(const Bytes& payload) {
    return [&payload](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
      const std::uint64_t from = std::min<std::uint64_t>(offset, payload.size());
      const std::uint64_t to = std::min<std::uint64_t>(from + length, payload.size());
      return Bytes(payload.begin() + static_cast<std::ptrdiff_t>(from),
                   payload.begin() + static_cast<std::ptrdiff_t>(to));
    };
  }
  Result<PayloadReader> open(const Bytes& payload, std::uint64_t size) const {
    return PayloadReader::open(key_, id_, kObject, size, source_of(payload));
  }
  // All of it, or the error.
  Result<Bytes> read(const Bytes& payload, std::uint64_t size) const {
    const PayloadReader reader = TRY(open(payload, size));
    return reader.read(0, reader.size());
  }
  void expect_damaged(const Bytes& payload, std::uint64_t size, std::size_t at) const {
    const auto bytes = read(payload, size);
    ASSERT_FALSE(bytes) << at;
    ASSERT_EQ(bytes.error().code(), ErrorCode::kCorrupt) << at;
  }

  static constexpr ObjectName kObject{ObjectKind::kMaster, 1};
  DocumentKey key_;
  DocumentId id_ = DocumentId::random();
  Bytes plain_;
  Bytes payload_;
};

TEST_F(PayloadTamperTest, NoByteOfTheHeaderCanBeChanged) {
  for (std::size_t at = 0; at < kPayloadHeaderSize; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      payload_[at] ^= static_cast<std::uint8_t>(1U << bit);
      EXPECT_FALSE(open(payload_, payload_.size())) << at;
      payload_[at] ^= static_cast<std::uint8_t>(1U << bit);
    }
  }
  EXPECT_EQ(read(payload_, payload_.size()).value(), plain_);
}

TEST_F(PayloadTamperTest, NoByteOfAChunkCanBeChanged) {
  const auto reader = open(payload_, payload_.size());
  ASSERT_TRUE(reader);
  for (std::size_t at = kPayloadHeaderSize; at < payload_.size(); ++at) {
    const std::size_t chunk = (at - kPayloadHeaderSize) / kSealedChunkSize;
    const std::uint8_t bits = at % 2 == 0 ? 1 : 0x80;
    payload_[at] ^= bits;
    const auto bytes = reader->read(chunk * kChunkSize, kChunkSize);
    ASSERT_FALSE(bytes) << at;
    ASSERT_EQ(bytes.error().code(), ErrorCode::kCorrupt);
    payload_[at] ^= bits;
  }
}

TEST_F(PayloadTamperTest, NoBeginningPassesForTheWhole) {
  for (std::size_t size = 0; size < payload_.size(); ++size) {
    const std::size_t place =
        size < kPayloadHeaderSize ? 0 : (size - kPayloadHeaderSize) % kSealedChunkSize;
    const bool near_an_end = place < 40 || place > kSealedChunkSize - 40;
    if (!near_an_end && size % 97 != 0 && payload_.size() - size > 100) continue;
    const Bytes cut(payload_.begin(),
                    payload_.begin() + static_cast<std::ptrdiff_t>(size));
    expect_damaged(cut, payload_.size(), size);  // the vault knows how long it was
    expect_damaged(cut, size, size);             // or is told another size
  }
}

TEST_F(PayloadTamperTest, NothingCanBeAdded) {
  for (const std::size_t more : {1UL, 15UL, 16UL, 17UL, kSealedChunkSize}) {
    Bytes longer = payload_;
    longer.resize(payload_.size() + more);
    expect_damaged(longer, longer.size(), more);
  }
}

TEST_F(PayloadTamperTest, ChunksKeepTheirPlaces) {
  const auto chunk = [](std::size_t n) {
    return static_cast<std::ptrdiff_t>(kPayloadHeaderSize + n * kSealedChunkSize);
  };
  Bytes exchanged = payload_;
  std::swap_ranges(exchanged.begin() + chunk(0), exchanged.begin() + chunk(1),
                   exchanged.begin() + chunk(1));
  expect_damaged(exchanged, exchanged.size(), 0);
  Bytes doubled = payload_;
  std::copy_n(payload_.begin() + chunk(1), kSealedChunkSize, doubled.begin() + chunk(0));
  expect_damaged(doubled, doubled.size(), 1);
  Bytes shorter = payload_;
  shorter.erase(shorter.begin() + chunk(1), shorter.begin() + chunk(2));
  expect_damaged(shorter, shorter.size(), 2);
}

TEST_F(PayloadTamperTest, ChunksOfAnotherObjectOfTheSameKeyAreRefused) {
  for (const auto& [id, object] : {std::pair(id_, ObjectName{ObjectKind::kMaster, 2}),
                                   std::pair(id_, ObjectName{ObjectKind::kText, 1}),
                                   std::pair(DocumentId::random(), kObject)}) {
    const Bytes other = seal_payload(key_, id, object, plain_);
    expect_damaged(other, other.size(), 0);
    Bytes mixed = payload_;  // our header, its chunks
    std::copy(other.begin() + kPayloadHeaderSize, other.end(),
              mixed.begin() + kPayloadHeaderSize);
    expect_damaged(mixed, mixed.size(), 1);
  }
}

// Reading nothing from the beginning used to ask the store for 2^52 bytes.
TEST_F(PayloadTamperTest, NothingIsReadWhereNothingIsAskedFor) {
  const auto reader = open(payload_, payload_.size());
  EXPECT_TRUE(reader->read(0, 0).value().empty());
  EXPECT_TRUE(reader->read(kChunkSize, 0).value().empty());
  EXPECT_TRUE(reader->read(kPlainBytes, 10).value().empty());
}

}  // namespace
}  // namespace tangthu::vault
