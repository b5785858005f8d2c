// Values that persons gave to fields, with who and when, and what stood there before:
//
//   {NAME: {"value": text, "by": user, "at": seconds,
//           "earlier": [{"value", "by", "at"}, …]}}      the oldest first
//
// A value that was taken away is "". Thread rule: pure.
#pragma once

#include <string>

#include "archive/model/check_fields.h"
#include "base/clock.h"
#include "base/json.h"

namespace tangthu::archive {

bool is_kept_fields(const Json& json);
// Empty when there is none.
std::string kept_value(const Json& fields, const std::string& name);
FieldValues kept_values(const Json& fields);
// False: it was so already, and nothing changes.
bool keep_value(Json& fields, const std::string& name, const std::string& value,
                const std::string& by, UnixSeconds at);

}  // namespace tangthu::archive
