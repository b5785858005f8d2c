// The shred slots that may still hold what has been destroyed.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

// [{"name","file","confirmed"}]; empty when every slot has confirmed.
Result<Json> unconfirmed_slots_json(const Context& context);
// Says on stderr that a destruction is not complete, and what to do.
Result<void> warn_of_unconfirmed_slots(const Context& context);

}  // namespace tangthu::cli
