// The barrier: nothing reaches the store but blinded names and sealed values.
//
// A partition's stored name is BLAKE2b-128 of its name under the blinding key. A record
// is XChaCha20-Poly1305 under the barrier key of an epoch, with "tangthu barrier v2",
// epoch, partition and key as associated data, behind a byte that says so. Record keys
// show structure only (kind, ordinal). Bodies are payloads, which are ciphertext already,
// and public records (manifests) hold sizes and hashes of ciphertext only, so that a
// scrub needs no key; neither is sealed twice. Thread rule: as Store.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "vault/crypto.h"
#include "vault/store.h"

namespace tangthu::vault {

// First byte of every record. Stored on disk: the values are frozen.
enum class RecordForm : std::uint8_t { kSealed = 1, kPublic = 2 };

class Barrier {
 public:
  using Keys = std::map<std::uint32_t, BarrierKey>;  // by epoch; the last one seals

  // All must outlive the barrier. Keys may be added while nobody uses it.
  Barrier(Store& store, const Keys& keys, const BlindingKey& blinding_key)
      : store_(store), keys_(keys), blinding_key_(blinding_key) {}

  Store& store() { return store_; }
  PartitionName blind(std::string_view partition) const;
  // BLAKE2b-256 under the blinding key. The first part keeps uses apart.
  Hash32 keyed_hash(std::initializer_list<ByteView> parts) const;
  // A record key that says nothing of `name`.
  std::string blind_key(std::string_view prefix, ByteView name) const;

  // One sealed record, for a Batch.
  Record sealed(const PartitionName& partition, std::string key, ByteView value) const;
  static Record open_to_all(std::string key, ByteView value);  // a public record

  // Opens a sealed value. kCorrupt when it was changed, moved or made by another vault,
  // and when it is a public record: those say nothing of who wrote them.
  Result<Bytes> open(const PartitionName& partition, std::string_view key,
                     ByteView stored) const;
  // The epoch that a stored value is sealed in; nothing for a public record.
  static std::optional<std::uint32_t> epoch_of(ByteView stored);

  Result<std::optional<Bytes>> get(const PartitionName& partition, std::string_view key);
  // A public record, as it lies there: whoever asks checks it by its own signature.
  Result<std::optional<Bytes>> get_public(const PartitionName& partition,
                                          std::string_view key);
  // All records with the prefix, opened, in byte order of their keys.
  Result<std::vector<Record>> scan(const PartitionName& partition,
                                   std::string_view prefix);
  // The same, one page after the other; for partitions of any size.
  Result<void> visit(const PartitionName& partition, std::string_view prefix,
                     const std::function<Result<void>(Record&&)>& see);

 private:
  Store& store_;
  const Keys& keys_;
  const BlindingKey& blinding_key_;
};

}  // namespace tangthu::vault
