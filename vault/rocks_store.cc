#include "vault/rocks_store.h"

#include <algorithm>
#include <mutex>
#include <variant>

#include <malloc.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include "vault/body_files.h"
#include "vault/crypto.h"
#include "vault/partition_changes.h"

namespace tangthu::vault {
namespace {

constexpr char kBodyTag = 'b';
constexpr char kRecordTag = 'r';
constexpr std::size_t kPartitionSize = sizeof(PartitionName);
constexpr std::size_t kCheckSize = 16;
constexpr std::size_t kBlobThreshold = 4096;  // of a record
constexpr std::size_t kPieceInStore = 4096;   // a smaller piece is no work for a file
constexpr std::size_t kWriteBufferBytes = 16 << 20;
constexpr std::size_t kBlockCacheBytes = 64 << 20;

ByteView view(const rocksdb::Slice& slice) {
  return {reinterpret_cast<const std::uint8_t*>(slice.data()), slice.size()};
}

Failure failure(const rocksdb::Status& status) {
  if (status.IsNoSpace()) {
    return fail(ErrorCode::kStorage, "the disk is full",
                "free some space; nothing that was accepted before is lost");
  }
  if (status.IsCorruption()) {
    return fail(
        ErrorCode::kCorrupt, "the store is damaged",
        "run 'tangthu verify' to see what is affected, then restore from a backup");
  }
  return fail(
      ErrorCode::kStorage, "the store can't be read or written",
      "check the disk, its mount options and the permissions of the vault's folder");
}

std::string record_key(const PartitionName& partition, std::string_view key) {
  std::string out(as_text(partition));
  out.push_back(kRecordTag);
  out.append(key);
  return out;
}

std::string piece_key(const PartitionName& partition, std::uint32_t body,
                      std::uint32_t piece) {
  std::string out(as_text(partition));
  out.push_back(kBodyTag);
  append_big_endian(out, body);
  append_big_endian(out, piece);
  return out;
}

// The smallest string that is greater than every string that starts with `prefix`.
std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF')
    prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

Hash16 check_of(std::string_view key, ByteView content) {
  ByteWriter length;
  length.integer(static_cast<std::uint32_t>(key.size()));
  return blake2b_16({length.view(), as_bytes(key), content});
}

std::string framed(std::string_view key, ByteView content) {
  std::string out(as_text(content));
  out.append(as_text(check_of(key, content)));
  return out;
}

// The content of a stored value whose checksum holds.
std::optional<ByteView> content_of(std::string_view key, ByteView value) {
  if (value.size() < kCheckSize) return std::nullopt;
  const ByteView content = value.first(value.size() - kCheckSize);
  const Hash16 check = check_of(key, content);
  if (!std::equal(check.begin(), check.end(), value.last(kCheckSize).begin())) {
    return std::nullopt;
  }
  return content;
}

// RocksDB's own messages go nowhere. It would write them to a file, and as Debian builds
// it (7.8, with assertions) it aborts the process when a full disk refuses two of them.
class NoMessages : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// Nor does it mend itself in the background: after a failed write the store is read only
// until it is opened again.
class NoRecovery : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

// How a piece stands in the store. Stored on disk: the values are frozen.
enum class PieceForm : std::uint8_t { kHere = 1, kInFile = 2 };

using StoredPiece = std::variant<ByteView, BodyPlace>;

std::string piece_here(ByteView bytes) {
  std::string out(1, static_cast<char>(PieceForm::kHere));
  out.append(as_text(bytes));
  return out;
}

std::string piece_in_file(const BodyPlace& place) {
  ByteWriter out;
  out.integer(static_cast<std::uint8_t>(PieceForm::kInFile));
  out.integer(place.file);
  out.integer(place.offset);
  out.integer(place.size);
  return std::string(as_text(out.view()));
}

// Nothing when the value is none of these.
std::optional<StoredPiece> parse_piece(ByteView value) {
  ByteReader in(value);
  const auto form = static_cast<PieceForm>(in.integer<std::uint8_t>());
  if (form == PieceForm::kHere) return in.raw(in.remaining());
  const BodyPlace place{in.integer<std::uint32_t>(), in.integer<std::uint32_t>(),
                        in.integer<std::uint32_t>()};
  const bool possible = form == PieceForm::kInFile && in.complete() &&
                        place.size <= kPieceSize &&
                        place.offset <= BodyFiles::kMaxFileBytes;
  if (!possible) return std::nullopt;
  return place;
}

rocksdb::Options store_options() {
  rocksdb::Options options;
  options.paranoid_checks = true;
  options.force_consistency_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  // A write that a crash cut short was never reported, and is dropped. Any other damage
  // of the log is an error: the default would silently drop all that follows it.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.verify_sst_unique_id_in_manifest = true;
  options.allow_mmap_reads = false;
  options.allow_mmap_writes = false;
  options.compression = rocksdb::kNoCompression;  // ciphertext does not shrink
  options.enable_blob_files = true;
  options.min_blob_size = kBlobThreshold;
  options.enable_blob_garbage_collection = true;
  options.write_buffer_size = kWriteBufferBytes;
  // Not 4 MiB ahead, which may be all that a full disk has left.
  options.manifest_preallocation_size = 256 << 10;
  options.max_write_buffer_number = 3;
  options.max_total_wal_size = 4 * kWriteBufferBytes;
  options.max_open_files = -1;  // a reader beside a writer keeps what it has opened
  options.info_log = std::make_shared<NoMessages>();
  options.listeners.push_back(std::make_shared<NoRecovery>());
  options.max_bgerror_resume_count = 0;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  // Of ciphertext, as it lies in the files. Without Bloom filters: a scrub reads records,
  // and would not see damage in what is no record.
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Of what is gone through once: it would push everything else out of the cache.
rocksdb::ReadOptions read_options() {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.fill_cache = false;
  return options;
}

// Of single records.
rocksdb::ReadOptions get_options() {
  rocksdb::ReadOptions options = read_options();
  options.fill_cache = true;
  return options;
}

// Nothing when the key is not one that this store makes. Of a piece, not its content.
std::optional<RawEntry> parse_entry(const rocksdb::Slice& key,
                                    const rocksdb::Slice& value) {
  if (key.size() <= kPartitionSize) return std::nullopt;
  RawEntry entry;
  std::copy_n(view(key).begin(), kPartitionSize, entry.partition.begin());
  const std::string_view rest = key.ToStringView().substr(kPartitionSize + 1);
  const char tag = key[kPartitionSize];
  if (tag == kBodyTag && rest.size() == 8) {
    entry.is_body = true;
    entry.body = read_big_endian(rest.substr(0, 4));
    entry.piece = read_big_endian(rest.substr(4));
  } else if (tag == kRecordTag) {
    entry.record_key = std::string(rest);
  } else {
    return std::nullopt;
  }
  if (entry.is_body) return entry;
  const auto content = content_of(key.ToStringView(), view(value));
  entry.intact = content.has_value();
  entry.content = content.value_or(ByteView{});
  return entry;
}

}  // namespace

class RocksStore::Impl {
 public:
  std::unique_ptr<rocksdb::DB> db;
  std::unique_ptr<BodyFiles> bodies;
  Access access = Access::kRead;
  GroupSync log_syncs;
  PartitionChanges changes;
  std::mutex commits;  // conditions and the write that they guard are one step
  std::mutex failing;  // guards first_failure
  rocksdb::Status first_failure;

