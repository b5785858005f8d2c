#include "vault/journal.h"

#include "vault/reserve.h"

namespace tangthu::vault {
namespace {

Failure store_is_older() {
  return fail(ErrorCode::kCorrupt, "the store is older than the audit log says",
              "an old copy was put in its place: put the newest back, or use 'tangthu "
              "restore'");
}

Result<Noted> note_with_reserve(AuditTrail& trail, const std::filesystem::path& vault,
                                std::string_view event, std::string_view user,
                                Json details) {
  auto noted = trail.note(event, user, details);
  if (!noted && noted.error().code() == ErrorCode::kStorage && release_reserve(vault)) {
    noted = trail.note(event, user, std::move(details));
  }
  return noted;
}

}  // namespace

std::filesystem::path log_folder(const std::filesystem::path& vault) {
  return vault / "log";
}

Result<std::optional<SignedCheckpoint>> last_checkpoint(
    const std::filesystem::path& vault, const VaultHeader& header) {
  auto found = TRY(read_checkpoint(log_folder(vault) / kCheckpointFile));
  if (!found) return std::optional<SignedCheckpoint>();
  const std::string origin = log_origin(header.id);
  TRY(verify_checkpoint(*found, {origin, NoteKeyKind::kEd25519, header.verify_key}));
  if (found->checkpoint.origin != origin) {
    return fail(ErrorCode::kCorrupt, "the checkpoint is of another vault's log",
                "restore the file from a backup", kCheckpointFile);
  }
  return found;
}

Journal::Journal(std::filesystem::path vault, AuditLog& log, Store& store,
                 SystemRecords& records, const VaultHeader& header,
                 const SigningKey& signing_key, const ShredTree& shred)
    : vault_(std::move(vault)),
      log_(log),
      store_(store),
      records_(records),
      header_(header),
      signing_key_(signing_key),
      shred_(shred),
      trail_(log, header) {}

Result<void> Journal::check(const std::optional<SignedCheckpoint>& checkpoint) {
  const std::lock_guard lock(changes_);
  TRY(records_.load());
  const Anchor anchor = records_.anchor();
  // Every vault has one from its first day. Without it an older store would go unnoticed.
  if (!checkpoint) {
    return fail(ErrorCode::kCorrupt, "the checkpoint of the audit log is missing",
                "restore the file from a backup", kCheckpointFile);
  }
  TRY(log_.must_extend(anchor.log));
  TRY(log_.must_extend(checkpoint->checkpoint.head));
  if (anchor.generation < checkpoint->checkpoint.generation) return store_is_older();
  return {};
}

Result<std::uint64_t> Journal::adopt(const std::optional<SignedCheckpoint>& checkpoint,
                                     std::uint64_t beyond) {
  const std::lock_guard lock(changes_);
  TRY(records_.load());
  const Anchor found = records_.anchor();
  TRY(log_.must_extend(found.log));
  records_.raise_generation(beyond);
  if (!checkpoint) return found.generation;
  TRY(log_.must_extend(checkpoint->checkpoint.head));
  records_.raise_generation(checkpoint->checkpoint.generation);
  return found.generation;
}

std::uint64_t Journal::punctures() {
  return records_.anchor().punctures;
}

Result<Noted> Journal::note(std::string_view event, std::string_view user, Json details) {
  return note_with_reserve(trail_, vault_, event, user, std::move(details));
}

Result<void> note_without_key(const std::filesystem::path& vault,
                              const VaultHeader& header, std::string_view event,
                              std::string_view user, const Json& details) {
  const auto log = TRY(AuditLog::open(log_folder(vault), AuditLog::Access::kAppend));
  AuditTrail trail(*log, header);
  TRY(note_with_reserve(trail, vault, event, user, details));
  return {};
}

Result<void> Journal::commit_change(Batch batch) {
  {
    const std::lock_guard lock(changes_);
    TRY(records_.commit(std::move(batch), TRY(log_.head()), shred_.punctures()));
  }
  return store_.sync();  // changes beside this one share it
}

Result<SignedCheckpoint> Journal::sign() {
  const std::lock_guard lock(changes_);
  Checkpoint checkpoint;
  checkpoint.origin = log_origin(header_.id);
  checkpoint.time = now_utc();
  checkpoint.generation = records_.anchor().generation;
  // No checkpoint may tell of a change that a crash could still take back.
  TRY(store_.sync());
  // A reader's view of the store may lie behind what a writer beside it has signed.
  if (const auto last = TRY(last_checkpoint(vault_, header_))) {
    checkpoint.generation = std::max(checkpoint.generation, last->checkpoint.generation);
  }
  checkpoint.head = TRY(log_.head());
  SignedCheckpoint signed_checkpoint = sign_checkpoint(checkpoint, signing_key_);
  TRY(log_.publish(signed_checkpoint));
  return signed_checkpoint;
}

}  // namespace tangthu::vault
