#include "ocr/xml.h"

#include "base/unicode.h"

namespace tangthu::ocr {

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char32_t c : to_code_points(to_nfc(text))) {
    switch (c) {
      case U'&':
        out += "&amp;";
        break;
      case U'<':
        out += "&lt;";
        break;
      case U'>':
        out += "&gt;";
        break;
      case U'"':
        out += "&quot;";
        break;
      default:
        if (c >= 0x20 && c != 0xFFFE && c != 0xFFFF) {
          out += to_utf8(std::u32string_view(&c, 1));
        }
    }
  }
  return out;
}

}  // namespace tangthu::ocr
