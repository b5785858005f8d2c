// What commands that maintain the vault share: an administrator's session (in the single
// profile the owner's), with the vault open for writing.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

// kNotFound for users without the duty.
Result<OpenedSession> open_for_maintenance(const Context& context);

}  // namespace tangthu::cli
