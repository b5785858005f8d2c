// The vault's own records (partition "system"), and the anchor that says which of them
// are the newest. Somebody who can write to the disk could otherwise put a single old
// record back that was once right: a user's before his roles were taken, a label's before
// a new epoch, a station's before it was disabled.
//
//   guarded   records `user/`, `label/`, `station/`, `request/`, `puncture/`, `index/`,
//             `reading/`, `version/`
//   mark      BLAKE2b-256 under the blinding key of "tangthu record mark v1" ‖ u32 size
//   of
//             the key ‖ key ‖ stored value
//   digest    the sum of the marks of all guarded records, modulo 2^256: a keyed multiset
//             hash (MSet-Add-Hash of Clarke et al., ASIACRYPT 2003), which a change of
//             one record changes by one subtraction and one addition
//
// The anchor holds the digest, and is sealed; every change of a guarded record and the
// anchor that knows of it are one commit. An anchor that was set back itself is noticed
// by its generation (vault/journal.h).
//
// `version/` tells of each document whose level was changed the version of the envelope
// that did so: an older envelope of it is refused.
//
// Thread rule: any thread.
#pragma once

#include <map>
#include <mutex>

#include "base/id.h"
#include "vault/barrier.h"
#include "vault/merkle.h"

namespace tangthu::vault {

// A number modulo 2^256. On disk 32 bytes, lowest first.
class SetDigest {
 public:
  void add(const Hash32& mark);
  void remove(const Hash32& mark);
  Hash32 bytes() const;
  static SetDigest from(const Hash32& bytes);
  bool operator==(const SetDigest&) const = default;

 private:
  std::array<std::uint64_t, 4> limbs_{};
};

struct Anchor {
  std::uint64_t generation = 0;  // +1 a change
  TreeHead log;
  std::uint64_t punctures = 0;  // of the shred tree
  SetDigest records;
};

class SystemRecords {
 public:
  // The barrier must outlive this.
  explicit SystemRecords(Barrier& barrier);

  // Before the first use of a vault that is not new. kCorrupt when a guarded record was
  // set back, removed or added.
  Result<void> load();
  Anchor anchor() const;
  // The next change is above this generation.
  void raise_generation(std::uint64_t generation);

  // One commit of the batch and the anchor after it; buffered. kSealedOrBusy when a
  // condition does not hold.
  Result<void> commit(Batch batch);
  // The same as the next generation, which has seen this log and so many punctures.
  Result<void> commit(Batch batch, const TreeHead& log, std::uint64_t punctures);

  static bool is_guarded(std::string_view key);
  // The envelope of the document is at least of this version.
  std::uint32_t least_version(const DocumentId& id) const;
  std::string version_key(const DocumentId& id) const;
  Record version_record(const DocumentId& id, std::uint32_t version) const;

 private:
  Hash32 mark(std::string_view key, ByteView stored) const;
  Result<SetDigest> digest_with(const Batch& batch);
  Result<void> commit_with(Batch batch, Anchor next);
  Result<void> note_versions(const Batch& batch);

  Barrier& barrier_;
  const PartitionName system_;
  mutable std::mutex lock_;  // guards what follows
  Anchor anchor_;
  std::map<std::string, std::uint32_t, std::less<>> versions_;  // by record key
};

}  // namespace tangthu::vault
