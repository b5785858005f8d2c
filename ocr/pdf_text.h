// The content of one page of the access copy: invisible words, and over them the picture.
#pragma once

#include <string>

#include "ocr/page_picture.h"
#include "ocr/pdf_font.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// Size of a page in points, and how pixels of its text become points.
struct PdfGeometry {
  double width_points = 0;
  double height_points = 0;
  double points_per_pixel_x = 1;
  double points_per_pixel_y = 1;
};

// Names in the page's resources.
inline constexpr const char* kFontResource = "/Text";
std::string image_resource(std::size_t layer);

void add_glyphs(const PageText& text, GlyphSet& glyphs);

// The text of the content stream. Words stand as pdf_lines.h has them (stretched to their
// place by Tz), and a space fills each gap, so that selecting and searching in a reader
// fall on the picture's words and copied words stay apart.
std::string page_content(const PageText& text, const PdfGeometry& geometry,
                         const GlyphSet& glyphs);
// The rest of it.
std::string paint_layers(const PagePicture& picture, const PdfGeometry& geometry);

}  // namespace tangthu::ocr
