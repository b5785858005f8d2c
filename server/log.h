// The server's lines in the journal.
#pragma once

#include <chrono>
#include <string>

#include "server/web.h"
#include "service/log.h"

namespace tangthu::server {

using service::log_error;
using service::log_line;
using service::Priority;

// Whether lines of requests that went well are written too. Call before any thread.
void log_every_request(bool every);

// Any thread; nothing of what was asked or answered.
void log_request(const Request& request, const std::string& route, int status,
                 std::chrono::nanoseconds took);

}  // namespace tangthu::server
