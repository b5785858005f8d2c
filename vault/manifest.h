// The manifest of a document: sizes and hashes of its stored bodies, signed.
//
// It is public on purpose: it tells nothing that the sizes on disk do not tell, and it
// lets anybody check a stored document without a key. SHA-256, because processors have
// instructions for it: a scrub is bound by nothing else.
//
//   "tangthu manifest v1" ‖ partition (16) ‖ u32 count ‖ count × (u32 body ‖ u64 payload
//   size ‖ root (32)) ‖ Ed25519 signature (64) over everything before
//   root = SHA-256("tangthu body v2" ‖ SHA-256 of each stored piece of 1 MiB)
#pragma once

#include <vector>

#include "vault/crypto.h"
#include "vault/store.h"

namespace tangthu::vault {

struct ManifestEntry {
  std::uint32_t body;
  std::uint64_t size;  // of the payload, bytes
  Hash32 root;
};

struct Manifest {
  PartitionName partition;
  std::vector<ManifestEntry> entries;
};

inline constexpr std::string_view kManifestKey = "manifest";
inline constexpr std::string_view kManifestDomain = "tangthu manifest v1";
inline constexpr std::uint32_t kMaxObjects = 100'000;

Bytes write_manifest(const Manifest& manifest, const SigningKey& key);
// kCorrupt when it is malformed or the signature does not hold.
Result<Manifest> read_manifest(ByteView bytes, const VerifyKey& key);

// The root of a body, piece by piece in order.
class BodyHash {
 public:
  BodyHash();
  void add_piece(ByteView piece);
  Hash32 root() const;
  std::uint64_t size() const { return size_; }

 private:
  Bytes piece_hashes_;
  std::uint64_t size_ = 0;
};

}  // namespace tangthu::vault
