#include "cli/keyless_note.h"

#include "vault/journal.h"

namespace tangthu::cli {

Result<void> note_without_key(const Context& context, std::string_view event,
                              Json details) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  const auto log = TRY(
      vault::AuditLog::open(vault::log_folder(folder), vault::AuditLog::Access::kAppend));
  details["claimed_user"] = context.user_name();
  TRY(vault::AuditTrail(*log, header).note(event, "", std::move(details)));
  return {};
}

}  // namespace tangthu::cli
