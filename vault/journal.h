// The journal ties the store to the audit log, so that neither can be set back alone.
//
//   store → log   every change ends in the anchor (vault/system_records.h): generation
//                 (+1 a change), size and root of the log, punctures of the shred tree
//   log → store   the log's signed checkpoint names the generation
//
// At opening the log must extend the anchor's tree, and the store's generation must not
// lie before the checkpoint's. Both set back together is noticed by whoever keeps a
// witnessed checkpoint elsewhere (docs/THREATS.md).
// Thread rule: any thread.
#pragma once

#include <mutex>

#include "vault/audit_trail.h"
#include "vault/checkpoint.h"
#include "vault/keyring.h"
#include "vault/shred_tree.h"
#include "vault/system_records.h"

namespace tangthu::vault {

std::filesystem::path log_folder(const std::filesystem::path& vault);
// The vault's last checkpoint; nothing when none was signed yet. kCorrupt when it is not
// signed by this vault.
Result<std::optional<SignedCheckpoint>> last_checkpoint(
    const std::filesystem::path& vault, const VaultHeader& header);

class Journal {
 public:
  // All must outlive the journal.
  Journal(std::filesystem::path vault, AuditLog& log, Store& store,
          SystemRecords& records, const VaultHeader& header,
          const SigningKey& signing_key, const ShredTree& shred);

  // kCorrupt, with the remedy, when the store or the log is an older copy. `checkpoint`
  // was read before the store was opened: a writer beside us may have gone on since.
  Result<void> check(const std::optional<SignedCheckpoint>& checkpoint);

  // For a restored store, which may be older than the log says: the next change is above
  // the checkpoint's generation and above `beyond`. Returns the generation that was
  // found.
  Result<std::uint64_t> adopt(const std::optional<SignedCheckpoint>& checkpoint,
                              std::uint64_t beyond);

  // At least so many ids had been punctured at the last change.
  std::uint64_t punctures();

  // On disk when this returns. A full disk is answered by the reserve (vault/reserve.h)
  // before it becomes an error. kStorage: nothing may be shown or done.
  Result<Noted> note(std::string_view event, std::string_view user, Json details = {});
  // Commits to the partition "system", with the next anchor; with it everything that was
  // written to the store before becomes durable.
  Result<void> commit_change(Batch batch = {});
  // Signs the log as it is now, and keeps it as the last checkpoint.
  Result<SignedCheckpoint> sign();

  AuditTrail& trail() { return trail_; }
  AuditLog& log() { return log_; }

 private:
  std::filesystem::path vault_;
  AuditLog& log_;
  Store& store_;
  SystemRecords& records_;
  const VaultHeader& header_;
  const SigningKey& signing_key_;
  const ShredTree& shred_;
  AuditTrail trail_;
  std::mutex changes_;  // the log's head and the anchor that names it are one step
};

// As Journal::note, while the vault is sealed: the log takes entries without any key.
Result<void> note_without_key(const std::filesystem::path& vault,
                              const VaultHeader& header, std::string_view event,
                              std::string_view user, const Json& details);

}  // namespace tangthu::vault