  // After a failed write RocksDB's state is not to be built upon: what it holds in memory
  // and what is on disk differ, and some further writes end in an assertion of its own
  // (7.8). Until the store is opened again it can be read only, and every write has the
  // answer that the first one had.
  rocksdb::Status write(const std::function<rocksdb::Status()>& change) {
    {
      const std::lock_guard lock(failing);
      if (!first_failure.ok()) return first_failure;
    }
    rocksdb::Status status = change();
    const std::lock_guard lock(failing);
    if (!status.ok() && first_failure.ok()) first_failure = status;
    return status;
  }

  // What stands in the value of a piece, in part. Nothing when the value is none.
  Result<std::optional<Bytes>> piece(ByteView value, std::uint64_t skip,
                                     std::uint64_t length) const {
    const auto stored = parse_piece(value);
    if (!stored) return std::optional<Bytes>();
    if (const auto* place = std::get_if<BodyPlace>(&*stored))
      return std::optional<Bytes>(TRY(bodies->read(*place, skip, length)));
    const ByteView here = std::get<ByteView>(*stored);
    const std::size_t begin = std::min<std::uint64_t>(skip, here.size());
    return std::optional<Bytes>(to_bytes(
        here.subspan(begin, std::min<std::uint64_t>(length, here.size() - begin))));
  }

