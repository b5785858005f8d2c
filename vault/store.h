// Store: where bytes live. Partition-shaped, so that one machine (RocksDB) and many (Ceph
// RADOS) can both be its home.
//
// A partition is the unit of order and of atomicity. It has records (small, ordered by
// key) and bodies (large, written once, in pieces of kPieceSize). A store knows nothing
// of keys or meaning: names are blinded and values sealed before they come here.
//
// Records are checked by the store; bodies only by whoever has their manifest or key.
// A body's pieces are written first, and count for nothing until a commit refers to them;
// commit with kSynced makes everything written before it durable too. No commit is on
// disk before the pieces that were written before it.
//
// Thread rule: all calls may come from any thread. Errors: kStorage (full, failing),
// kCorrupt (a checksum of the store's own failed).
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::vault {

using PartitionName = std::array<std::uint8_t, 16>;

inline constexpr std::size_t kPieceSize = 1 << 20;
inline constexpr std::size_t kMaxRecordKeyBytes = 200;
inline constexpr std::size_t kMaxRecordBytes = 64 << 20;

struct Record {
  std::string key;
  Bytes value;
};

struct Condition {
  enum class Kind { kAbsent, kEquals };
  std::string key;
  Kind kind;
  Bytes value;  // for kEquals: the stored bytes
};

struct Batch {
  std::vector<Condition> conditions;
  std::vector<Record> puts;
  std::vector<std::string> deletes;
};

// What both do, in one commit.
inline void append(Batch& batch, Batch other) {
  const auto move_to = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
  };
  move_to(batch.conditions, other.conditions);
  move_to(batch.puts, other.puts);
  move_to(batch.deletes, other.deletes);
}

enum class Durability { kBuffered, kSynced };

// kUnknown: the store did not say in time; read again before trying once more.
enum class CommitOutcome { kDone, kConflict, kUnknown };

class Store {
 public:
  virtual ~Store() = default;

  virtual Result<CommitOutcome> commit(const PartitionName& partition, const Batch& batch,
                                       Durability durability) = 0;
  // Everything committed before is durable when it returns. One sync serves many threads.
  virtual Result<void> sync() = 0;
  virtual Result<std::optional<Bytes>> get(const PartitionName& partition,
                                           std::string_view key) = 0;
  // Records whose key starts with `prefix` and is greater than `after`, in byte order.
  virtual Result<std::vector<Record>> scan(const PartitionName& partition,
                                           std::string_view prefix,
                                           std::string_view after, std::size_t limit) = 0;

  // Their keys, in byte order. Looks at no value: damaged ones are there.
  virtual Result<std::vector<std::string>> keys(const PartitionName& partition,
                                                std::string_view prefix) = 0;
  // After many of these records were deleted: scans no longer go past what is left of
  // them. Changes no answer and may be left out.
  virtual Result<void> settle(const PartitionName& partition,
                              std::string_view prefix) = 0;

  virtual Result<void> put_piece(const PartitionName& partition, std::uint32_t body,
                                 std::uint32_t piece, ByteView bytes) = 0;
  // Fewer bytes than asked for only where the body ends.
  virtual Result<Bytes> read_body(const PartitionName& partition, std::uint32_t body,
                                  std::uint64_t offset, std::uint64_t length) = 0;

  virtual Result<void> drop_body(const PartitionName& partition, std::uint32_t body) = 0;
  virtual Result<void> drop(const PartitionName& partition) = 0;
  // Another number after every commit to the partition that this object can see, and
  // after some to others: what was read when it was the same is as it was. To be asked
  // before the partition is read.
  virtual std::uint64_t changes(const PartitionName& partition) const = 0;
  // Every partition once, in no order that means anything.
  virtual Result<std::vector<PartitionName>> list() = 0;
};

}  // namespace tangthu::vault
