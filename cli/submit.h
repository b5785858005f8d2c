// `accept` at a server: bundles go as they are, and are taken in there.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/context.h"

namespace tangthu::cli {

// With the client's certificate, as a station; without one in a session.
Result<int> submit_bundles(Context& context,
                           const std::vector<std::filesystem::path>& files);

}  // namespace tangthu::cli
