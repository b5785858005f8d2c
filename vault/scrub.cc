#include "vault/scrub.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "base/id.h"
#include "vault/audit_log.h"
#include "vault/barrier.h"
#include "vault/damage.h"
#include "vault/durable_file.h"
#include "vault/header.h"
#include "vault/journal.h"
#include "vault/manifest.h"
#include "vault/payload.h"
#include "vault/rocks_store.h"
#include "vault/scrub_place.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMostSmallFile = std::size_t{512} << 20;
constexpr std::chrono::seconds kKeepPlaceEvery{5};

// A record's name up to what is blinded: its kind.
std::string record_words(const std::string& key) {
  std::string out = "record ";
  for (const char c : key) {
    if (c < 'a' || c > 'z') break;
    out.push_back(c);
  }
  return out;
}

bool is_segment_body(std::uint32_t body) {
  return static_cast<ObjectKind>(body >> 24 & 0x7FU) == ObjectKind::kSegment;
}

// Of a manifest as it is stored, signed or not: what it speaks of.
bool lists_segment(ByteView manifest) {
  ByteReader in(manifest);
  in.raw(kManifestDomain.size() + sizeof(PartitionName) + sizeof(std::uint32_t));
  return is_segment_body(in.integer<std::uint32_t>());
}

// What a label's partition has of the search index (vault/index_record.h).
bool is_of_index(std::string_view key) {
  return key == "index" || key.starts_with("m/") || key.starts_with("s/");
}

// Gathers one partition's values, then judges it. Bodies come before records in key
// order, so what was hashed waits for its manifest.
class PartitionCheck {
 public:
  PartitionCheck(const PartitionName& name, const VerifyKey& verify_key)
      : name_(name), verify_key_(verify_key) {}

  const PartitionName& name() const { return name_; }

  void see(const RawEntry& entry) {
    if (entry.is_body && !entry.intact) return;  // then the manifest misses it
    if (!entry.intact) {
      complain(record_words(entry.record_key), is_of_index(entry.record_key)
                                                   ? ScrubFault::kSegment
                                                   : ScrubFault::kChanged);
      return;
    }
    if (entry.is_body) {
      see_piece(entry);
    } else if (entry.record_key == kManifestKey) {
      manifest_ = to_bytes(entry.content.subspan(entry.content.empty() ? 0 : 1));
    }
  }

  bool is_document() const { return manifest_ && !is_segment(); }
  bool is_segment() const {
    return !bodies_.empty() ? is_segment_body(bodies_.begin()->first)
                            : manifest_ && lists_segment(*manifest_);
  }
  bool is_unfinished() const { return !manifest_ && !bodies_.empty(); }

  void judge(ScrubReport& report) {
    if (manifest_) judge_manifest();
    if (is_segment()) {
      for (ScrubDamage& each : damage_)
        each.fault = ScrubFault::kSegment;
    }
    std::ranges::move(damage_, std::back_inserter(report.damage));
  }

 private:
  struct Body {
    BodyHash hash;
    std::uint32_t next_piece = 0;
    bool gap = false;
  };

  void complain(std::string part, ScrubFault fault) {
    damage_.push_back({to_hex(name_), std::move(part), fault});
  }

  static std::string body_words(std::uint32_t body) {
    static constexpr const char* kKinds[] = {"object", "master", "text",
                                             "pdf",    "record", "segment"};
    // The highest bit tells the bodies of a renewed key from those before.
    const std::uint32_t kind = body >> 24 & 0x7FU;
    return std::string(kKinds[kind <= 5 ? kind : 0]) + " " +
           std::to_string(body & 0xFFFFFFU);
  }

  void see_piece(const RawEntry& entry) {
    Body& body = bodies_[entry.body];
    if (entry.piece != body.next_piece) body.gap = true;
    body.next_piece = entry.piece + 1;
    body.hash.add_piece(entry.content);
  }

