// A recognised field that a person settled; what was read before stays with it.
// Thread rule: pure.
#pragma once

#include <string>

#include "archive/record.h"

namespace tangthu::archive {

// `value`: a text, or null where the paper has none. Recognition's reading is the first
// of the field's "readings", the one that holds the last.
void settle_field(Record& record, const std::string& name, const Json& value,
                  const std::string& by, UnixSeconds at);

// A warning goes with the last thing that it warned of.
void forget_settled_warnings(Record& record);

}  // namespace tangthu::archive
