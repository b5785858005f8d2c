// audit checkpoint, audit key, audit cosign; and what all of `audit` shares.
#include "cli/audit.h"
#include "cli/message.h"

namespace tangthu::cli {

Result<PublicLog> open_public_log(const Context& context) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  auto checkpoint = TRY(vault::last_checkpoint(folder, header));
  if (!checkpoint) {
    return fail(ErrorCode::kCorrupt, "the audit log has no checkpoint",
                "restore the vault's folder 'log' from a backup");
  }
  auto log = TRY(
      vault::AuditLog::open(vault::log_folder(folder), vault::AuditLog::Access::kRead));
  return PublicLog{header, std::move(log), std::move(*checkpoint)};
}

vault::NoteKey log_key(const vault::VaultHeader& header) {
  return {vault::log_origin(header.id), vault::NoteKeyKind::kEd25519, header.verify_key};
}

Result<vault::SignedCheckpoint> read_note(const Context& context,
                                          const std::filesystem::path& file) {
  const SecretText text = TRY(context.read_secret(file, vault::kMaxCheckpointBytes));
  auto note = vault::parse_checkpoint(text.view());
  if (!note) return Failure(std::move(note).error().about(file.string()));
  return note;
}

Result<int> give_text(const Context& context, const std::filesystem::path& out,
                      const std::string& text, const char* name, Json json) {
  if (!out.empty() && out != "-") {
    TRY(context.write_output(out, as_bytes(text)));
    json["file"] = out.string();
    context.result(json, out.string());
  } else if (context.options().json) {
    json[name] = text;
    context.result(json, "");
  } else {
    TRY(context.write_output("-", as_bytes(text)));
  }
  return 0;
}

Result<int> audit_checkpoint(Context& context, const std::filesystem::path& out) {
  const PublicLog open = TRY(open_public_log(context));
  const vault::Checkpoint& checkpoint = open.checkpoint.checkpoint;
  return give_text(context, out, open.checkpoint.text(), "checkpoint",
                   {{"size", checkpoint.head.size},
                    {"generation", checkpoint.generation},
                    {"time", format_utc(checkpoint.time)}});
}

Result<int> audit_key(Context& context) {
  const auto header = TRY(vault::read_header(TRY(context.vault_folder())));
  const std::string key = log_key(header).to_vkey();
  context.result({{"key", key}}, key);
  return 0;
}

Result<int> audit_cosign(Context& context, const std::filesystem::path& note,
                         const std::string& witness) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  const auto key = TRY(vault::parse_vkey(witness));
  const auto cosigned = TRY(read_note(context, note));
  TRY(vault::verify_checkpoint(cosigned, log_key(header)));
  const UnixSeconds time = TRY(vault::verify_cosignature(cosigned, key));
  const auto log = TRY(
      vault::AuditLog::open(vault::log_folder(folder), vault::AuditLog::Access::kAppend));
  TRY(log->must_extend(cosigned.checkpoint.head));
  TRY(log->publish(cosigned));
  const auto last = TRY(vault::last_checkpoint(folder, header));
  const bool newest = last && last->checkpoint.head == cosigned.checkpoint.head;
  context.result({{"witness", key.name},
                  {"size", cosigned.checkpoint.head.size},
                  {"time", format_utc(time)},
                  {"kept", newest}},
                 tr("Seen by ") + key.name + " " + format_utc(time));
  if (!newest) {
    context.message(
        tr("The log went on meanwhile: it extends what the witness saw. Keep "
           "the witness's file with your records."));
  }
  return 0;
}

}  // namespace tangthu::cli
