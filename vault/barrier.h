// The barrier: nothing reaches the store but blinded names and sealed values.
//
// A partition's stored name is BLAKE2b-128 of its name under the blinding key. A record
// is XChaCha20-Poly1305 under the barrier key, with "tangthu barrier v1", partition and
// key as associated data, behind a byte that says so. Record keys show structure only
// (kind, ordinal). Bodies are payloads, which are ciphertext already, and public records
// (manifests) hold sizes and hashes of ciphertext only, so that a scrub needs no key;
// neither is sealed twice.
// Thread rule: as Store.
#pragma once

#include <memory>
#include <string>

#include "vault/crypto.h"
#include "vault/store.h"

namespace tangthu::vault {

// First byte of every record. Stored on disk: the values are frozen.
enum class RecordForm : std::uint8_t { kSealed = 1, kPublic = 2 };

class Barrier {
 public:
  // `store` must outlive the barrier.
  Barrier(Store& store, BarrierKey barrier_key, BlindingKey blinding_key);

  Store& store() { return store_; }
  PartitionName blind(std::string_view partition) const;
  // A record key that says nothing of `name`.
  std::string blind_key(std::string_view prefix, ByteView name) const;

  // One sealed record, for a Batch.
  Record sealed(const PartitionName& partition, std::string key, ByteView value) const;
  static Record open_to_all(std::string key, ByteView value);  // a public record

  // Opens a stored value. kCorrupt when it was changed, moved or made by another vault.
  Result<Bytes> open(const PartitionName& partition, std::string_view key,
                     ByteView stored) const;

  Result<std::optional<Bytes>> get(const PartitionName& partition, std::string_view key);
  // All records with the prefix, opened, in byte order of their keys.
  Result<std::vector<Record>> scan(const PartitionName& partition,
                                   std::string_view prefix);

 private:
  Store& store_;
  BarrierKey barrier_key_;
  BlindingKey blinding_key_;
};

}  // namespace tangthu::vault
