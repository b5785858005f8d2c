// Lines of text in a frame, or without one, to be put on a page. For pdf_*.cc of
// ocr/copies only.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ocr/copies/mark_layout.h"
#include "ocr/pdf_seen_lines.h"

namespace tangthu::ocr {

inline constexpr double kPointsOfMm = 72 / 25.4;

enum class FrameBorder : std::uint8_t { kNone, kSingle, kDouble };
enum class LineAlign : std::uint8_t { kLeft, kMiddle };
enum class Standing : std::uint8_t { kUpright, kUpwards };  // read from the page's right

// Fonts that a PDF's marks share; glyphs are gathered first, fonts made at the end.
struct MarkFonts {
  TextFont regular;
  TextFont bold;
  static Result<MarkFonts> open();
  const TextFont& of(Typeface face) const {
    return face == Typeface::kBold ? bold : regular;
  }
};

struct FrameLine {
  TypesetLine text;
  Typeface face = Typeface::kRegular;
  LineAlign align = LineAlign::kLeft;
  double points = 10;
};

struct TextFrame {
  std::vector<FrameLine> lines;
  FrameBorder border = FrameBorder::kNone;
  std::array<std::uint8_t, 3> colour{};
  double padding_mm = 0;

  // The text in lines of at most so many millimetres.
  Result<void> add(const MarkFonts& fonts, const std::string& text, double width_mm,
                   Typeface face, LineAlign align, double points);
  double width_mm() const;
  double height_mm() const;
};

// Names of the fonts on one page.
struct PageFonts {
  std::string regular;
  std::string bold;
};

// What draws it with its top left corner there; upwards: turned left, `at` is then the
// top left corner of what it covers.
std::string drawn_frame(const TextFrame& frame, const PageFonts& fonts,
                        const MarkPoint& at, double page_left, double page_top,
                        Standing standing = Standing::kUpright);

}  // namespace tangthu::ocr
