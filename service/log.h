// A service's log: lines for the journal on stderr, in sd-daemon's form.
#pragma once

#include <string>

#include "base/error.h"

namespace tangthu::service {

enum class Priority { kError = 3, kWarning = 4, kNotice = 5, kInfo = 6, kDebug = 7 };

// Any thread; a line is whole. `text` has no document text, no title, no key and no name.
void log_line(Priority priority, const std::string& text);
void log_error(const Error& error);

}  // namespace tangthu::service
