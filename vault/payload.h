// Payloads: an object of a document (master, text, PDF, record) as AEAD chunks.
//
//   header  u16 suite ‖ u8 log2(chunk size) ‖ u8 zero ‖ salt (32) ‖ commitment (32)
//   keys    HKDF-SHA-512(document key, salt, "tangthu payload v1" ‖ suite ‖ context)
//           → key (32) ‖ base nonce (12) ‖ commitment (32)
//   chunks  ChaCha20-Poly1305-IETF(key, base nonce XOR counter), 64 KiB of plaintext
//   each;
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

inline constexpr std::size_t kChunkSize = std::size_t{64} * 1024;
inline constexpr std::size_t kSealedChunkSize = kChunkSize + kTagSize;
inline constexpr std::size_t kPayloadHeaderSize = 4 + 32 + 32;

using PayloadKeys = SecretOf<struct PayloadKeysRole, 32 + kNonceSize + 32>;

// Stored on disk: the values are frozen.
enum class ObjectKind : std::uint8_t { kMaster = 1, kText = 2, kPdf = 3, kRecord = 4 };

struct ObjectName {
  ObjectKind kind;
  std::uint32_t number;  // page or file, from 1; at most 2^24 − 1

  auto operator<=>(const ObjectName&) const = default;
  // The body's number in the store: kind, then number.
  std::uint32_t body() const { return static_cast<std::uint32_t>(kind) << 24 | number; }
};

std::uint64_t payload_size(std::uint64_t plaintext_size);
// Nothing when no plaintext has a payload of this size.
std::optional<std::uint64_t> plaintext_size(std::uint64_t payload_size);

// Seals an object piece by piece, in memory that does not grow with it: what comes out,
// in order, is the payload. Call finish() once, last.
// Thread rule: one thread at a time. Errors: those of the sink.
class PayloadSealer {
 public:
  using Sink = std::function<Result<void>(ByteView)>;

  PayloadSealer(const DocumentKey& key, const DocumentId& document, ObjectName object,
                Sink sink);
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
// Thread rule: one thread at a time.
class PayloadReader {
 public:
  static Result<PayloadReader> open(const DocumentKey& key, const DocumentId& document,
                                    ObjectName object, std::uint64_t payload_size,
                                    PayloadSource source);
  std::uint64_t size() const { return size_; }  // of the plaintext, bytes
  // The plaintext in [offset, offset + length), cut at the end. Reading up to the end
  // authenticates the end.
  Result<Bytes> read(std::uint64_t offset, std::uint64_t length) const;

 private:
  PayloadReader(PayloadKeys keys, std::uint64_t size, PayloadSource source)
      : keys_(std::move(keys)), size_(size), source_(std::move(source)) {}

  PayloadKeys keys_;
  std::uint64_t size_;
  PayloadSource source_;
};

}  // namespace tangthu::vault
