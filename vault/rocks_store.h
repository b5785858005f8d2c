// The Store in a box: RocksDB. This file pair is the only one that includes its headers.
//
// Keys: partition (16) ‖ 'b' ‖ u32 body ‖ u32 piece (both big-endian)   → piece
//       partition (16) ‖ 'r' ‖ record key                              → record
// Records: content ‖ BLAKE2b-128 over key and content, so that anybody can check them.
// Pieces: in the value when they are small, otherwise beside RocksDB (vault/body_files.h)
// and the value tells where. They have no checksum here: manifests have their hashes.
// Synced commits reach the disk before they are reported; checks are paranoid; the WAL is
// tracked in the manifest; large values lie in blob files; nothing is mapped or
// compressed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "vault/store.h"

namespace rocksdb {
struct Options;
}

namespace tangthu::vault {

enum class Access { kRead, kWrite };

// What a scrub sees: one stored value after the other, in key order.
struct RawEntry {
  PartitionName partition;
  bool is_body = false;
  std::string record_key;  // of a record
  std::uint32_t body = 0;  // of a piece
  std::uint32_t piece = 0;
  bool intact = false;  // its checksum holds; of a piece: it could be read
  ByteView content;     // valid during the call
};

enum class ScrubStep { kRead, kPass, kStop };

class RocksStore : public Store {
 public:
  // kWrite makes the folder when it is missing and takes its lock: kSealedOrBusy when
  // another process has it. kRead works beside a writer and sees what was committed.
  static Result<std::unique_ptr<RocksStore>> open(const std::filesystem::path& folder,
                                                  Access access);
  ~RocksStore() override;

  Result<CommitOutcome> commit(const PartitionName& partition, const Batch& batch,
                               Durability durability) override;
  Result<void> sync() override;
  Result<std::optional<Bytes>> get(const PartitionName& partition,
                                   std::string_view key) override;
  Result<std::vector<Record>> scan(const PartitionName& partition,
                                   std::string_view prefix, std::string_view after,
                                   std::size_t limit) override;
  Result<std::vector<std::string>> keys(const PartitionName& partition,
                                        std::string_view prefix) override;
  Result<void> settle(const PartitionName& partition, std::string_view prefix) override;
  Result<void> put_piece(const PartitionName& partition, std::uint32_t body,
                         std::uint32_t piece, ByteView bytes) override;
  Result<Bytes> read_body(const PartitionName& partition, std::uint32_t body,
                          std::uint64_t offset, std::uint64_t length) override;
  Result<void> drop_body(const PartitionName& partition, std::uint32_t body) override;
  Result<void> drop(const PartitionName& partition) override;
  std::uint64_t changes(const PartitionName& partition) const override;
  Result<std::vector<PartitionName>> list() override;

  // Also a store of which some files are damaged or missing. For scrub_from() only.
  static Result<std::unique_ptr<RocksStore>> open_for_scrub(
      const std::filesystem::path& folder);
  // Every stored value, damaged ones too, from the partition `from` on. `begin` hears of
  // each partition first. What RocksDB can't read is passed over, up to the next
  // partition that can be; `lost` hears where it begins, and the file if it is known.
  Result<void> scrub_from(
      const PartitionName& from,
      const std::function<ScrubStep(const PartitionName&)>& begin,
      const std::function<void(const RawEntry&)>& see,
      const std::function<void(const PartitionName&, const std::string& file)>& lost);
  // The stored values of one partition, damaged ones too, until `visit` says stop
  // (false).
  Result<void> visit_partition(const PartitionName& partition,
                               const std::function<bool(const RawEntry&)>& visit);
  // Another number after every commit that this object can see: what was read when it was
  // the same is as it was.
  std::uint64_t changes() const;
  // Moves what is in memory to table files, so that every value has a block checksum.
  Result<void> flush();
  // The store as it is now, as files in a new folder on the same filesystem: links where
  // a file never changes again, copies of the rest. Durable when this returns.
  Result<void> make_checkpoint(const std::filesystem::path& folder);
  // Writes live values anew, so that deleted ones leave the disk.
  Result<void> compact();

 private:
  class Impl;
  explicit RocksStore(std::unique_ptr<Impl> impl);
  static Result<std::unique_ptr<RocksStore>> open_read_only(
      const std::filesystem::path& folder, const rocksdb::Options& options);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::vault