  // Every place that a piece is in.
  Result<std::vector<BodyPlace>> places() const {
    std::vector<BodyPlace> out;
    const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator(read_options()));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      if (at->key().size() <= kPartitionSize || at->key()[kPartitionSize] != kBodyTag)
        continue;
      const auto stored = parse_piece(view(at->value()));
      if (!stored) return failure(rocksdb::Status::Corruption());
      if (const auto* place = std::get_if<BodyPlace>(&*stored)) out.push_back(*place);
    }
    if (!at->status().ok()) return failure(at->status());
    return out;
  }

  Result<bool> holds(const PartitionName& partition, const Condition& condition) {
    std::string stored;
    const std::string key = record_key(partition, condition.key);
    const rocksdb::Status status = db->Get(read_options(), key, &stored);
    if (!status.ok() && !status.IsNotFound()) return failure(status);
    if (condition.kind == Condition::Kind::kAbsent) return status.IsNotFound();
    return status.ok() && stored == framed(key, condition.value);
  }

  Result<void> drop(const std::string& prefix, const rocksdb::WriteOptions& options) {
    const rocksdb::Status status = write([&] {
      return db->DeleteRange(options, db->DefaultColumnFamily(), prefix,
                             end_of_prefix(prefix));
    });
    if (!status.ok()) return failure(status);
    return {};
  }
};

RocksStore::RocksStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RocksStore::~RocksStore() {
  // Out of the log and into files whose every value has its own checksum. A failure loses
  // nothing: the log is still there.
  if (impl_->access == Access::kWrite) static_cast<void>(flush());
}

namespace {

// RocksDB takes a new buffer for each body that it reads. Taken from the system each time
// and given back, its pages cost as much as its hash.
void keep_large_buffers() {
  static const bool done = [] {
    return mallopt(M_MMAP_THRESHOLD, 8 << 20) == 1 &&
           mallopt(M_TRIM_THRESHOLD, 32 << 20) == 1;
  }();
  static_cast<void>(done);
}

}  // namespace

Result<std::unique_ptr<RocksStore>> RocksStore::open(const std::filesystem::path& folder,
                                                     Access access) {
  keep_large_buffers();
  rocksdb::Options options = store_options();
  if (access == Access::kRead) return open_read_only(folder, options);
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &db);
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
    return fail(ErrorCode::kSealedOrBusy, "another process is writing to this vault",
                "wait until it has ended, then try again");
  }
  if (!status.ok()) return failure(status);
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  impl->bodies = std::make_unique<BodyFiles>(folder);
  impl->access = access;
  return std::unique_ptr<RocksStore>(new RocksStore(std::move(impl)));
}

