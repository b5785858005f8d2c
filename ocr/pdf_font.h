// The font of invisible text: glyphs without outlines, all half an em wide. PDF/A wants
// a font embedded even for text that is never painted (ISO 19005-2, 6.2.11.4).
//
// Glyph n of the font stands for the n-th code point used in the document, so that the
// font, its character codes and its ToUnicode map hold just what the document needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace tangthu::ocr {

// In thousandths of an em, as in the font's own tables.
inline constexpr int kGlyphWidth = 500;
inline constexpr int kFontAscent = 700;
inline constexpr int kFontDescent = -170;
inline constexpr std::string_view kFontName = "TangthuInvisible";

// Code points and the glyphs that stand for them. Add all text first, then `close` it.
class GlyphSet {
 public:
  static constexpr std::size_t kMaxGlyphs = 65'000;

  GlyphSet();
  // Characters that can't stand in text (controls, non-characters) are passed over.
  void add(std::u32string_view text);
  // Numbers the glyphs from 1 in code point order. False when there are too many.
  bool close();
  // Nothing for what was passed over.
  std::optional<std::uint16_t> glyph(char32_t c) const;
  const std::map<char32_t, std::uint16_t>& glyphs() const { return glyphs_; }
  std::map<std::uint16_t, char32_t> code_points() const;

 private:
  std::map<char32_t, std::uint16_t> glyphs_;
};

// A TrueType font (OpenType 1.9: cmap, glyf, head, hhea, hmtx, loca, maxp, name, OS/2,
// post) for the set.
Bytes invisible_font(const GlyphSet& set);

// The ToUnicode CMap (ISO 32000-1, 9.10.3): two-byte glyph numbers → UTF-16BE.
std::string to_unicode_cmap(const std::map<std::uint16_t, char32_t>& glyphs);

}  // namespace tangthu::ocr
