#include "cli/maintenance.h"

namespace tangthu::cli {

Result<OpenedSession> open_for_maintenance(const Context& context) {
  OpenedSession opened = TRY(context.open_session(vault::Access::kWrite));
  TRY(vault::require(opened.session->user().roles, vault::Duty::kMaintain));
  return opened;
}

}  // namespace tangthu::cli