Result<std::unique_ptr<RocksStore>> RocksStore::open_read_only(
    const std::filesystem::path& folder, const rocksdb::Options& options) {
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  // By column families: the shorter call may choose RocksDB's "compacted" reader, which
  // answers reads of blob files with nothing (7.8).
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
      options, folder.string(), {{rocksdb::kDefaultColumnFamilyName, options}}, &families,
      &db);
  if (!status.ok()) return failure(status);
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  impl->bodies = std::make_unique<BodyFiles>(folder);
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family);
  }
  return std::unique_ptr<RocksStore>(new RocksStore(std::move(impl)));
}

Result<CommitOutcome> RocksStore::commit(const PartitionName& partition,
                                         const Batch& batch, Durability durability) {
  // No record of a body is on disk before the body, whatever the system writes first.
  TRY(impl_->bodies->sync());
  std::unique_lock lock(impl_->commits);
  for (const Condition& condition : batch.conditions) {
    if (!TRY(impl_->holds(partition, condition))) return CommitOutcome::kConflict;
  }
  rocksdb::WriteBatch writes;
  for (const std::string& key : batch.deletes)
    writes.Delete(record_key(partition, key));
  for (const Record& put : batch.puts) {
    if (put.key.size() > kMaxRecordKeyBytes || put.value.size() > kMaxRecordBytes) {
      return fail(ErrorCode::kStorage, "a record is larger than the store takes",
                  "report this: it should have been refused earlier");
    }
    const std::string key = record_key(partition, put.key);
    writes.Put(key, framed(key, put.value));
  }
  const rocksdb::Status status =
      impl_->write([&] { return impl_->db->Write(rocksdb::WriteOptions(), &writes); });
  impl_->changes.count(partition);
  lock.unlock();
  if (status.IsTimedOut()) return CommitOutcome::kUnknown;
  if (!status.ok()) return failure(status);
  if (durability == Durability::kSynced) TRY(sync());
  return CommitOutcome::kDone;
}

Result<void> RocksStore::sync() {
  return impl_->log_syncs.reach([this]() -> Result<void> {
    const rocksdb::Status status = impl_->write([this] { return impl_->db->SyncWAL(); });
    if (!status.ok()) return failure(status);
    return {};
  });
}

Result<std::optional<Bytes>> RocksStore::get(const PartitionName& partition,
                                             std::string_view key) {
  const std::string full_key = record_key(partition, key);
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      impl_->db->Get(get_options(), impl_->db->DefaultColumnFamily(), full_key, &value);
  if (status.IsNotFound()) return std::optional<Bytes>();
  if (!status.ok()) return failure(status);
  const auto content = content_of(full_key, view(value));
  if (!content) return failure(rocksdb::Status::Corruption());
  return std::optional<Bytes>(to_bytes(*content));
}

Result<std::vector<Record>> RocksStore::scan(const PartitionName& partition,
                                             std::string_view prefix,
                                             std::string_view after, std::size_t limit) {
  const std::string start = record_key(partition, prefix);
  const std::string end = end_of_prefix(start);
  rocksdb::ReadOptions options = read_options();
  const rocksdb::Slice bound(end);
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> at(impl_->db->NewIterator(options));
  const std::string after_key = record_key(partition, after);
  at->Seek(std::max(start, after_key));
  if (!after.empty() && at->Valid() && at->key() == rocksdb::Slice(after_key)) at->Next();

  std::vector<Record> out;
  for (; at->Valid() && out.size() < limit; at->Next()) {
    const auto content = content_of(at->key().ToStringView(), view(at->value()));
    if (!content) return failure(rocksdb::Status::Corruption());
    const auto key = at->key().ToStringView().substr(kPartitionSize + 1);
    out.push_back({std::string(key), to_bytes(*content)});
  }
  if (!at->status().ok()) return failure(at->status());
  return out;
}

Result<std::vector<std::string>> RocksStore::keys(const PartitionName& partition,
                                                  std::string_view prefix) {
  const std::string start = record_key(partition, prefix);
  const std::string end = end_of_prefix(start);
  rocksdb::ReadOptions options = read_options();
  const rocksdb::Slice bound(end);
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> at(impl_->db->NewIterator(options));
  std::vector<std::string> out;
  for (at->Seek(start); at->Valid(); at->Next())
    out.emplace_back(at->key().ToStringView().substr(kPartitionSize + 1));
  if (!at->status().ok()) return failure(at->status());
  return out;
}

