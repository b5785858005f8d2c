// The font of text that is seen: TeX Gyre Termes, a Times (Decree 30/2020/NĐ-CP, Annex I,
// asks for Times New Roman) with all of Vietnamese. The wall of HarfBuzz.
//
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr {

// One line, in thousandths of an em.
struct TypesetLine {
  std::vector<std::uint16_t> glyphs;
  std::vector<int> advances;
  std::u32string text;  // NFC; one code point a glyph
  int width = 0;
};

struct FontMetrics {
  int ascent = 0;
  int descent = 0;  // negative
  int cap_height = 0;
  int box[4] = {};  // left, bottom, right, top
};

enum class Typeface { kRegular, kBold, kItalic };
inline constexpr Typeface kAllTypefaces[] = {Typeface::kRegular, Typeface::kBold,
                                             Typeface::kItalic};

struct FontGlyph {
  std::uint16_t number = 0;
  int advance = 0;  // thousandths of an em
};

class TextFont {
 public:
  // kNotFound: the font is not installed.
  static Result<TextFont> open(Typeface face = Typeface::kRegular);
  TextFont(TextFont&&) noexcept;
  TextFont& operator=(TextFont&&) noexcept;
  ~TextFont();

  const FontMetrics& metrics() const;
  // Nothing when the font has no such character.
  std::optional<FontGlyph> glyph(char32_t c) const;
  // kBadInput: the font has no such character.
  Result<TypesetLine> typeset(const std::string& text) const;
  // A CFF font program (Adobe Technical Note 5176) with these glyphs, under the numbers
  // they have here.
  Result<Bytes> subset(const std::set<std::uint16_t>& glyphs) const;

 private:
  class Impl;
  explicit TextFont(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr
