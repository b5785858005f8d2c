#include "vault/backup_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/id.h"
#include "vault/checkpoint.h"
#include "vault/durable_file.h"
#include "vault/journal.h"
#include "vault/log_frame.h"
#include "vault/log_stream.h"
#include "vault/object_pool.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxHeaderBytes = 4096;

bool is_data(const SnapshotPart& part) {
  return part.path.starts_with("store/");
}

class Check {
 public:
  Check(const fs::path& repository, const BackupCheckOptions& options,
        const std::function<void(std::uint64_t, std::uint64_t)>& progress)
      : repository_(repository),
        options_(options),
        pool_(repository),
        progress_(progress) {}

  Result<BackupCheckReport> run() {
    auto names = TRY(list_snapshots(repository_));
    report_.snapshots = names.size();
    // The newest first: the logs of the others are beginnings of its log.
    std::ranges::reverse(names);
    std::vector<TrustedSnapshot> sound;
    for (const std::string& name : names) {
      auto snapshot = read_trusted_snapshot(repository_, name);
      if (snapshot && options_.verify_key &&
          snapshot->header.verify_key != *options_.verify_key) {
        damaged(name, "", BackupFault::kOtherVault);
        continue;
      }
      if (snapshot) {
        sound.push_back(std::move(*snapshot));
      } else if (snapshot.error().subject().starts_with("objects/")) {
        damaged(name, "VAULT", BackupFault::kFile);
      } else {
        damaged(name, "", BackupFault::kManifest);
      }
    }
    for (const TrustedSnapshot& each : sound)
      heads_.emplace(each.snapshot.log.size, Hash32{});
    expected_ = bytes_to_read(sound);
    for (const TrustedSnapshot& each : sound)
      check(each);
    return std::move(report_);
  }

 private:
  void damaged(const std::string& snapshot, const std::string& file, BackupFault fault) {
    report_.damage.push_back({snapshot, file, fault});
  }

  // About: which objects are read is chance. Sizes are what a manifest claims, which may
  // lie.
  std::uint64_t bytes_to_read(const std::vector<TrustedSnapshot>& snapshots) const {
    std::set<Hash32> seen;
    double out = 0;
    for (const TrustedSnapshot& each : snapshots) {
      for (const SnapshotPart& part : each.snapshot.parts) {
        if (!seen.insert(part.hash).second) continue;
        out += static_cast<double>(part.size) *
               (is_data(part) ? options_.data_fraction : 1.0);
      }
    }
    return static_cast<std::uint64_t>(std::min(out, 0x1p63));
  }

  void check(const TrustedSnapshot& trusted) {
    const Snapshot& snapshot = trusted.snapshot;
    const std::size_t before = report_.damage.size();
    std::string last;
    for (const SnapshotPart& part : snapshot.parts) {
      if (part.path == last || object_holds(part)) continue;
      last = part.path;  // once a file
      damaged(snapshot.name(), part.path, BackupFault::kFile);
    }
    if (report_.damage.size() == before) check_log(trusted);
  }

  // Each object once, whatever number of snapshots names it.
  bool object_holds(const SnapshotPart& part) {
    const auto [at, is_new] = known_.try_emplace(part.hash, true);
    if (!is_new) return at->second;
    ++report_.objects;
    const ObjectRef object{part.hash, part.size};
    if (is_data(part) && !by_chance(options_.data_fraction)) {
      at->second = pool_.has(object);
      return at->second;
    }
    ++report_.objects_read;
    at->second = pool_
                     .read(object,
                           [this](ByteView block) -> Result<void> {
                             report_.bytes += block.size();
                             if (progress_) progress_(report_.bytes, expected_);
                             return {};
                           })
                     .has_value();
    return at->second;
  }

  void check_log(const TrustedSnapshot& trusted) {
    const Snapshot& snapshot = trusted.snapshot;
    if (!checkpoint_holds(trusted)) {
      damaged(snapshot.name(), "log/checkpoint", BackupFault::kCheckpoint);
    }
    const auto head = heads_.find(snapshot.log.size);
    if (head->second == snapshot.log.root || log_holds(snapshot)) return;
    damaged(snapshot.name(), "log/entries", BackupFault::kLog);
  }

