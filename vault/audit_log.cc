#include "vault/audit_log.h"

#include <algorithm>

#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr const char* kEntriesFile = "entries";
constexpr const char* kLockFile = "lock";

Result<void> check_magic(const LogFile& entries) {
  std::array<std::uint8_t, kLogMagicSize> magic;
  TRY(entries.read_at(0, magic));
  if (as_text(magic) == kLogMagic) return {};
  return fail(ErrorCode::kCorrupt, "not a file that this version of tangthu made",
              "check --vault; a newer vault needs a newer tangthu", entries.name());
}

Failure shrunk() {
  return fail(ErrorCode::kCorrupt, "the audit log is shorter than it was",
              "keep the log as evidence and compare it with a backup");
}

}  // namespace

AuditLog::AuditLog(std::filesystem::path folder, LogFile entries, LogIndex index,
                   LogFile lock)
    : folder_(std::move(folder)),
      entries_(std::move(entries)),
      index_(std::move(index)),
      lock_(std::move(lock)),
      end_(kLogMagicSize) {}

Result<void> AuditLog::create(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return fail(ErrorCode::kStorage, "the folder of the audit log can't be made",
                "check the disk and the permissions of the vault's folder");
  }
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (std::filesystem::exists(folder / kEntriesFile, failed)) {
    return fail(ErrorCode::kUsage, "there is an audit log already", "open it instead");
  }
  TRY(write_durably(folder / kLockFile, {}));
  TRY(LogIndex::create(folder));
  // Last: a log whose making was interrupted is none.
  return write_durably(folder / kEntriesFile, as_bytes(kLogMagic));
}

