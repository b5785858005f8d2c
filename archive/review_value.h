// What a person may give as the value of a field, and in which form it is kept.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tangthu::archive {

// NFC, one line, spaces made single; a date as ISO 8601; a known type of document, or
// urgency, as it is written. kUsage with the remedy, named by the field.
Result<std::string> review_value(std::string_view field, std::string_view typed);

}  // namespace tangthu::archive
