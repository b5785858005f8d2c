// The server's log: lines for the journal on stderr, in sd-daemon's form.
#pragma once

#include <chrono>
#include <string>

#include "base/error.h"
#include "server/web.h"

namespace tangthu::server {

enum class Priority { kError = 3, kWarning = 4, kNotice = 5, kInfo = 6, kDebug = 7 };

// Whether lines of requests that went well are written too. Call before any thread.
void log_every_request(bool every);

// Any thread; a line is whole. `text` has no document text, no title, no key and no name.
void log_line(Priority priority, const std::string& text);
void log_error(const Error& error);
void log_request(const Request& request, const std::string& route, int status,
                 std::chrono::nanoseconds took);

}  // namespace tangthu::server
