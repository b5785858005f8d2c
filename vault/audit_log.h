// The audit log: entries that are only ever appended, under a Merkle tree (merkle.h), in
// a folder of plain files so that any process may read and append:
//
//   entries      the entries, framed and checked      the log itself
//   offsets      where each entry ends                both follow from the entries and
//   are hashes       the stored hashes of the tree        rebuilt when short or missing
//   checkpoint   the last signed head (checkpoint.h)
//   lock         who holds it may write
//
// An entry is opaque here (sealed by the caller), of at most kMaxLogEntryBytes.
//
// Promises: append() returns after the entry is on disk; a failed append counts nothing.
// A crash leaves at most an unfinished end that was never acknowledged; it is cut off by
// the next writer. Whatever else does not fit is kCorrupt, named by its entry where there
// is one, and nothing is changed. What was appended after the last checkpoint is compared
// at every open, so sign often; what was signed is compared by its root, and by verify()
// byte by byte. A log that was replaced whole by an older copy of itself is its own
// equal: must_extend() with a head kept elsewhere (store, witness) finds that.
//
// Thread rule: all members from any thread; any number of objects and processes. A forked
// child opens the log for itself: a lock that is inherited is shared.
// Errors: kNotFound no such log or entry; kStorage disk full or failing; kCorrupt.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "vault/checkpoint.h"
#include "vault/log_frame.h"
#include "vault/log_index.h"
#include "vault/log_recovery.h"

namespace tangthu::vault {

// What one append_all() may hold: the bytes are in memory twice.
inline constexpr std::size_t kMaxLogBatchBytes = 16 << 20;

class AuditLog {
 public:
  using Access = LogAccess;

  // An empty log in a new folder; kUsage when there is a log already.
  static Result<void> create(const std::filesystem::path& folder);
  // kAppend completes what a crash left unfinished; kRead changes nothing on disk, and
  // refuses a log whose index must be rebuilt first.
  static Result<std::unique_ptr<AuditLog>> open(const std::filesystem::path& folder,
                                                Access access);
  // Makes `offsets` and `hashes` anew from the entries, which must agree with the
  // checkpoint. For a damaged index only.
  static Result<void> rebuild_index(const std::filesystem::path& folder);

  // The entry's index. kUsage when it is too large. Entries that come while others are
  // being written go together next, with one sync.
  Result<std::uint64_t> append(ByteView entry);
  // All of them, one after another, with one sync: the index of the first.
  Result<std::uint64_t> append_all(std::span<const ByteView> entries);

  // With everything that other processes have appended until now.
  Result<TreeHead> head();
  Result<Hash32> root_at(std::uint64_t size);
  Result<Bytes> entry(std::uint64_t index);
  // Checked against the tree before they are given out.
  Result<std::vector<Hash32>> inclusion_proof(std::uint64_t index, std::uint64_t size);
  Result<std::vector<Hash32>> consistency_proof(std::uint64_t from, std::uint64_t to);

  // Calls fn for every entry from `from` up to the present head, in order, until it
  // fails. The bytes are valid during the call.
  using Visitor = std::function<Result<void>(std::uint64_t index, ByteView entry)>;
  Result<void> visit(std::uint64_t from, const Visitor& fn);
  // Reads every entry and compares it with every hash and with the checkpoint.
  Result<TreeHead> verify();

  // kCorrupt unless the log begins with the tree of `older`.
  Result<void> must_extend(const TreeHead& older);
  // Makes the checkpoint the log's last one, durably; the caller has signed it. kCorrupt
  // when it is not a head of this log. One that is older than the present one is not
  // kept.
  Result<void> publish(const SignedCheckpoint& checkpoint);

 private:
  AuditLog(std::filesystem::path folder, LogFile entries, LogIndex index, LogFile lock);
  static Result<std::unique_ptr<AuditLog>> open_files(const std::filesystem::path& folder,
                                                      Access access);
  Result<TreeHead> signed_head() const;
  Result<void> settle(Access access);
  Result<IndexState> inspect(const TreeHead& signed_head) const;
  Result<void> rebuild(const TreeHead& signed_head);
  Result<void> catch_up();
  Result<void> write(ByteView frames, std::span<const Hash32> hashes,
                     std::span<const std::uint64_t> ends);
  Result<std::uint64_t> count_now();
  Result<std::uint64_t> have(std::uint64_t size);

  // An append() that is not yet answered.
  struct Waiting {
    ByteView entry;
    std::optional<Result<std::uint64_t>> index;
  };
  std::vector<Waiting*> take_batch();

  const std::filesystem::path folder_;
  const LogFile entries_;
  const LogIndex index_;
  const LogFile lock_;

  std::mutex mutex_;   // guards what follows, and orders this object's writers
  Frontier frontier_;  // of what this object has last seen
  std::uint64_t end_;  // where it ends in `entries`
  std::uint64_t most_seen_ = 0;

  std::mutex queue_;                 // guards the next two; never held while writing
  std::deque<Waiting*> waiting_;     // in the order they came
  bool is_writing_ = false;          // one of them writes for some
  std::condition_variable answers_;  // that came, or that somebody else may write
};

}  // namespace tangthu::vault
