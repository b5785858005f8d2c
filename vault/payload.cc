#include "vault/payload.h"

#include <algorithm>

#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kPayloadDomain = "tangthu payload v1";

using Salt = std::array<std::uint8_t, 32>;
using Keys = PayloadKeys;

std::span<const std::uint8_t, 32> chunk_key(const Keys& keys) {
  return keys.reveal().first<32>();
}
std::span<const std::uint8_t, 32> commitment(const Keys& keys) {
  return keys.reveal().last<32>();
}

Keys derive(const DocumentKey& key, const Salt& salt, const DocumentId& document,
            ObjectName object) {
  ByteWriter info;
  info.raw(as_bytes(kPayloadDomain));
  info.integer(kSuite1);
  info.raw(document.bytes());
  info.integer(object.body());
  Keys keys;
  hkdf_sha512(key.reveal(), salt, info.view(), keys.reveal_writable());
  return keys;
}

std::array<std::uint8_t, kNonceSize> chunk_nonce(const Keys& keys,
                                                 std::uint64_t counter) {
  std::array<std::uint8_t, kNonceSize> nonce;
  std::copy_n(keys.reveal().begin() + 32, kNonceSize, nonce.begin());
  for (std::size_t i = 0; i < 8; ++i) {
    nonce[kNonceSize - 1 - i] ^= static_cast<std::uint8_t>(counter >> (8 * i));
  }
  return nonce;
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a stored object is damaged, cut or exchanged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

}  // namespace

std::uint64_t payload_size(std::uint64_t plaintext_size, ChunkSize chunk) {
  const std::uint64_t chunks = plaintext_size / bytes_of(chunk) + 1;
  return kPayloadHeaderSize + plaintext_size + chunks * kTagSize;
}

std::optional<std::uint64_t> plaintext_size(std::uint64_t payload_size, ChunkSize chunk) {
  if (payload_size < kPayloadHeaderSize + kTagSize) return std::nullopt;
  const std::uint64_t sealed_size = bytes_of(chunk) + kTagSize;
  const std::uint64_t body = payload_size - kPayloadHeaderSize;
  const std::uint64_t last = body % sealed_size;
  if (last < kTagSize) return std::nullopt;
  return body / sealed_size * bytes_of(chunk) + last - kTagSize;
}

std::uint64_t chunk_offset(std::uint64_t number, ChunkSize chunk) {
  return kPayloadHeaderSize + number * (bytes_of(chunk) + kTagSize);
}

PayloadSealer::PayloadSealer(const DocumentKey& key, const DocumentId& document,
                             ObjectName object, Sink sink, ChunkSize chunk)
    : sink_(std::move(sink)), chunk_size_(bytes_of(chunk)) {
  Salt salt;
  random_bytes(salt);
  keys_ = derive(key, salt, document, object);
  ByteWriter header;
  header.integer(kSuite1);
  header.integer(static_cast<std::uint8_t>(chunk));
  header.integer(std::uint8_t{0});
  header.raw(salt);
  header.raw(commitment(keys_));
  header_ = header.take();
}

Result<void> PayloadSealer::seal(ByteView chunk) {
  if (counter_ == 0) TRY(sink_(header_));
  Bytes sealed(chunk.size() + kTagSize);
  seal_chunk(chunk_key(keys_), chunk_nonce(keys_, counter_), chunk, sealed);
  ++counter_;
  return sink_(sealed);
}

Result<void> PayloadSealer::write(ByteView plaintext) {
  size_ += plaintext.size();
  while (!plaintext.empty()) {
    if (pending_.empty() && plaintext.size() >= chunk_size_) {
      TRY(seal(plaintext.first(chunk_size_)));
      plaintext = plaintext.subspan(chunk_size_);
      continue;
    }
    pending_.reserve(chunk_size_);  // once: nothing is left behind by growing
    const ByteView part =
        plaintext.first(std::min(plaintext.size(), chunk_size_ - pending_.size()));
    pending_.insert(pending_.end(), part.begin(), part.end());
    plaintext = plaintext.subspan(part.size());
    if (pending_.size() < chunk_size_) continue;
    TRY(seal(pending_));
    wipe(pending_.data(), pending_.size());
    pending_.clear();
  }
  return {};
}

