#include "ocr/pdf_content.h"

#include <charconv>

namespace tangthu::ocr {

void append_number(std::string& out, double value) {
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 2);
  out.append(buffer, end.ptr);
  out += ' ';
}

void append_code(std::string& out, std::uint16_t code) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += kDigits[(code >> shift) & 0xFU];
}

std::string glyph_codes(const GlyphSet& glyphs, std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    if (const auto glyph = glyphs.glyph(c)) append_code(out, *glyph);
  }
  return out;
}

}  // namespace tangthu::ocr