Result<std::unique_ptr<AuditLog>> AuditLog::open_files(
    const std::filesystem::path& folder, Access access) {
  auto entries = TRY(LogFile::open(folder / kEntriesFile, access));
  TRY(check_magic(entries));
  auto lock = TRY(LogFile::open(folder / kLockFile, LogAccess::kRead));
  auto index = LogIndex::open(folder, access);
  const bool lost = !index && index.error().code() == ErrorCode::kNotFound;
  if (lost && access == Access::kAppend) {
    TRY(LogIndex::create(folder));
    index = LogIndex::open(folder, access);
  }
  LogIndex opened = TRY(std::move(index));  // before `new`: a return within would leak
  return std::unique_ptr<AuditLog>(
      new AuditLog(folder, std::move(entries), std::move(opened), std::move(lock)));
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(const std::filesystem::path& folder,
                                                 Access access) {
  auto log = TRY(open_files(folder, access));
  const LogLock lock = TRY(LogLock::take(log->lock_));
  TRY(log->settle(access));
  return log;
}

Result<void> AuditLog::rebuild_index(const std::filesystem::path& folder) {
  auto log = TRY(open_files(folder, Access::kAppend));
  const LogLock lock = TRY(LogLock::take(log->lock_));
  return log->rebuild(TRY(log->signed_head()));
}

// The head of the checkpoint in the folder; its signature is for the caller to check.
Result<TreeHead> AuditLog::signed_head() const {
  const auto checkpoint = TRY(read_checkpoint(folder_ / kCheckpointFile));
  if (!checkpoint) return TreeHead{0, empty_root()};
  return checkpoint->checkpoint.head;
}

Result<void> AuditLog::settle(Access access) {
  const TreeHead signed_tree = TRY(signed_head());
  const IndexState state = TRY(inspect(signed_tree));
  if (access == Access::kAppend) {
    if (state == IndexState::kUnfinished) TRY(rebuild(signed_tree));
    return catch_up();
  }
  if (state == IndexState::kSound) return {};
  return fail(ErrorCode::kCorrupt, "the index of the audit log is unfinished",
              "open the vault once for writing: that completes it", "offsets");
}

Result<IndexState> AuditLog::inspect(const TreeHead& signed_tree) const {
  if (!TRY(index_.has_magic())) return IndexState::kUnfinished;
  const std::uint64_t count = TRY(index_.count());
  if (count < signed_tree.size || !TRY(index_.has_hashes_of(count))) {
    return IndexState::kUnfinished;
  }
  const std::uint64_t file_end = TRY(entries_.size());
  if (TRY(index_.begin_of(count)) > file_end) {
    std::uint64_t missing = count - 1;
    while (missing > 0 && TRY(index_.begin_of(missing)) > file_end)
      --missing;
    return damaged_entry(missing);
  }
  // All that lies under a checkpoint was synced before it was written.
  auto known = TRY(Frontier::load(signed_tree.size, index_.reader()));
  if (known.root() != signed_tree.root) return not_as_signed();
  return compare_index({entries_, index_}, std::move(known), count);
}

Result<void> AuditLog::rebuild(const TreeHead& signed_tree) {
  const std::uint64_t acknowledged = std::max(TRY(index_.count()), signed_tree.size);
  const LogFiles files{entries_, index_};
  // Once without writing: an index that disagrees with bad entries is evidence.
  TRY(take_in(files, {}, kLogMagicSize, acknowledged, signed_tree, TakeIn::kCheckOnly));
  TRY(index_.write_magic());
  const Frontier all =
      TRY(take_in(files, {}, kLogMagicSize, acknowledged, signed_tree, TakeIn::kWrite));
  TRY(index_.cut(all.size()));
  return index_.sync();
}

// Sees what others have appended, and completes what one of them left. Under both locks.
Result<void> AuditLog::catch_up() {
  const std::uint64_t count = TRY(index_.count());
  if (count < most_seen_) return shrunk();
  if (count != frontier_.size()) {
    frontier_ = TRY(Frontier::load(count, index_.reader()));
    end_ = TRY(index_.begin_of(count));
  }
  most_seen_ = count;
  const std::uint64_t file_end = TRY(entries_.size());
  if (file_end < end_) return shrunk();
  if (file_end == end_) return {};
  const TreeHead none{0, empty_root()};  // all that is signed is counted
  frontier_ =
      TRY(take_in({entries_, index_}, frontier_, end_, count, none, TakeIn::kWrite));
  most_seen_ = frontier_.size();
  end_ = TRY(index_.begin_of(most_seen_));
  return {};
}

namespace {

Failure too_large() {
  return fail(ErrorCode::kUsage, "an entry of the audit log is too large",
              "an entry may have 64 KiB, and what is appended at once 16 MiB");
}

}  // namespace

// Those that came first, as many as one append_all() takes.
std::vector<AuditLog::Waiting*> AuditLog::take_batch() {
  std::vector<Waiting*> out;
  std::size_t total = 0;
  while (!waiting_.empty()) {
    total += waiting_.front()->entry.size() + kFrameOverhead;
    if (total > kMaxLogBatchBytes) break;
    out.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return out;
}

// Whoever comes while nobody writes, writes for all who wait. One whose batch fails gets
// the batch's error: nothing of it was counted.
Result<std::uint64_t> AuditLog::append(ByteView entry) {
  if (entry.size() > kMaxLogEntryBytes) return too_large();
  Waiting mine{entry, {}};
  std::unique_lock lock(queue_);
  waiting_.push_back(&mine);
  while (true) {
    answers_.wait(lock, [&] { return mine.index.has_value() || !is_writing_; });
    if (mine.index) return *std::move(mine.index);
    is_writing_ = true;
    const std::vector<Waiting*> batch = take_batch();
    lock.unlock();
    std::vector<ByteView> entries;
    for (const Waiting* each : batch)
      entries.push_back(each->entry);
    const Result<std::uint64_t> first = append_all(entries);
    lock.lock();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (first) {
        batch[i]->index = *first + i;
      } else {
        batch[i]->index = Failure(Error(first.error()));
      }
    }
    is_writing_ = false;
    answers_.notify_all();
  }
}

Result<std::uint64_t> AuditLog::append_all(std::span<const ByteView> entries) {
  std::size_t total = 0;
  for (const ByteView entry : entries) {
    total += entry.size() + kFrameOverhead;
    if (entry.size() > kMaxLogEntryBytes || total > kMaxLogBatchBytes) return too_large();
  }
  const std::lock_guard guard(mutex_);
  const LogLock lock = TRY(LogLock::take(lock_));
  TRY(catch_up());
  const std::uint64_t first = frontier_.size();
  Frontier grown = frontier_;
  ByteWriter frames;
  std::vector<Hash32> hashes;
  std::vector<std::uint64_t> ends;
  for (const ByteView entry : entries) {
    append_frame(frames, grown.size(), entry);
    grown.add(leaf_hash(entry), hashes);
    ends.push_back(end_ + frames.view().size());
  }
  TRY(write(frames.view(), hashes, ends));
  end_ += frames.view().size();
  frontier_ = std::move(grown);
  most_seen_ = frontier_.size();
  return first;
}

Result<void> AuditLog::write(ByteView frames, std::span<const Hash32> hashes,
                             std::span<const std::uint64_t> ends) {
  auto written = entries_.write_at(end_, frames);
  if (written) written = entries_.sync();
  if (written) written = index_.add(frontier_.size(), hashes, ends);
  // What stays counted must stay in the file, so the count goes first.
  if (!written && index_.cut(frontier_.size())) (void)entries_.truncate(end_);
  return written;
}

// The entries there are, also by other processes; never fewer than this object has seen.
Result<std::uint64_t> AuditLog::count_now() {
  const std::lock_guard guard(mutex_);
  const std::uint64_t count = TRY(index_.count());
  if (count < most_seen_) return shrunk();
  most_seen_ = count;
  return count;
}

}  // namespace tangthu::vault
