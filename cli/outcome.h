// What became of an action that may need a second officer, told to people and programs.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

// Adds "done" and, while the action waits, "request", "expires" and "approvals" to `json`
// and prints it; `text` is what a person reads when it is done.
void report_outcome(const Context& context, const vault::Outcome& outcome, Json json,
                    const std::string& text);

}  // namespace tangthu::cli
