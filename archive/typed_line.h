// A line that a person typed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::archive {

// NFC, spaces made single and none at the ends; texts of old fonts (TCVN3, VNI) as what
// they mean. Nothing for what is no text: controls, what is neither UTF-8 nor of an old
// font.
std::optional<std::string> typed_line(std::string_view typed);

}  // namespace tangthu::archive
