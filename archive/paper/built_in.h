// The forms that are part of the program: rules/registers.toml as it was when it was
// built.
#pragma once

#include <string_view>

namespace tangthu::archive {

std::string_view built_in_forms();

}  // namespace tangthu::archive
