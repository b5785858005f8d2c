// A snapshot: what a vault consisted of at one moment, as a signed list of the parts of
// its files. Each part is an object of the repository (vault/object_pool.h), named by its
// hash; a file is its parts one after the other. What has no manifest is no backup.
//
//   file     magic "tangthu snap  1\n" ‖ content ‖ BLAKE2b-128 of both
//   content  u16 format = 1 ‖ vault id (16) ‖ u64 time ‖ u32 number ‖ u64 generation ‖
//            u64 version of the shred keys ‖ u64 entries of the log ‖ its root (32) ‖
//            u32 count ‖ count × (sized(path) ‖ u64 size ‖ SHA-256 (32)) ‖
//            Ed25519 signature (64) over "tangthu snapshot v1" ‖ what stands before it
//
// It tells what the folder of the vault tells: sizes and times.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "vault/header.h"
#include "vault/merkle.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxSnapshotBytes = std::size_t{256} << 20;
inline constexpr std::uint32_t kMaxSnapshotParts = 2'000'000;
inline constexpr std::size_t kMaxSnapshotPath = 200;

struct SnapshotPart {
  std::string path;  // in the vault's folder
  std::uint64_t size = 0;
  Hash32 hash{};
};

struct Snapshot {
  VaultId vault{};
  UnixSeconds time = 0;
  std::uint32_t number = 0;  // within the repository
  std::uint64_t generation = 0;
  std::uint64_t shred_version = 0;
  TreeHead log;
  std::vector<SnapshotPart> parts;

  // "20260301T071500Z-12"; the name of its file.
  std::string name() const;
  std::vector<SnapshotPart> parts_of(std::string_view path) const;
};

Bytes encode_snapshot(const Snapshot& snapshot, const SigningKey& key);
// The form only; kCorrupt. No path leads out of a vault's folder.
Result<Snapshot> decode_snapshot(ByteView file, std::string subject);
// kCorrupt unless the key signed these bytes, which decode.
Result<void> verify_snapshot(ByteView file, const VerifyKey& key, std::string subject);

// The files of a repository's folder `snapshots`, oldest first; names of another form are
// passed over.
Result<std::vector<std::string>> list_snapshots(const std::filesystem::path& repository);
std::filesystem::path snapshots_folder(const std::filesystem::path& repository);
// The number within a snapshot's name; nothing when it is none.
std::optional<std::uint32_t> snapshot_number(std::string_view name);

}  // namespace tangthu::vault
