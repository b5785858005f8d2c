// Capital letters of Vietnamese.
#pragma once

#include <string>
#include <string_view>

namespace tangthu::samples {

// "Hà Nội" → "HÀ NỘI"
std::string to_upper(std::string_view text);
// The first letter a capital, the rest as it is.
std::string capitalised(std::string_view text);
// The first letter small, the rest as it is.
std::string uncapitalised(std::string_view text);

}  // namespace tangthu::samples