Result<void> PayloadSealer::finish() {
  return seal(pending_);
}

Bytes seal_payload(const DocumentKey& key, const DocumentId& document, ObjectName object,
                   ByteView plaintext) {
  Bytes out;
  out.reserve(payload_size(plaintext.size()));
  PayloadSealer sealer(key, document, object, [&out](ByteView part) -> Result<void> {
    out.insert(out.end(), part.begin(), part.end());
    return {};
  });
  static_cast<void>(sealer.write(plaintext));  // this sink can't fail
  static_cast<void>(sealer.finish());
  return out;
}

Result<PayloadReader> PayloadReader::open(const DocumentKey& key,
                                          const DocumentId& document, ObjectName object,
                                          std::uint64_t payload_size,
                                          PayloadSource source, ChunkSize chunk) {
  const auto size = plaintext_size(payload_size, chunk);
  if (!size) return damaged();
  const Bytes header = TRY(source(0, kPayloadHeaderSize));
  ByteReader in(header);
  const auto suite = in.integer<std::uint16_t>();
  const auto chunk_log2 = in.integer<std::uint8_t>();
  const auto zero = in.integer<std::uint8_t>();
  const auto salt = in.fixed<32>();
  const auto stored_commitment = in.fixed<32>();
  if (!in.complete()) return damaged();
  if (suite != kSuite1 || chunk_log2 != static_cast<std::uint8_t>(chunk) || zero != 0) {
    return fail(ErrorCode::kCorrupt, "an object is of a suite this version does not know",
                "open the vault with a newer version of tangthu");
  }
  Keys keys = derive(key, salt, document, object);
  if (!equal_in_constant_time(commitment(keys), stored_commitment)) return damaged();
  return PayloadReader(std::move(keys), *size, std::move(source), chunk);
}

Result<std::size_t> PayloadReader::open_chunk(std::uint64_t number, ByteView sealed,
                                              std::span<std::uint8_t> out) const {
  if (sealed.size() < kTagSize || sealed.size() - kTagSize > out.size()) return damaged();
  const std::size_t size = sealed.size() - kTagSize;
  if (vault::open_chunk(chunk_key(keys_), chunk_nonce(keys_, number), sealed,
                        out.first(size)))
    return size;
  return damaged();
}

Result<Bytes> PayloadReader::read(std::uint64_t offset, std::uint64_t length) const {
  if (offset > size_) offset = size_;
  const std::uint64_t end = offset + std::min(length, size_ - offset);
  if (end == offset && end < size_) return Bytes();  // no chunk holds nothing
  const std::size_t chunk_size = bytes_of(chunk_);
  const std::uint64_t last_chunk = size_ / chunk_size;
  const std::uint64_t first = offset / chunk_size;
  // A read that reaches the end takes the short last chunk with it, even an empty one.
  const std::uint64_t last = end == size_ ? last_chunk : (end - 1) / chunk_size;

  const std::uint64_t sealed_end =
      last == last_chunk ? payload_size(size_, chunk_) : chunk_offset(last + 1, chunk_);
  const std::uint64_t sealed_start = chunk_offset(first, chunk_);
  const Bytes sealed = TRY(source_(sealed_start, sealed_end - sealed_start));
  if (sealed.size() != sealed_end - sealed_start) return damaged();

  Bytes plain(sealed.size() - (last - first + 1) * kTagSize);
  ByteView sealed_rest = sealed;
  std::span<std::uint8_t> plain_rest = plain;
  for (std::uint64_t counter = first; counter <= last; ++counter) {
    const std::size_t size = std::min(chunk_size + kTagSize, sealed_rest.size());
    const auto opened = open_chunk(counter, sealed_rest.first(size), plain_rest);
    if (!opened) {
      wipe(plain.data(), plain.size());
      return Failure(opened.error());
    }
    sealed_rest = sealed_rest.subspan(size);
    plain_rest = plain_rest.subspan(*opened);
  }
  const auto skip = static_cast<std::ptrdiff_t>(offset - first * chunk_size);
  plain.erase(plain.begin(), plain.begin() + skip);
  plain.resize(end - offset);
  return plain;
}

}  // namespace tangthu::vault
