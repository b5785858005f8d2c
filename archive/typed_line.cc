#include "archive/typed_line.h"

#include "base/unicode.h"
#include "ocr/vietnamese/legacy_text.h"

namespace tangthu::archive {

std::optional<std::string> typed_line(std::string_view typed) {
  std::u32string out;
  for (const char32_t c :
       to_code_points(to_nfc(ocr::vietnamese::without_legacy(typed)))) {
    if (is_space(c)) {
      if (!out.empty() && out.back() != U' ') out += U' ';
    } else if (is_control(c) || c == 0xFFFD) {
      return std::nullopt;
    } else {
      out += c;
    }
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return to_utf8(out);
}

}  // namespace tangthu::archive