// Marks of deleted records go when the table files that hold them are written anew into
// the deepest level where a file spans them. CompactRange() goes down only to where the
// range has records, and marks that are written anew above such a file stay: the range
// begins where the file does.
Result<void> RocksStore::settle(const PartitionName& partition, std::string_view prefix) {
  TRY(flush());
  std::string start = record_key(partition, prefix);
  const std::string end = end_of_prefix(start);
  std::vector<rocksdb::LiveFileMetaData> files;
  impl_->db->GetLiveFilesMetaData(&files);
  std::erase_if(files, [&](const rocksdb::LiveFileMetaData& file) {
    return file.largestkey < start || file.smallestkey >= end;
  });
  const auto deepest =
      std::ranges::max_element(files, {}, &rocksdb::LiveFileMetaData::level);
  if (deepest != files.end()) start = std::min(start, deepest->smallestkey);
  const rocksdb::Slice from(start);
  const rocksdb::Slice to(end);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Status status =
      impl_->write([&] { return impl_->db->CompactRange(options, &from, &to); });
  if (!status.ok()) return failure(status);
  return {};
}

Result<void> RocksStore::put_piece(const PartitionName& partition, std::uint32_t body,
                                   std::uint32_t piece, ByteView bytes) {
  const std::string key = piece_key(partition, body, piece);
  const auto put = [&](const std::string& value) -> Result<void> {
    const rocksdb::Status status =
        impl_->write([&] { return impl_->db->Put(rocksdb::WriteOptions(), key, value); });
    if (!status.ok()) return failure(status);
    return {};
  };
  if (bytes.size() < kPieceInStore) return put(piece_here(bytes));
  const BodyFiles::Appended appended = TRY(impl_->bodies->append(bytes));
  return put(piece_in_file(appended.place()));
}

Result<Bytes> RocksStore::read_body(const PartitionName& partition, std::uint32_t body,
                                    std::uint64_t offset, std::uint64_t length) {
  Bytes out;
  // What is asked for need not be there: no more at once than a few pieces.
  out.reserve(std::min<std::uint64_t>(length, 64 * kPieceSize));
  while (length > 0) {
    const auto piece = static_cast<std::uint32_t>(offset / kPieceSize);
    const std::string key = piece_key(partition, body, piece);
    rocksdb::PinnableSlice value;
    const rocksdb::Status status =
        impl_->db->Get(get_options(), impl_->db->DefaultColumnFamily(), key, &value);
    if (status.IsNotFound()) break;
    if (!status.ok()) return failure(status);
    const std::size_t skip = offset % kPieceSize;
    const auto wanted = std::min<std::uint64_t>(length, kPieceSize - skip);
    const auto part = TRY(impl_->piece(view(value), skip, wanted));
    if (!part) return failure(rocksdb::Status::Corruption());
    out.insert(out.end(), part->begin(), part->end());
    offset += part->size();
    length -= part->size();
    if (part->size() < wanted) break;
  }
  return out;
}

Result<void> RocksStore::drop_body(const PartitionName& partition, std::uint32_t body) {
  std::string prefix(as_text(partition));
  prefix.push_back(kBodyTag);
  append_big_endian(prefix, body);
  return impl_->drop(prefix, rocksdb::WriteOptions());
}

Result<void> RocksStore::drop(const PartitionName& partition) {
  rocksdb::WriteOptions options;
  options.sync = true;
  auto dropped = impl_->drop(std::string(as_text(partition)), options);
  impl_->changes.count(partition);
  return dropped;
}

