// The reading half of AuditLog: it takes no lock, since what is counted never changes.
#include "vault/audit_log.h"
#include "vault/log_recovery.h"

namespace tangthu::vault {

// The count, when there are at least `size` entries.
Result<std::uint64_t> AuditLog::have(std::uint64_t size) {
  const std::uint64_t count = TRY(count_now());
  if (size <= count) return count;
  return fail(ErrorCode::kNotFound, "the audit log has fewer entries",
              "ask for an entry or a size that it has");
}

Result<TreeHead> AuditLog::head() {
  const std::uint64_t count = TRY(count_now());
  return TreeHead{count, TRY(tree_root(count, index_.reader()))};
}

Result<Hash32> AuditLog::root_at(std::uint64_t size) {
  TRY(have(size));
  return tree_root(size, index_.reader());
}

Result<Bytes> AuditLog::entry(std::uint64_t index) {
  Bytes out;
  TRY(have(index == kMaxTreeSize ? index : index + 1));
  const std::uint64_t begin = TRY(index_.begin_of(index));
  const std::uint64_t end = TRY(index_.end_of(index));
  if (begin > end) return damaged_entry(index);
  FrameReader reader(entries_, index, begin, end);
  const auto frame = TRY(reader.next());
  if (!frame || !reader.at_end()) return damaged_entry(index);
  if (TRY(index_.hash(stored_index(0, index))) != leaf_hash(frame->entry)) {
    return damaged_entry(index);
  }
  return to_bytes(frame->entry);
}

Result<std::vector<Hash32>> AuditLog::inclusion_proof(std::uint64_t index,
                                                      std::uint64_t size) {
  const TreeHead tree{size, TRY(root_at(size))};
  auto proof = TRY(prove_inclusion(index, size, index_.reader()));
  const Hash32 leaf = TRY(index_.hash(stored_index(0, index)));
  if (!inclusion_holds(leaf, index, proof, tree)) return damaged_hashes();
  return proof;
}

Result<std::vector<Hash32>> AuditLog::consistency_proof(std::uint64_t from,
                                                        std::uint64_t to) {
  const TreeHead newer{to, TRY(root_at(to))};
  auto proof = TRY(prove_consistency(from, to, index_.reader()));
  const TreeHead older{from, TRY(root_at(from))};
  if (!consistency_holds(older, newer, proof)) return damaged_hashes();
  return proof;
}

Result<void> AuditLog::visit(std::uint64_t from, const Visitor& fn) {
  const std::uint64_t count = TRY(have(from));
  const std::uint64_t begin = TRY(index_.begin_of(from));
  const std::uint64_t end = TRY(index_.begin_of(count));
  if (begin > end) return damaged_entry(from);
  FrameReader reader(entries_, from, begin, end);
  for (std::uint64_t index = from; index < count; ++index) {
    const auto frame = TRY(reader.next());
    if (!frame) return damaged_entry(index);
    if (TRY(index_.hash(stored_index(0, index))) != leaf_hash(frame->entry)) {
      return damaged_entry(index);
    }
    TRY(fn(index, frame->entry));
  }
  return {};
}

Result<TreeHead> AuditLog::verify() {
  const TreeHead signed_tree = TRY(signed_head());
  const TreeHead now = TRY(head());
  if (signed_tree.size > now.size ||
      TRY(tree_root(signed_tree.size, index_.reader())) != signed_tree.root) {
    return not_as_signed();
  }
  const IndexState state = TRY(compare_index({entries_, index_}, {}, now.size));
  if (state != IndexState::kSound) return damaged_hashes();
  return now;
}

Result<void> AuditLog::must_extend(const TreeHead& older) {
  const std::uint64_t count = TRY(count_now());
  if (older.size > count) return not_as_signed();
  if (TRY(root_at(older.size)) != older.root) return not_as_signed();
  return {};
}

Result<void> AuditLog::publish(const SignedCheckpoint& checkpoint) {
  TRY(must_extend(checkpoint.checkpoint.head));
  const std::lock_guard guard(mutex_);
  const LogLock lock = TRY(LogLock::take(lock_));
  const TreeHead present = TRY(signed_head());
  if (present.size > checkpoint.checkpoint.head.size) return {};
  // Opening relies on it: what lies under a checkpoint is whole.
  TRY(index_.sync());
  return write_checkpoint(folder_ / kCheckpointFile, checkpoint);
}

}  // namespace tangthu::vault
