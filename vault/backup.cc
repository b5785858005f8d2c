#include "vault/backup.h"

#include <algorithm>
#include <set>

#include "vault/durable_file.h"
#include "vault/folder_handle.h"
#include "vault/log_index.h"
#include "vault/object_pool.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

// Links to the store's files, for as long as they are copied.
fs::path frozen_store(const fs::path& vault) {
  return vault / "backup.new";
}

Failure not_a_repository(const fs::path& repository) {
  return fail(ErrorCode::kUsage, "the folder is not a backup of this vault",
              "choose a new folder, or the one of the earlier backups",
              repository.string());
}

bool lies_within(const fs::path& folder, const fs::path& outer) {
  std::error_code failed;
  const fs::path inner = fs::weakly_canonical(folder, failed);
  const fs::path above = fs::weakly_canonical(outer, failed);
  return std::mismatch(above.begin(), above.end(), inner.begin(), inner.end()).first ==
         above.end();
}

Result<void> make_folders(const fs::path& repository, const fs::path& vault) {
  std::error_code failed;
  const bool other = fs::exists(repository, failed) &&
                     !fs::is_empty(repository, failed) &&
                     !fs::is_directory(snapshots_folder(repository), failed);
  if (other || lies_within(repository, vault)) return not_a_repository(repository);
  const bool made = !fs::exists(repository, failed);
  fs::create_directories(snapshots_folder(repository), failed);
  if (failed) {
    return fail(ErrorCode::kStorage, "the folder for the backup can't be made",
                "check the path and its permissions", repository.string());
  }
  if (made) fs::permissions(repository, fs::perms::owner_all, failed);
  return {};
}

Result<Snapshot> read_snapshot(const fs::path& repository, const std::string& name) {
  return decode_snapshot(
      TRY(read_small_file(snapshots_folder(repository) / name, kMaxSnapshotBytes)), name);
}

// The number of the next snapshot. What can't be read says nothing about its vault, and
// is for 'verify --backup' to name.
Result<std::uint32_t> next_number(const fs::path& repository, const VaultId& vault) {
  const auto names = TRY(list_snapshots(repository));
  for (const std::string& name : names) {
    const auto snapshot = read_snapshot(repository, name);
    if (snapshot && snapshot->vault != vault) return not_a_repository(repository);
  }
  return names.empty() ? 1 : *snapshot_number(names.back()) + 1;
}

class Backup {
 public:
  Backup(Vault& vault, const fs::path& repository, const BackupProgress& progress)
      : vault_(vault), repository_(repository), pool_(repository), progress_(progress) {}

  Result<BackupReport> run(const std::string& user) {
    snapshot_.vault = vault_.header().id;
    snapshot_.number = TRY(next_number(repository_, snapshot_.vault));
    TRY(pool_.prepare());
    TRY(freeze(user));
    auto copied = copy();
    const auto cleared = remove_backup_remains(vault_.folder());
    TRY(std::move(copied));
    TRY(cleared);
    TRY(pool_.sync());
    TRY(write_durably(snapshots_folder(repository_) / snapshot_.name(),
                      encode_snapshot(snapshot_, vault_.keyring().signing_key)));
    report_.snapshot = snapshot_.name();
    report_.log_entries = snapshot_.log.size;
    return report_;
  }

 private:
  // The moment that the snapshot shows: store, log and small files agree.
  Result<void> freeze(const std::string& user) {
    const std::lock_guard lock(vault_.changes());
    TRY(remove_backup_remains(vault_.folder()));
    snapshot_.time = now_utc();
    TRY(vault_.journal().note("backup", user, {{"snapshot", snapshot_.name()}}));
    TRY(vault_.journal().commit_change());
    checkpoint_ = TRY(vault_.journal().sign());
    snapshot_.generation = checkpoint_.checkpoint.generation;
    snapshot_.log = checkpoint_.checkpoint.head;
    snapshot_.shred_version = vault_.documents().shred.punctures();
    TRY(vault_.store().make_checkpoint(frozen_store(vault_.folder())));
    for (const char* name :
         {"VAULT", "keyring", "slots", "unseal", "recovery", "rights"}) {
      const auto bytes = read_small_file(vault_.folder() / name);
      if (!bytes && bytes.error().code() == ErrorCode::kNotFound) continue;
      if (!bytes) return Failure(bytes.error());
      TRY(add(name, TRY(pool_.keep(*bytes))));
      ++report_.files;
    }
    return {};
  }