Result<std::vector<PartitionName>> RocksStore::list() {
  std::vector<PartitionName> out;
  const std::unique_ptr<rocksdb::Iterator> at(impl_->db->NewIterator(read_options()));
  for (at->SeekToFirst(); at->Valid();) {
    PartitionName name{};
    if (at->key().size() < kPartitionSize) return failure(rocksdb::Status::Corruption());
    std::copy_n(view(at->key()).begin(), kPartitionSize, name.begin());
    out.push_back(name);
    const std::string next = end_of_prefix(std::string(as_text(name)));
    if (next.empty()) break;
    at->Seek(next);
  }
  if (!at->status().ok()) return failure(at->status());
  return out;
}

namespace {

using Iterator = std::unique_ptr<rocksdb::Iterator>;

// The name of the table or blob file in RocksDB's words about it.
std::string file_named_in(const rocksdb::Status& status) {
  const std::string words = status.ToString();
  for (const std::string_view ending : {".sst", ".blob"}) {
    const std::size_t at = words.find(ending);
    if (at == std::string::npos) continue;
    std::size_t begin = at;
    while (begin > 0 && words[begin - 1] >= '0' && words[begin - 1] <= '9')
      --begin;
    return words.substr(begin, at + ending.size() - begin);
  }
  return {};
}

PartitionName partition_of(const rocksdb::Slice& key) {
  PartitionName out{};
  std::copy_n(view(key).begin(), std::min(key.size(), out.size()), out.begin());
  return out;
}

// Where reading goes on after a partition that can't be read: names are hashes, so steps
// that double find a place beyond the damage, and halving them its end.
class DamageEnd {
 public:
  DamageEnd(rocksdb::DB& db, const rocksdb::ReadOptions& options,
            const PartitionName& damaged)
      : db_(db), options_(options), damaged_(damaged) {
    for (int i = 0; i < 8; ++i)
      top_ = top_ << 8 | damaged[static_cast<std::size_t>(i)];
  }

  // Nothing when all the rest can't be read.
  Iterator find() {
    const std::string next = end_of_prefix(std::string(as_text(damaged_)));
    if (next.empty()) return nullptr;
    if (Iterator at = readable(next)) return at;
    std::uint64_t good = 0;
    for (unsigned bit = 0; bit < 64 && good == 0; ++bit) {
      const std::uint64_t step = std::uint64_t{1} << bit;
      if (step > ~top_) return nullptr;
      if (readable(name_at(step))) good = step;
    }
    if (good == 0) return nullptr;
    std::uint64_t bad = good / 2;
    while (good - bad > 1) {
      const std::uint64_t middle = bad + (good - bad) / 2;
      (readable(name_at(middle)) ? good : bad) = middle;
    }
    return readable(name_at(good));
  }

 private:
  std::string name_at(std::uint64_t step) const {
    std::string out;
    for (int shift = 56; shift >= 0; shift -= 8)
      out.push_back(static_cast<char>((top_ + step) >> shift & 0xFFU));
    out.resize(kPartitionSize);
    return out;
  }
  Iterator readable(const std::string& from) {
    Iterator at(db_.NewIterator(options_));
    at->Seek(from);
    return at->Valid() || at->status().ok() ? std::move(at) : nullptr;
  }

  rocksdb::DB& db_;
  const rocksdb::ReadOptions& options_;
  const PartitionName& damaged_;
  std::uint64_t top_ = 0;
};

}  // namespace

Result<std::unique_ptr<RocksStore>> RocksStore::open_for_scrub(
    const std::filesystem::path& folder) {
  rocksdb::Options options = store_options();
  // A damaged file is an error when it is read, not before.
  options.paranoid_checks = false;
  options.skip_checking_sst_file_sizes_on_db_open = true;
  options.verify_sst_unique_id_in_manifest = false;
  options.max_open_files = 1000;
  return open_read_only(folder, options);
}