  void judge_manifest() {
    const auto manifest = read_manifest(*manifest_, verify_key_);
    if (!manifest || manifest->partition != name_) {
      complain("manifest", ScrubFault::kManifest);
      return;
    }
    for (const ManifestEntry& expected : manifest->entries) {
      const auto found = bodies_.find(expected.body);
      if (found == bodies_.end()) {
        complain(body_words(expected.body), ScrubFault::kMissing);
      } else if (found->second.gap || found->second.hash.size() != expected.size ||
                 found->second.hash.root() != expected.root) {
        complain(body_words(expected.body), ScrubFault::kExchanged);
      }
    }
  }

  PartitionName name_;
  const VerifyKey& verify_key_;
  std::map<std::uint32_t, Body> bodies_;
  std::optional<Bytes> manifest_;
  std::vector<ScrubDamage> damage_;
};

// Everything beside the store.
void check_small_files(const std::filesystem::path& vault, ScrubReport& report) {
  for (const char* name :
       {"keyring", "slots", "unseal", "recovery", "rights", "shred", "shred-slots"}) {
    const auto file = read_small_file(vault / name, kMostSmallFile);
    if (!file && file.error().code() == ErrorCode::kNotFound) continue;
    const bool whole =
        file && file->size() >= 2 * sizeof(Hash16) &&
        equal_in_constant_time(
            blake2b_16({ByteView(*file).first(file->size() - sizeof(Hash16))}),
            ByteView(*file).last(sizeof(Hash16)));
    if (!whole) report.damage.push_back({name, "", ScrubFault::kSmallFile});
  }
}

Result<void> verify_log(const std::filesystem::path& vault, const VaultHeader& header) {
  const auto checkpoint = TRY(last_checkpoint(vault, header));
  const auto log = TRY(AuditLog::open(log_folder(vault), AuditLog::Access::kRead));
  TRY(log->verify());
  if (checkpoint) TRY(log->must_extend(checkpoint->checkpoint.head));
  return {};
}

// Walks over the store, partition by partition.
class Scrub {
 public:
  Scrub(const std::filesystem::path& vault, const VerifyKey& verify_key,
        const ScrubOptions& options,
        const std::function<void(const ScrubProgress&)>& progress)
      : vault_(vault), verify_key_(verify_key), options_(options), progress_(progress) {
    place_.data_fraction = options.data_fraction;
    place_.part = options.part;
    place_.parts = options.parts;
  }

  void resume() {
    if (auto found = find_scrub_place(vault_)) place_ = std::move(*found);
  }
  ScrubReport& report() { return place_.report; }

  Result<void> run(RocksStore& store) {
    store_ = &store;
    TRY(store.scrub_from(
        place_.next, [this](const PartitionName& partition) { return begin(partition); },
        [this](const RawEntry& entry) { see(entry); },
        [this](const PartitionName& from, const std::string& file) {
          report().damage.push_back({to_hex(from), file, ScrubFault::kUnreadable});
        }));
    if (!report().complete) return keep_scrub_place(vault_, place_);
    finish_partition();
    forget_scrub_place(vault_);
    return {};
  }

 private:
  ScrubStep begin(const PartitionName& partition) {
    finish_partition();
    place_.next = partition;
    if (options_.interrupted && options_.interrupted()) {
      report().complete = false;
      return ScrubStep::kStop;
    }
    keep_place();
    tell();
    if (chosen(partition)) {
      current_.emplace(partition, verify_key_);
      return ScrubStep::kRead;
    }
    const auto manifest = store_->get(partition, kManifestKey);
    if (manifest && *manifest && !(*manifest)->empty()) {
      const bool segment = lists_segment(ByteView(**manifest).subspan(1));
      ++(segment ? report().segments : report().documents);
    }
    return ScrubStep::kPass;
  }

  // Names are hashes: any of their bits choose evenly.
  bool chosen(const PartitionName& partition) const {
    ByteReader in(partition);
    if (place_.parts > 1) {
      return in.integer<std::uint32_t>() % place_.parts == place_.part - 1;
    }
    return by_chance(place_.data_fraction);
  }