  Result<void> copy() {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto& entry :
         fs::directory_iterator(frozen_store(vault_.folder()), failed)) {
      files.push_back(entry.path());
    }
    std::ranges::sort(files);
    expect(files);
    TRY(copy_log());
    for (const fs::path& file : files) {
      TRY(copy_parts(file, "store/", fs::file_size(file, failed), kStorePartBytes));
    }
    return {};
  }

  // About: the log grows meanwhile.
  void expect(const std::vector<fs::path>& files) {
    expected_ = report_.bytes;
    std::error_code failed;
    for (const fs::path& file : files)
      expected_ += fs::file_size(file, failed);
    for (const auto& entry : fs::directory_iterator(log_folder(vault_.folder()), failed))
      expected_ += entry.is_regular_file(failed) ? entry.file_size(failed) : 0;
    if (progress_) progress_(report_.bytes, expected_);
  }

  // The log grows meanwhile: what counts is what was signed.
  Result<void> copy_log() {
    const fs::path folder = log_folder(vault_.folder());
    const LogIndex index = TRY(LogIndex::open(folder, LogAccess::kRead));
    const std::uint64_t size = snapshot_.log.size;
    TRY(copy_beginning("entries", TRY(index.begin_of(size))));
    TRY(copy_beginning("offsets", kLogMagicSize + size * sizeof(std::uint64_t)));
    TRY(copy_beginning("hashes", kLogMagicSize + stored_count(size) * sizeof(Hash32)));
    ++report_.files;
    return add("log/checkpoint", TRY(pool_.keep(as_bytes(checkpoint_.text()))));
  }

  Result<void> copy_beginning(const std::string& name, std::uint64_t size) {
    return copy_parts(log_folder(vault_.folder()) / name, "log/", size, kLogPartBytes);
  }

  // An empty file is one empty part: it is there.
  Result<void> copy_parts(const fs::path& file, const std::string& folder,
                          std::uint64_t size, std::uint64_t part) {
    const std::string path = folder + file.filename().string();
    std::uint64_t at = 0;
    do {
      const std::uint64_t length = std::min(part, size - at);
      TRY(add(path, TRY(pool_.keep(file, at, length))));
      at += length;
    } while (at < size);
    ++report_.files;
    return {};
  }

  Result<void> add(std::string path, const ObjectPool::Kept& kept) {
    report_.bytes += kept.object.size;
    if (kept.added) {
      ++report_.new_objects;
      report_.new_bytes += kept.object.size;
    }
    snapshot_.parts.push_back({std::move(path), kept.object.size, kept.object.hash});
    // The few before expect() are small.
    if (progress_ && expected_ > 0) progress_(report_.bytes, expected_);
    return {};
  }

  Vault& vault_;
  const fs::path& repository_;
  ObjectPool pool_;
  const BackupProgress& progress_;
  Snapshot snapshot_;
  SignedCheckpoint checkpoint_;
  std::uint64_t expected_ = 0;  // bytes of all files
  BackupReport report_;
};

}  // namespace

Result<BackupReport> back_up(Session& session, const fs::path& repository,
                             const BackupProgress& progress) {
  TRY(session.require(Duty::kMaintain));
  TRY(make_folders(repository, session.vault().folder()));
  FolderHandle handle = TRY(FolderHandle::open(repository));
  TRY(handle.lock());
  return Backup(session.vault(), repository, progress).run(session.user().name);
}

Result<PruneReport> prune(const fs::path& repository, std::size_t keep) {
  FolderHandle handle = TRY(FolderHandle::open(repository));
  TRY(handle.lock());
  const auto names = TRY(list_snapshots(repository));
  const std::size_t kept = std::max<std::size_t>(keep, 1);
  if (names.size() <= kept) return PruneReport();
  PruneReport report;
  report.removed = names.size() - kept;
  std::set<std::string> named;
  for (std::size_t i = report.removed; i < names.size(); ++i) {
    for (const SnapshotPart& part : TRY(read_snapshot(repository, names[i])).parts)
      named.insert(object_name(part.hash));
  }
  std::error_code failed;
  for (std::size_t i = 0; i < report.removed; ++i)
    fs::remove(snapshots_folder(repository) / names[i], failed);
  // A manifest that came back would name what is no longer there.
  TRY(sync_folder(snapshots_folder(repository)));
  report.bytes = TRY(ObjectPool(repository).sweep([&](const std::string& name) {
    return named.contains(name);
  }));
  return report;
}

Result<void> remove_backup_remains(const fs::path& vault) {
  const fs::path folder = frozen_store(vault);
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (!failed) fs::remove_all(folder.string() + ".tmp", failed);
  if (!failed) return {};
  return fail(ErrorCode::kStorage, "what an earlier backup left can't be removed",
              "check the permissions of the vault's folder", "backup.new");
}

}  // namespace tangthu::vault
