// What commands say and do about the search index beside their own work.
#pragma once

#include <vector>

#include "cli/context.h"

namespace tangthu::cli {

// After documents came in: merges what waits, where it is worth it and the session may.
// That it failed is told and changes nothing: the documents are stored and are found.
void merge_if_due(const Context& context, vault::Session* session);

// That the answer may lack documents of these levels, if there are any.
void warn_of_incomplete(const Context& context, const std::vector<Label>& labels);

}  // namespace tangthu::cli
