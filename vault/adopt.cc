// A restored vault is taken into use.
#include <set>

#include "vault/restore.h"
#include "vault/vault.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kIdSize = 16;

}  // namespace

// Documents whose leaf is punctured were destroyed after the backup. Their envelopes
// can't be opened any more; what else is left of them goes too.
Result<std::uint64_t> Vault::remove_destroyed(Batch& versions) {
  std::set<std::pair<DocumentId, Label>> dead;
  const auto note_dead = [&](const Record& record, const Label& label) {
    if (record.value.size() < kIdSize) return;
    // Label records and receipts begin with the document's id.
    ByteReader in(record.value);
    const DocumentId id = DocumentId::from_bytes(in.fixed<kIdSize>());
    if (!shred_.holds(shred_id(id))) dead.emplace(id, label);
  };
  for (const LabelKey& key : TRY(directory_.labels())) {
    const PartitionName partition = label_partition(barrier_, key.label);
    for (const char* prefix : {"c/", "p/"}) {
      TRY(barrier_.visit(partition, prefix, [&](Record&& record) -> Result<void> {
        note_dead(record, key.label);
        return {};
      }));
    }
  }
  TRY(barrier_.visit(barrier_.blind("system"), "receipt/",
                     [&](Record&& record) -> Result<void> {
                       note_dead(record, Label{});
                       return {};
                     }));
  std::set<DocumentId> removed;
  for (const auto& [id, label] : dead) {
    const auto envelope =
        TRY(store_->get(document_partition(barrier_, id), kEnvelopeKey));
    if (envelope) removed.insert(id);
    TRY(remove_document(barrier_, id, label));
    versions.deletes.push_back(records_.version_key(id));
  }
  return removed.size();
}

Result<AdoptReport> Vault::adopt_restored(const std::filesystem::path& folder,
                                          RootKey root) {
  const auto restored = TRY(read_restored(folder));
  if (!restored) {
    return fail(ErrorCode::kUsage, "the vault does not wait for the end of a restore",
                "use it as it is", folder.string());
  }
  const VaultHeader header = TRY(read_header(folder));
  const auto checkpoint = TRY(last_checkpoint(folder, header));
  auto vault = TRY(open_parts(folder, header, std::move(root), Access::kWrite));
  TRY(vault->journal_.log().must_extend(restored->log));
  const std::uint64_t generation =
      TRY(vault->journal_.adopt(checkpoint, restored->witness_generation));
  if (generation < restored->generation) {
    return fail(ErrorCode::kCorrupt, "the store is not the one that was restored",
                "restore the vault once more, into a new folder", folder.string());
  }
  TRY(vault->check_shred());
  vault->whole_ = true;
  TRY(vault->journal_.note("restored", "",
                           {{"snapshot", restored->snapshot},
                            {"generation", generation},
                            {"log", restored->log.size},
                            {"witness", restored->witness.size},
                            {"gap_accepted", restored->gap == Gap::kAccepted}}));
  TRY(vault->settle_unfinished());
  AdoptReport report;
  Batch versions;
  report.destroyed = TRY(vault->remove_destroyed(versions));
  if (report.destroyed > 0) {
    TRY(vault->journal_.note("destroyed-again", "", {{"documents", report.destroyed}}));
  }
  // Above every generation that was ever signed: from here on it is the newest.
  TRY(vault->journal_.commit_change(std::move(versions)));
  if (report.destroyed > 0) TRY(vault->store_->compact());
  TRY(vault->end_sessions());
  TRY(vault->journal_.sign());
  TRY(clear_restored(folder));
  return report;
}

}  // namespace tangthu::vault
