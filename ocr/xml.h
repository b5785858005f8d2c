// Text as XML 1.0 can hold it.
#pragma once

#include <string>
#include <string_view>

namespace tangthu::ocr {

// Of an element or of an attribute in double quotes: NFC, and without the characters
// that XML has no place for.
std::string xml_escaped(std::string_view text);

}  // namespace tangthu::ocr