  void see(const RawEntry& entry) {
    if (!current_) return;
    current_->see(entry);
    ++report().values;
    report().bytes += entry.content.size();
    if (report().values % 64 == 0) tell();
  }

  void tell() {
    if (!progress_) return;
    double share = 0;
    for (std::size_t i = 4; i-- > 0;)
      share = (share + place_.next[i]) / 256;
    progress_({report().values, report().bytes, share});
  }

  void finish_partition() {
    if (!current_) return;
    report().documents += current_->is_document() ? 1 : 0;
    report().documents_read += current_->is_document() ? 1 : 0;
    const bool segment = current_->is_segment() && !current_->is_unfinished();
    report().segments += segment ? 1 : 0;
    report().segments_read += segment ? 1 : 0;
    report().unfinished += current_->is_unfinished() ? 1 : 0;
    current_->judge(report());
    current_.reset();
  }

  // A vault on a disk that can't be written to is scrubbed too, in one go.
  void keep_place() {
    const auto now = std::chrono::steady_clock::now();
    if (now - kept_ < kKeepPlaceEvery) return;
    kept_ = now;
    static_cast<void>(keep_scrub_place(vault_, place_));
  }

  const std::filesystem::path& vault_;
  const VerifyKey& verify_key_;
  const ScrubOptions& options_;
  const std::function<void(const ScrubProgress&)>& progress_;
  RocksStore* store_ = nullptr;
  std::optional<PartitionCheck> current_;
  std::chrono::steady_clock::time_point kept_ = std::chrono::steady_clock::now();
  ScrubPlace place_;
};

}  // namespace

Error describe_damage(const ScrubDamage& damage) {
  std::string subject =
      damage.part.empty() ? damage.object : damage.object + ": " + damage.part;
  switch (damage.fault) {
    case ScrubFault::kChanged:
      return Error(ErrorCode::kCorrupt, "bits were changed",
                   "restore the vault from a backup", std::move(subject));
    case ScrubFault::kMissing:
      return Error(ErrorCode::kCorrupt, "missing", "restore the document from a backup",
                   std::move(subject));
    case ScrubFault::kExchanged:
      return Error(ErrorCode::kCorrupt, "incomplete or exchanged",
                   "restore the document from a backup", std::move(subject));
    case ScrubFault::kManifest:
      return Error(ErrorCode::kCorrupt,
                   "not a manifest that this vault signed for the document",
                   "restore the document from a backup", std::move(subject));
    case ScrubFault::kUnreadable:
      return Error(ErrorCode::kCorrupt, "can't be read from here on",
                   "restore the vault from a backup", std::move(subject));
    case ScrubFault::kSmallFile:
      return damaged_file(std::move(subject)).value();
    case ScrubFault::kSegment:
      return Error(ErrorCode::kCorrupt, "a segment of the search index is damaged",
                   "run 'tangthu reindex': no document is touched", std::move(subject));
    case ScrubFault::kLog:
      break;
  }
  return Error(ErrorCode::kCorrupt, "the audit log is damaged or not as it was signed",
               "keep the log as evidence and compare it with a backup",
               std::move(subject));
}

Result<ScrubReport> scrub(const std::filesystem::path& vault, const ScrubOptions& options,
                          const std::function<void(const ScrubProgress&)>& progress) {
  const VaultHeader header = TRY(read_header(vault));
  Scrub scrub(vault, header.verify_key, options, progress);
  ScrubReport beside;
  check_small_files(vault, beside);
  if (const auto log = verify_log(vault, header); !log) {
    beside.damage.push_back({"log", log.error().subject(), ScrubFault::kLog});
  }
  if (options.start == ScrubStart::kResume) scrub.resume();
  const auto store = TRY(RocksStore::open_for_scrub(vault / "store"));
  TRY(scrub.run(*store));
  ScrubReport report = std::move(scrub.report());
  report.damage.insert(report.damage.begin(), beside.damage.begin(), beside.damage.end());
  return report;
}

}  // namespace tangthu::vault
