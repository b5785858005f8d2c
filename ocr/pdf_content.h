// What content streams are written with: numbers, and glyphs of two bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ocr/pdf_font.h"

namespace tangthu::ocr {

// With two decimals, and a space behind it.
void append_number(std::string& out, double value);

// Four hexadecimal digits.
void append_code(std::string& out, std::uint16_t code);
inline constexpr std::size_t kCodeDigits = 4;

// Of the characters that the set has a glyph for; of others nothing.
std::string glyph_codes(const GlyphSet& glyphs, std::u32string_view text);
inline std::size_t glyph_count(std::string_view codes) {
  return codes.size() / kCodeDigits;
}

}  // namespace tangthu::ocr
