#include "vault/restore.h"

#include <algorithm>

#include "vault/audit_log.h"
#include "vault/durable_file.h"
#include "vault/journal.h"
#include "vault/object_pool.h"
#include "vault/shred_slots.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRestoredFile = "restored";
constexpr std::string_view kRestoredMagic = "tangthu restor1\n";
constexpr std::uint16_t kFormat = 1;

Failure disk_failed(const fs::path& vault) {
  return fail(ErrorCode::kStorage, "the folder for the vault can't be made",
              "check the path and its permissions", vault.string());
}

class Restore {
 public:
  Restore(const fs::path& repository, const fs::path& vault,
          const RestoreOptions& options, TrustedSnapshot trusted,
          const std::function<void(std::uint64_t, std::uint64_t)>& progress)
      : pool_(repository),
        vault_(vault),
        options_(options),
        snapshot_(std::move(trusted.snapshot)),
        header_(trusted.header),
        progress_(progress) {
    for (const SnapshotPart& part : snapshot_.parts)
      expected_ += part.size;
  }

  Result<RestoreReport> run() {
    TRY(make_folders());
    TRY(options_.log.empty() ? copy_all("log/") : copy_survivor());
    TRY(check_log());
    for (const char* path :
         {"keyring", "slots", "unseal", "recovery", "rights", "store/"})
      TRY(copy_all(path));
    TRY(write_durably(vault_ / "shred",
                      TRY(read_small_file(options_.shred, kMostShred))));
    TRY(write_state());
    for (const fs::path& folder : {vault_ / "store", log_folder(vault_), vault_})
      TRY(sync_folder(folder));
    // Last: what has no header is no vault.
    TRY(write_header(vault_, header_));
    report_.snapshot = snapshot_.name();
    report_.time = snapshot_.time;
    return report_;
  }

 private:
  static constexpr std::size_t kMostShred = std::size_t{512} << 20;

  Result<void> make_folders() const {
    std::error_code failed;
    fs::create_directories(vault_ / "store", failed);
    if (!failed) fs::create_directories(log_folder(vault_), failed);
    for (const fs::path& folder : {vault_, vault_ / "store", log_folder(vault_)}) {
      if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    }
    if (failed) return disk_failed(vault_);
    return {};
  }

  // Every file whose path starts so.
  Result<void> copy_all(std::string_view beginning) {
    std::optional<BlockWriter> out;
    std::string open;
    for (const SnapshotPart& part : snapshot_.parts) {
      if (!part.path.starts_with(beginning)) continue;
      if (part.path != open) {
        if (out) TRY(out->finish());
        out.emplace(TRY(BlockWriter::create(vault_ / part.path)));
        open = part.path;
        ++report_.files;
      }
      TRY(pool_.read({part.hash, part.size}, [&](ByteView block) {
        report_.bytes += block.size();
        if (progress_) progress_(report_.bytes, expected_);
        return out->write(block);
      }));
    }
    if (out) TRY(out->finish());
    return {};
  }

  // The survivor is left as it is; opening the copy completes it.
  Result<void> copy_survivor() {
    for (const char* name : {"entries", "offsets", "hashes", kCheckpointFile}) {
      std::error_code failed;
      const std::uint64_t size = fs::file_size(options_.log / name, failed);
      if (failed) continue;
      BlockWriter out = TRY(BlockWriter::create(log_folder(vault_) / name));
      TRY(read_blocks(options_.log / name, 0, size,
                      [&](ByteView block) { return out.write(block); }));
      TRY(out.finish());
    }
    return {};
  }

  Result<void> check_log() {
    TRY(write_durably(log_folder(vault_) / "lock", {}));
    const auto checkpoint = TRY(last_checkpoint(vault_, header_));
    if (!checkpoint) {
      return fail(ErrorCode::kCorrupt, "the checkpoint of the audit log is missing",
                  "restore the file from a backup", kCheckpointFile);
    }
    const auto log = TRY(AuditLog::open(log_folder(vault_), AuditLog::Access::kAppend));
    report_.log_entries = TRY(log->verify()).size;
    TRY(log->must_extend(checkpoint->checkpoint.head));
    if (!log->must_extend(snapshot_.log)) {
      return fail(ErrorCode::kCorrupt, "the log given is not one that this backup led to",
                  "give the log of the vault that the backup was made of", "--log");
    }
    return check_witness(*log);
  }

