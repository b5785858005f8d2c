// Notes in the audit log of what happens while nobody is logged in: unsealing, sealing,
// custodians' confirmations. The log takes them without any key.
#pragma once

#include <string_view>

#include "base/json.h"
#include "cli/context.h"

namespace tangthu::cli {

// On disk when this returns. The name at the terminal (Context::user_name) is noted as
// what it is: a claim.
Result<void> note_without_key(const Context& context, std::string_view event,
                              Json details = {});

}  // namespace tangthu::cli
