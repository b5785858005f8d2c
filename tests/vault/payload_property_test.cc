#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/vault/anywhere.h"
#include "tests/vault/hex.h"
#include "vault/payload.h"

namespace tangthu::vault {
namespace {

constexpr ObjectName kObject{ObjectKind::kMaster, 1};

// Sizes within 40 bytes of a whole number of chunks, and any others.
std::size_t size_near_a_border() {
  const auto chunks = anywhere<std::size_t>(0, 4);
  const auto off = anywhere<std::size_t>(0, 80);
  const auto any = anywhere<std::size_t>(0, 4 * kChunkSize);
  const std::size_t near = chunks * kChunkSize + off;
  return anywhere(0, 4) == 0 ? any : near - std::min<std::size_t>(near, 40);
}

struct Sealed {
  explicit Sealed(std::size_t size = size_near_a_border()) : plain(counting_bytes(size)) {
    random_bytes(key.reveal_writable());
    payload = seal_payload(key, document, kObject, plain);
  }
  Result<PayloadReader> open(const Bytes& bytes) const {
    const PayloadSource source = [&bytes](std::uint64_t offset,
                                          std::uint64_t length) -> Result<Bytes> {
      const std::uint64_t start = std::min<std::uint64_t>(offset, bytes.size());
      return to_bytes(ByteView(bytes).subspan(
          start, std::min<std::uint64_t>(length, bytes.size() - start)));
    };
    return PayloadReader::open(key, document, kObject, bytes.size(), source);
  }
  bool reads_whole(const Bytes& bytes) const {
    const auto reader = open(bytes);
    return reader && reader->read(0, reader->size()).has_value();
  }
  std::span<std::uint8_t> chunk(std::size_t number) {
    const auto body = std::span(payload).subspan(kPayloadHeaderSize);
    const auto rest = body.subspan(number * kSealedChunkSize);
    return rest.first(std::min(rest.size(), kSealedChunkSize));
  }
  std::size_t chunks() const { return plain.size() / kChunkSize + 1; }

  DocumentKey key;
  DocumentId document = DocumentId::random();
  Bytes plain;
  Bytes payload;
};

TEST(PayloadPropertyTest, AnyRangeOfAnySizeIsTheSlice) {
  EXPECT_TRUE(rc::check([] {
    const Sealed sealed;
    RC_ASSERT(sealed.payload.size() == payload_size(sealed.plain.size()));
    RC_ASSERT(plaintext_size(sealed.payload.size()) == sealed.plain.size());
    const auto reader = sealed.open(sealed.payload);
    RC_ASSERT(reader.has_value());
    RC_ASSERT(*reader->read(0, reader->size()) == sealed.plain);
    for (int i = 0; i < 10; ++i) {
      const auto offset = anywhere<std::size_t>(0, sealed.plain.size() + 50);
      const auto length = anywhere<std::size_t>(0, 2 * kChunkSize);
      const std::size_t start = std::min(offset, sealed.plain.size());
      const std::size_t size = std::min(length, sealed.plain.size() - start);
      const auto part = reader->read(offset, length);
      RC_ASSERT(part.has_value());
      RC_ASSERT(*part == to_bytes(ByteView(sealed.plain).subspan(start, size)));
    }
  }));
}

TEST(PayloadPropertyTest, AnyFlippedBitIsRefused) {
  EXPECT_TRUE(rc::check([] {
    Sealed sealed;
    for (int i = 0; i < 10; ++i) {
      const auto at = anywhere<std::size_t>(0, sealed.payload.size());
      const auto bit = static_cast<std::uint8_t>(1U << anywhere(0, 8));
      sealed.payload[at] ^= bit;
      RC_ASSERT(!sealed.reads_whole(sealed.payload));
      sealed.payload[at] ^= bit;
    }
    RC_ASSERT(sealed.reads_whole(sealed.payload));
  }));
}

TEST(PayloadPropertyTest, AnyOtherLengthIsRefused) {
  EXPECT_TRUE(rc::check([] {
    Sealed sealed;
    const std::size_t size = sealed.payload.size();
    const auto shorter = anywhere<std::size_t>(0, size);
    const auto longer = size + anywhere<std::size_t>(1, 2 * kChunkSize);
    // Ends that lie on a border of chunks are the ones an attacker would choose.
    const auto whole = anywhere<std::size_t>(0, sealed.chunks());
    for (const std::size_t cut :
         {shorter, longer, kPayloadHeaderSize + whole * kSealedChunkSize}) {
      Bytes changed = sealed.payload;
      changed.resize(cut);
      RC_ASSERT(cut == size || !sealed.reads_whole(changed));
    }
  }));
}

TEST(PayloadPropertyTest, ChunksStayWhereTheyWere) {
  EXPECT_TRUE(rc::check([] {
    const auto full = anywhere<std::size_t>(2, 5);
    Sealed sealed(full * kChunkSize + anywhere<std::size_t>(0, 40));
    const auto one = anywhere<std::size_t>(0, full);
    const auto two = (one + anywhere<std::size_t>(1, full)) % full;
    Bytes good = sealed.payload;
    std::ranges::swap_ranges(sealed.chunk(one), sealed.chunk(two));
    RC_ASSERT(!sealed.reads_whole(sealed.payload));
    sealed.payload = good;
    std::ranges::copy(sealed.chunk(one), sealed.chunk(two).begin());
    RC_ASSERT(!sealed.reads_whole(sealed.payload));
    // A chunk taken out, the others moved up.
    const auto gone = good.begin() + static_cast<std::ptrdiff_t>(kPayloadHeaderSize +
                                                                 one * kSealedChunkSize);
    good.erase(gone, gone + kSealedChunkSize);
    RC_ASSERT(!sealed.reads_whole(good));
  }));
}

TEST(PayloadPropertyTest, APayloadOpensForItsOwnObjectOnly) {
  EXPECT_TRUE(rc::check([] {
    const Sealed one;
    const Sealed two;
    RC_ASSERT(!two.open(one.payload));
    Sealed elsewhere;
    std::ranges::copy(one.key.reveal(), elsewhere.key.reveal_writable().begin());
    RC_ASSERT(!elsewhere.open(one.payload));
  }));
}

}  // namespace
}  // namespace tangthu::vault