  Result<void> check_witness(AuditLog& log) {
    const bool accepted = options_.gap == Gap::kAccepted;
    if (options_.witness.empty()) {
      if (accepted) return {};
      return fail(ErrorCode::kCorrupt,
                  "nothing shows whether this is the newest state of the vault",
                  "give --witness CHECKPOINT; or --accept-gap, if what came after it may "
                  "be lost",
                  snapshot_.name());
    }
    const auto witness = TRY(read_checkpoint(options_.witness));
    if (!witness) {
      return fail(ErrorCode::kNotFound, "there is no checkpoint in this place",
                  "check the path of --witness", options_.witness.string());
    }
    const std::string origin = log_origin(header_.id);
    TRY(verify_checkpoint(*witness, {origin, NoteKeyKind::kEd25519, header_.verify_key}));
    witness_ = witness->checkpoint;
    const bool longer = witness_.head.size > report_.log_entries;
    if (longer && accepted) return {};
    if (longer) {
      return fail(ErrorCode::kCorrupt, "the witness has seen more than this log has",
                  "give the newest log with --log, or a newer snapshot; or --accept-gap, "
                  "if the rest may be lost",
                  snapshot_.name());
    }
    if (log.must_extend(witness_.head)) return {};
    return fail(ErrorCode::kCorrupt, "the witness has seen another log than this one",
                "keep both as evidence; one of the two logs was forged",
                snapshot_.name());
  }

  Result<void> write_state() const {
    ByteWriter out;
    out.integer(kFormat);
    out.sized(snapshot_.name());
    out.integer(snapshot_.generation);
    out.integer(snapshot_.log.size);
    out.raw(snapshot_.log.root);
    out.integer(witness_.head.size);
    out.raw(witness_.head.root);
    out.integer(witness_.generation);
    out.integer(static_cast<std::uint8_t>(options_.gap == Gap::kAccepted ? 1 : 0));
    return write_durably(vault_ / kRestoredFile, frame_file(kRestoredMagic, out.view()));
  }

  const ObjectPool pool_;
  const fs::path& vault_;
  const RestoreOptions& options_;
  const Snapshot snapshot_;
  const VaultHeader header_;
  const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
  std::uint64_t expected_ = 0;  // bytes of all files
  Checkpoint witness_;
  RestoreReport report_;
};

Result<void> check_new_folder(const fs::path& vault) {
  std::error_code failed;
  if (!fs::exists(vault, failed)) return {};
  if (fs::is_directory(vault, failed) && fs::is_empty(vault, failed)) return {};
  return fail(ErrorCode::kUsage, "the folder for the vault is not empty",
              "choose a new folder, or remove what is in it", vault.string());
}

Result<void> check_shred(const RestoreOptions& options, const TrustedSnapshot& trusted) {
  if (options.shred.empty()) {
    return fail(ErrorCode::kUsage, "a vault opens only with its present shred keys",
                "give --shred FILE: the file 'shred' as it is now, or another slot");
  }
  const std::uint64_t version = TRY(shred_slot_version(options.shred, trusted.header.id));
  if (version >= trusted.snapshot.shred_version) return {};
  return fail(ErrorCode::kCorrupt, "the shred keys are older than the backup",
              "give the present ones: older ones bring back what was destroyed",
              options.shred.filename().string());
}

Result<TrustedSnapshot> choose(const fs::path& repository, const std::string& name) {
  const auto names = TRY(list_snapshots(repository));
  if (!name.empty()) return read_trusted_snapshot(repository, name);
  if (names.empty()) {
    return fail(ErrorCode::kNotFound, "the backup has no snapshot",
                "check the folder, or make one with 'tangthu backup'",
                repository.string());
  }
  return read_trusted_snapshot(repository, names.back());
}

}  // namespace

Result<RestoreReport> restore(
    const fs::path& repository, const fs::path& vault, const RestoreOptions& options,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  TRY(check_new_folder(vault));
  TrustedSnapshot trusted = TRY(choose(repository, options.snapshot));
  TRY(check_shred(options, trusted));
  auto report = Restore(repository, vault, options, std::move(trusted), progress).run();
  if (report) return report;
  // It was empty before.
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(vault, ignored))
    fs::remove_all(entry.path(), ignored);
  return report;
}

Result<std::optional<RestoredState>> read_restored(const fs::path& vault) {
  const auto file = read_small_file(vault / kRestoredFile);
  if (!file && file.error().code() == ErrorCode::kNotFound) {
    return std::optional<RestoredState>();
  }
  if (!file) return Failure(file.error());
  const Bytes content = TRY(unframe_file(kRestoredMagic, *file, kRestoredFile));
  ByteReader in(content);
  const auto format = in.integer<std::uint16_t>();
  RestoredState out;
  out.snapshot = in.text();
  out.generation = in.integer<std::uint64_t>();
  out.log.size = in.integer<std::uint64_t>();
  out.log.root = in.fixed<32>();
  out.witness.size = in.integer<std::uint64_t>();
  out.witness.root = in.fixed<32>();
  out.witness_generation = in.integer<std::uint64_t>();
  const auto gap = in.integer<std::uint8_t>();
  out.gap = gap == 1 ? Gap::kAccepted : Gap::kRefused;
  if (in.complete() && gap <= 1 && format == kFormat)
    return std::optional(std::move(out));
  return fail(ErrorCode::kCorrupt, "a file of the vault is damaged",
              "restore the vault once more, into a new folder", kRestoredFile);
}

Result<void> clear_restored(const fs::path& vault) {
  std::error_code failed;
  fs::remove(vault / kRestoredFile, failed);
  return sync_folder(vault);
}

}  // namespace tangthu::vault
