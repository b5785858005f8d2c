#include "cli/maintenance.h"

namespace tangthu::cli {

Result<vault::OpenedVault> open_for_maintenance(const Context& context) {
  vault::OpenedVault opened = TRY(context.open_session(vault::Access::kWrite));
  TRY(vault::require(opened.session->user().roles, vault::Duty::kMaintain));
  return opened;
}

}  // namespace tangthu::cli
