// Numbers of JSON that somebody else wrote.
#pragma once

#include <cstdint>

#include "base/json.h"

namespace tangthu {

// A number without sign or fraction; throws Json::type_error for any other value. (The
// library's own get() makes an int of 1e30 too, which is undefined.)
inline std::uint64_t whole_number(const Json& json) {
  // What was never written has the sign of the type that it was made from.
  if (json.is_number_integer() && !json.is_number_unsigned()) {
    const auto number = json.get_ref<const Json::number_integer_t&>();
    if (number >= 0) return static_cast<std::uint64_t>(number);
  }
  return json.get_ref<const Json::number_unsigned_t&>();
}

}  // namespace tangthu