Result<void> RocksStore::scrub_from(
    const PartitionName& from,
    const std::function<ScrubStep(const PartitionName&)>& begin,
    const std::function<void(const RawEntry&)>& see,
    const std::function<void(const PartitionName&, const std::string&)>& lost) {
  rocksdb::ReadOptions options = read_options();
  // Bodies are judged by their manifests, and a changed block would end the walk.
  options.verify_checksums = false;
  options.readahead_size = 2 << 20;
  std::optional<PartitionName> current;
  PartitionName last = from;
  Iterator at(impl_->db->NewIterator(options));
  at->Seek(std::string(as_text(from)));
  while (true) {
    if (!at->Valid()) {
      if (at->status().ok()) return {};
      lost(last, file_named_in(at->status()));
      at = DamageEnd(*impl_->db, options, last).find();
      if (!at) return {};
      continue;
    }
    last = partition_of(at->key());
    if (current != last) {
      current = last;
      const ScrubStep step = begin(last);
      if (step == ScrubStep::kStop) return {};
      if (step == ScrubStep::kPass) {
        const std::string next = end_of_prefix(std::string(as_text(last)));
        if (next.empty()) return {};
        at->Seek(next);
        continue;
      }
    }
    auto entry = parse_entry(at->key(), at->value());
    Bytes content;
    if (entry && entry->is_body) {
      auto piece = impl_->piece(view(at->value()), 0, kPieceSize);
      entry->intact = piece && *piece;
      if (entry->intact) content = std::move(**piece);
      entry->content = content;
    }
    if (entry) {
      see(*entry);
    } else {
      lost(last, {});
    }
    at->Next();
  }
}

Result<void> RocksStore::visit_partition(
    const PartitionName& partition, const std::function<bool(const RawEntry&)>& visit) {
  rocksdb::ReadOptions options = read_options();
  options.verify_checksums = false;
  const std::string prefix(as_text(partition));
  const Iterator at(impl_->db->NewIterator(options));
  for (at->Seek(prefix); at->Valid() && at->key().starts_with(prefix); at->Next()) {
    auto entry = parse_entry(at->key(), at->value());
    if (!entry) return failure(rocksdb::Status::Corruption());
    std::optional<Bytes> piece;
    if (entry->is_body) {
      piece = TRY(impl_->piece(view(at->value()), 0, kPieceSize));
      if (!piece) return failure(rocksdb::Status::Corruption());
      entry->intact = true;
      entry->content = *piece;
    }
    if (!visit(*entry)) return {};
  }
  if (!at->status().ok()) return failure(at->status());
  return {};
}

Result<void> RocksStore::compact() {
  TRY(flush());
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  options.blob_garbage_collection_age_cutoff = 1.0;
  const rocksdb::Status status =
      impl_->write([&] { return impl_->db->CompactRange(options, nullptr, nullptr); });
  if (!status.ok()) return failure(status);
  return impl_->bodies->free_all_but([this]() -> Result<std::vector<BodyPlace>> {
    auto live = TRY(impl_->places());
    TRY(sync());  // what was dropped stays so: only then may its bytes go
    return live;
  });
}

Result<void> RocksStore::make_checkpoint(const std::filesystem::path& folder) {
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(impl_->db.get(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  // 0: what is in memory goes to table files first, so that no log is part of it.
  if (status.ok()) status = checkpoint->CreateCheckpoint(folder.string(), 0);
  if (!status.ok()) return failure(status);
  TRY(impl_->bodies->link_into(folder));
  if (!sync_names_in(folder)) return failure(rocksdb::Status::IOError());
  return {};
}

std::uint64_t RocksStore::changes() const {
  return impl_->db->GetLatestSequenceNumber();
}

std::uint64_t RocksStore::changes(const PartitionName& partition) const {
  return impl_->changes.of(partition);
}

Result<void> RocksStore::flush() {
  const rocksdb::Status status =
      impl_->write([&] { return impl_->db->Flush(rocksdb::FlushOptions()); });
  if (!status.ok()) return failure(status);
  return {};
}

}  // namespace tangthu::vault