  bool checkpoint_holds(const TrustedSnapshot& trusted) {
    Bytes text;
    for (const SnapshotPart& part : trusted.snapshot.parts_of("log/checkpoint")) {
      const auto bytes = pool_.read_small({part.hash, part.size}, kMaxCheckpointBytes);
      if (bytes) text.insert(text.end(), bytes->begin(), bytes->end());
    }
    const auto parsed = parse_checkpoint(as_text(text));
    if (!parsed) return false;
    const std::string origin = log_origin(trusted.header.id);
    return parsed->checkpoint.origin == origin &&
           parsed->checkpoint.head == trusted.snapshot.log &&
           parsed->checkpoint.generation == trusted.snapshot.generation &&
           verify_checkpoint(*parsed,
                             {origin, NoteKeyKind::kEd25519, trusted.header.verify_key});
  }

  // Reads the whole log; notes the roots at the sizes of the other snapshots.
  bool log_holds(const Snapshot& snapshot) {
    LogStream stream([this](std::uint64_t size, const Frontier& tree) {
      const auto at = heads_.find(size);
      if (at != heads_.end()) at->second = tree.root();
    });
    for (const SnapshotPart& part : snapshot.parts_of("log/entries")) {
      const auto read = pool_.read({part.hash, part.size},
                                   [&](ByteView block) { return stream.add(block); });
      if (!read) return false;
    }
    return stream.complete() && stream.head() == snapshot.log;
  }

  const fs::path& repository_;
  const BackupCheckOptions& options_;
  const ObjectPool pool_;
  const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
  std::map<Hash32, bool> known_;           // objects, and whether they hold
  std::map<std::uint64_t, Hash32> heads_;  // of the log that was read last
  std::uint64_t expected_ = 0;             // bytes to be read
  BackupCheckReport report_;
};

}  // namespace

Error describe_damage(const BackupDamage& damage) {
  const std::string subject =
      damage.file.empty() ? damage.snapshot : damage.snapshot + ": " + damage.file;
  switch (damage.fault) {
    case BackupFault::kManifest:
      return Error(ErrorCode::kCorrupt,
                   "the snapshot's manifest is damaged or not signed by the vault",
                   "use another snapshot", subject);
    case BackupFault::kOtherVault:
      return Error(ErrorCode::kCorrupt, "the snapshot is of another vault",
                   "check --vault, or the folder of the backup", subject);
    case BackupFault::kFile:
      return Error(ErrorCode::kCorrupt, "damaged or missing", "use another snapshot",
                   subject);
    case BackupFault::kCheckpoint:
      return Error(ErrorCode::kCorrupt, "not the checkpoint that the snapshot names",
                   "use another snapshot", subject);
    case BackupFault::kLog:
      break;
  }
  return Error(ErrorCode::kCorrupt, "not the log that was signed",
               "keep the backup as evidence, and use another snapshot", subject);
}

Result<BackupCheckReport> check_backup(
    const fs::path& repository, const BackupCheckOptions& options,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return Check(repository, options, progress).run();
}

Result<TrustedSnapshot> read_trusted_snapshot(const fs::path& repository,
                                              const std::string& name) {
  TrustedSnapshot out;
  auto file = read_small_file(snapshots_folder(repository) / name, kMaxSnapshotBytes);
  if (!file && file.error().code() == ErrorCode::kNotFound) {
    return fail(ErrorCode::kNotFound, "there is no such snapshot",
                "see the folder 'snapshots' of the backup for their names", name);
  }
  if (!file) return Failure(file.error());
  out.manifest = std::move(*file);
  out.snapshot = TRY(decode_snapshot(out.manifest, name));
  const auto header = out.snapshot.parts_of("VAULT");
  if (header.size() != 1) {
    return fail(ErrorCode::kCorrupt, "a snapshot's manifest is damaged",
                "use another snapshot", name);
  }
  const ObjectRef object{header[0].hash, header[0].size};
  out.header =
      TRY(decode_header(TRY(ObjectPool(repository).read_small(object, kMaxHeaderBytes))));
  TRY(verify_snapshot(out.manifest, out.header.verify_key, name));
  // Its own name: an old one can't pass for a newer one.
  if (out.snapshot.name() == name && out.snapshot.vault == out.header.id) return out;
  return fail(ErrorCode::kCorrupt, "a snapshot was not signed by this vault",
              "use another snapshot", name);
}

}  // namespace tangthu::vault
