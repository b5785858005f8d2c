// Errors as problem details (RFC 9457): application/problem+json with `type`, `title`,
// `status`, and of ours `code` (the exit code that the command line would have),
// `remedy`, `subject` and `request`.
#pragma once

#include <string>

#include "base/error.h"
#include "base/json.h"
#include "http/message.h"

namespace tangthu::http {

Response problem(const Request& request, int status, Literal kind, Literal title,
                 Literal remedy);

// The status that an error has: 400, 401, 404, 422, 500, 503 or 507.
int status_of(ErrorCode code);
// What an error code is called in `type`.
const char* kind_of(ErrorCode code);

Response problem(const Request& request, const Error& error);
// With this status, and more members.
Response problem(const Request& request, int status, const Error& error, Json more);

}  // namespace tangthu::http
