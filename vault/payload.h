// Payloads: an object of a document (master, text, PDF, record) as AEAD chunks.
//
//   header  u16 suite ‖ u8 log2(chunk size) ‖ u8 zero ‖ salt (32) ‖ commitment (32)
//   keys    HKDF-SHA-512(document key, salt, "tangthu payload v1" ‖ suite ‖ context)
//           → key (32) ‖ base nonce (12) ‖ commitment (32)
//   chunks  ChaCha20-Poly1305-IETF(key, base nonce XOR counter), of plaintext 64 KiB
//           each (a document's object) or 16 KiB (an index segment, vault/segment.h);
//           the last one is shorter, and empty where the plaintext is a whole number
//
// A full chunk at the end means that the end is missing. The context names the document
// and the object, so that no payload passes for another. Offsets of chunks follow from
// their number: any of them can be read alone.
#pragma once

#include <functional>
#include <memory>

#include "base/id.h"
#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

// Plaintext bytes of a chunk, by their logarithm. Stored on disk: the values are frozen.
enum class ChunkSize : std::uint8_t { kSmall = 14, kLarge = 16 };
constexpr std::size_t bytes_of(ChunkSize chunk) {
  return std::size_t{1} << static_cast<unsigned>(chunk);
}

inline constexpr std::size_t kChunkSize = bytes_of(ChunkSize::kLarge);
inline constexpr std::size_t kSealedChunkSize = kChunkSize + kTagSize;
inline constexpr std::size_t kPayloadHeaderSize = 4 + 32 + 32;

using PayloadKeys = SecretOf<struct PayloadKeysRole, 32 + kNonceSize + 32>;

// Stored on disk: the values are frozen.
enum class ObjectKind : std::uint8_t {
  kMaster = 1,
  kText = 2,
  kPdf = 3,
  kRecord = 4,
  kSegment = 5  // of the search index; never one of a document
};

struct ObjectName {
  ObjectKind kind;
  std::uint32_t number;  // page or file, from 1; at most 2^24 − 1

  auto operator<=>(const ObjectName&) const = default;
  // The body's number in the store: kind, then number.
  std::uint32_t body() const { return static_cast<std::uint32_t>(kind) << 24 | number; }
};

// A document whose object was sealed anew has the new body under the other of two
// numbers, so that old and new lie side by side until the commit.
inline constexpr std::uint32_t kOtherBody = 0x80000000U;

// Whose body that is, under either number. Does not check the kind.
inline ObjectName object_of(std::uint32_t body) {
  return {static_cast<ObjectKind>((body & ~kOtherBody) >> 24), body & 0xFFFFFFU};
}

std::uint64_t payload_size(std::uint64_t plaintext_size,
                           ChunkSize chunk = ChunkSize::kLarge);
// Nothing when no plaintext has a payload of this size.
std::optional<std::uint64_t> plaintext_size(std::uint64_t payload_size,
                                            ChunkSize chunk = ChunkSize::kLarge);
// Where a sealed chunk lies in the payload.
std::uint64_t chunk_offset(std::uint64_t number, ChunkSize chunk);

// Seals an object piece by piece, in memory that does not grow with it: what comes out,
// in order, is the payload. Call finish() once, last.
// Thread rule: one thread at a time. Errors: those of the sink.
class PayloadSealer {
 public:
  using Sink = std::function<Result<void>(ByteView)>;

  PayloadSealer(const DocumentKey& key, const DocumentId& document, ObjectName object,
                Sink sink, ChunkSize chunk = ChunkSize::kLarge);
  ~PayloadSealer() { wipe(pending_.data(), pending_.size()); }
  PayloadSealer(const PayloadSealer&) = delete;
  PayloadSealer& operator=(const PayloadSealer&) = delete;

  Result<void> write(ByteView plaintext);
  Result<void> finish();
  std::uint64_t plaintext_size() const { return size_; }

 private:
  Result<void> seal(ByteView chunk);

  PayloadKeys keys_;
  Sink sink_;
  std::size_t chunk_size_;
  Bytes header_;
  Bytes pending_;  // less than a chunk, not yet sealed
  std::uint64_t counter_ = 0;
  std::uint64_t size_ = 0;
};

// The whole payload of `plaintext`.
Bytes seal_payload(const DocumentKey& key, const DocumentId& document, ObjectName object,
                   ByteView plaintext);

// Reads `length` bytes of stored payload at `offset`; fewer only at its end.
using PayloadSource =
    std::function<Result<Bytes>(std::uint64_t offset, std::uint64_t length)>;

// Random access to a payload. Every error is kCorrupt, or what the source answered.
// Thread rule: const use from several threads, where the source allows it.
class PayloadReader {
 public:
  // A payload of chunks of another size is refused.
  static Result<PayloadReader> open(const DocumentKey& key, const DocumentId& document,
                                    ObjectName object, std::uint64_t payload_size,
                                    PayloadSource source,
                                    ChunkSize chunk = ChunkSize::kLarge);
  std::uint64_t size() const { return size_; }  // of the plaintext, bytes
  // The plaintext in [offset, offset + length), cut at the end. Reading up to the end
  // authenticates the end.
  Result<Bytes> read(std::uint64_t offset, std::uint64_t length) const;
  // Opens one chunk, wherever its sealed bytes came from, without allocating: `out` has
  // the chunk's size or more. Returns how many bytes it has. Every chunk but the last is
  // full: whoever knows the size from elsewhere needs to read no more than he wants.
  Result<std::size_t> open_chunk(std::uint64_t number, ByteView sealed,
                                 std::span<std::uint8_t> out) const;

 private:
  PayloadReader(PayloadKeys keys, std::uint64_t size, PayloadSource source,
                ChunkSize chunk)
      : keys_(std::move(keys)), size_(size), source_(std::move(source)), chunk_(chunk) {}

  PayloadKeys keys_;
  std::uint64_t size_;
  PayloadSource source_;
  ChunkSize chunk_;
};

}  // namespace tangthu::vault
