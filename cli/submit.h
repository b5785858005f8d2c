// `accept` at a server: bundles go as they are, and are taken in there.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "cli/context.h"
#include "http/client.h"

namespace tangthu::cli {

// One bundle over the connection; `sent` hears how far it is. Errors as Client::ask()
// has them, and kBadInput when the file can't be read.
Result<http::Response> send_bundle(
    http::Client& client, const http::Headers& headers, const std::filesystem::path& file,
    const std::function<void(std::uint64_t bytes, std::uint64_t of)>& sent);

// With the client's certificate, as a station; without one in a session.
Result<int> submit_bundles(Context& context,
                           const std::vector<std::filesystem::path>& files);

}  // namespace tangthu::cli
