#include "vault/scrub.h"

#include <map>
#include <optional>

#include "base/id.h"
#include "vault/barrier.h"
#include "vault/header.h"
#include "vault/manifest.h"
#include "vault/rocks_store.h"

namespace tangthu::vault {
namespace {

std::string hex(ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

// Gathers one partition's values, then judges it. Bodies come before records in key
// order, so what was hashed waits for its manifest.
class PartitionCheck {
 public:
  PartitionCheck(const PartitionName& name, const VerifyKey& verify_key)
      : name_(name), verify_key_(verify_key) {}

  const PartitionName& name() const { return name_; }

  void see(const RawEntry& entry) {
    if (!entry.intact) {
      damage_.push_back(entry.is_body ? body_words(entry.body) + ": bits were changed"
                                      : "a record: bits were changed");
      if (entry.is_body) damaged_bodies_[entry.body] = true;
      return;
    }
    if (entry.is_body) {
      see_piece(entry);
    } else if (entry.record_key == kManifestKey) {
      manifest_ = to_bytes(entry.content.subspan(entry.content.empty() ? 0 : 1));
    }
  }

  bool is_document() const { return manifest_.has_value(); }
  bool is_unfinished() const { return !manifest_ && !bodies_.empty(); }

  void judge(ScrubReport& report) {
    if (manifest_) judge_manifest();
    for (std::string& what : damage_)
      report.damage.push_back({hex(name_), std::move(what)});
  }

 private:
  struct Body {
    BodyHash hash;
    std::uint32_t next_piece = 0;
    bool gap = false;
  };

  static std::string body_words(std::uint32_t body) {
    static constexpr const char* kKinds[] = {"object", "master", "text", "pdf", "record"};
    const std::uint32_t kind = body >> 24;
    return std::string(kKinds[kind <= 4 ? kind : 0]) + " " +
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
      damage_.emplace_back("the manifest is not one that this vault signed for it");
      return;
    }
    for (const ManifestEntry& expected : manifest->entries) {
      if (damaged_bodies_.contains(expected.body)) continue;  // named already
      const auto found = bodies_.find(expected.body);
      if (found == bodies_.end()) {
        damage_.push_back(body_words(expected.body) + ": missing");
      } else if (found->second.gap || found->second.hash.size() != expected.size ||
                 found->second.hash.root() != expected.root) {
        damage_.push_back(body_words(expected.body) + ": incomplete or exchanged");
      }
    }
  }

  PartitionName name_;
  const VerifyKey& verify_key_;
  std::map<std::uint32_t, Body> bodies_;
  std::map<std::uint32_t, bool> damaged_bodies_;
  std::optional<Bytes> manifest_;
  std::vector<std::string> damage_;
};

class Scrub {
 public:
  Scrub(const VerifyKey& verify_key,
        const std::function<void(const ScrubProgress&)>& progress)
      : verify_key_(verify_key), progress_(progress) {}

  void see(const RawEntry& entry) {
    if (!current_ || current_->name() != entry.partition) {
      finish_partition();
      current_.emplace(entry.partition, verify_key_);
    }
    current_->see(entry);
    ++report_.values;
    report_.bytes += entry.content.size();
    if (progress_ && report_.values % 64 == 0) progress_({report_.values, report_.bytes});
  }

  ScrubReport finish() {
    finish_partition();
    return std::move(report_);
  }

 private:
  void finish_partition() {
    if (!current_) return;
    report_.documents += current_->is_document() ? 1 : 0;
    report_.documents_read += current_->is_document() ? 1 : 0;
    report_.unfinished += current_->is_unfinished() ? 1 : 0;
    current_->judge(report_);
    current_.reset();
  }

  const VerifyKey& verify_key_;
  const std::function<void(const ScrubProgress&)>& progress_;
  std::optional<PartitionCheck> current_;
  ScrubReport report_;
};

bool chosen(double fraction) {
  std::uint8_t dice[4];
  random_bytes(dice);
  ByteReader in(dice);
  return in.integer<std::uint32_t>() < fraction * 4294967296.0;
}

}  // namespace

Result<ScrubReport> scrub(const std::filesystem::path& vault, const ScrubOptions& options,
                          const std::function<void(const ScrubProgress&)>& progress) {
  const VaultHeader header = TRY(read_header(vault));
  const auto store = TRY(RocksStore::open(vault / "store", Access::kRead));
  Scrub scrub(header.verify_key, progress);
  if (options.data_fraction >= 1.0) {
    TRY(store->visit_raw([&](const RawEntry& entry) {
      scrub.see(entry);
      return true;
    }));
    return scrub.finish();
  }
  std::uint64_t skipped = 0;
  for (const PartitionName& partition : TRY(store->list())) {
    if (!chosen(options.data_fraction)) {
      skipped += TRY(store->get(partition, kManifestKey)) ? 1 : 0;
      continue;
    }
    TRY(store->visit_partition(partition, [&](const RawEntry& entry) {
      scrub.see(entry);
      return true;
    }));
  }
  ScrubReport report = scrub.finish();
  report.documents += skipped;
  return report;
}

}  // namespace tangthu::vault
