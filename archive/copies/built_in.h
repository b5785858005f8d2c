// The rules that are part of the program: rules/copies.toml as it was when it was built.
#pragma once

#include <string_view>

namespace tangthu::archive {

std::string_view built_in_copy_rules();

}  // namespace tangthu::archive
