// A spool: what was captured and is not yet in the archive, sealed, in a folder of its
// own. It outlives its process: what write() has reported is there after a crash.
//
//   FOLDER/ID/head         magic "tangthu spool 1\n" ‖ spool id (16) ‖ owner (16) ‖
//                          xseal(owner's spool key, spool's key (32) ‖ settings),
//                          associated data: all before it
//   FOLDER/ID/page-N       payload (vault/payload.h) of the object (kMaster, N) of the
//                          document ID, under the spool's key
//   FOLDER/ID/note-N       the same of (kRecord, N)
//   spool key              HKDF-SHA-512(seed of the owner's Ed25519 key, no salt,
//                          "tangthu spool key v1")
//
// Only its owner, the user or station that began it, opens a spool. Whoever has the
// folder sees sizes, numbers and times. The head is overwritten before it is removed:
// without it nothing opens what a disk may still hold of the rest (vault/wiped_file.h).
//
// Limits: kMaxSpoolObjects of each kind, kMaxSpoolSettings bytes of settings.
// Thread rule: any thread; one object by one thread at a time. One process at a time has
// a spool open.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "vault/payload.h"
#include "vault/submission.h"

namespace tangthu::vault {

inline constexpr std::uint32_t kMaxSpoolObjects = 999'999;
inline constexpr std::size_t kMaxSpoolSettings = 1 << 20;

using SpoolKey = SecretOf<struct SpoolKeyRole>;

// A user or a station.
struct SpoolOwner {
  StationId id;
  SpoolKey key;
};
SpoolOwner spool_owner(const SigningKey& key);

// Stored in file names.
enum class SpoolKind : std::uint8_t { kPage, kNote };

// What can be seen of a spool without its key.
struct SpoolListing {
  DocumentId id;
  StationId owner;
  UnixSeconds begun;
  std::uint32_t pages;  // that lie there
};
// Oldest first; none where there is no such folder. What is no spool is passed over.
Result<std::vector<SpoolListing>> list_spools(const std::filesystem::path& folder);

class Spool {
 public:
  // Makes the folders that are missing. kStorage.
  static Result<std::unique_ptr<Spool>> create(const std::filesystem::path& folder,
                                               const SpoolOwner& owner,
                                               ByteView settings);
  // kNotFound when there is none or it is another's, kSealedOrBusy when a process has it,
  // kCorrupt when the head is damaged.
  static Result<std::unique_ptr<Spool>> open(const std::filesystem::path& folder,
                                             const DocumentId& id,
                                             const SpoolOwner& owner);

  const DocumentId& id() const { return id_; }
  const Bytes& settings() const { return settings_; }

  // The concatenation of `parts`, on disk when this returns; after a failure it was never
  // there. Numbers from 1.
  Result<void> write(SpoolKind kind, std::uint32_t number,
                     std::initializer_list<ByteView> parts);
  // kNotFound when it isn't there, kCorrupt when it is damaged. The reader may outlive
  // neither the spool nor the object.
  Result<PayloadReader> read(SpoolKind kind, std::uint32_t number) const;
  // Rising.
  Result<std::vector<std::uint32_t>> numbers(SpoolKind kind) const;
  // Nothing happens where there is none. It may come back after a crash.
  Result<void> remove(SpoolKind kind, std::uint32_t number);
  // All of it. Half of it is what a crash may leave; open() then finds none, and the next
  // create() removes it.
  Result<void> destroy();

 private:
  Spool(std::filesystem::path folder, Descriptor lock, DocumentId id, Bytes settings)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        id_(id),
        settings_(std::move(settings)) {}
  std::filesystem::path path_of(SpoolKind kind, std::uint32_t number) const;

  std::filesystem::path folder_;
  Descriptor lock_;
  DocumentId id_;
  DocumentKey key_;
  Bytes settings_;
};

}  // namespace tangthu::vault
