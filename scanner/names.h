// Names of files: their order and their display.
#pragma once

#include <string>
#include <string_view>

namespace tangthu::scanner {

// page2 before page10: runs of digits compare as numbers, letters without regard to ASCII
// case; equal so far, byte by byte. A strict weak order over any bytes.
bool natural_less(std::string_view a, std::string_view b);

// UTF-8 that is safe to print: bytes that are not UTF-8, control characters and changes
// of writing direction become U+FFFD.
std::string displayable(std::string_view name);

// The name of an archive member as part of a displayed path: relative, '/' between its
// parts, without "." and ".."; at most 1,024 characters. Members are never written
// anywhere, so a name is only a name.
std::string member_name(std::string_view name);

}  // namespace tangthu::scanner
