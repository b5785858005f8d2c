#include "cli/keyless_note.h"

#include "vault/journal.h"

namespace tangthu::cli {

Result<void> note_without_key(const Context& context, std::string_view event,
                              Json details) {
  const auto folder = TRY(context.vault_folder());
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  details["claimed_user"] = context.user_name();
  return vault::note_without_key(folder, header, event, "", details);
}

}  // namespace tangthu::cli
