// Cut letters of seals and stamps: straight or round a ring, squeezed to fit.
#pragma once

#include <string>

#include <cairo.h>

#include "samples/random.h"

namespace tangthu::samples {

struct Lettering {
  const char* family = "TeX Gyre Termes";
  double size_px = 40;
  cairo_font_slant_t slant = CAIRO_FONT_SLANT_NORMAL;
  cairo_font_weight_t weight = CAIRO_FONT_WEIGHT_BOLD;
};

// The families a stamp cutter works with. Each has all Vietnamese letters, which the
// Liberation fonts lack.
const char* stamp_family(Random& random);

// The advance of the text, without drawing it.
double text_width(const Lettering& lettering, const std::string& text);

// With the baseline's left end (or its middle) at (x, y). Wider than `room_px`: squeezed.
void draw_text(cairo_t* pen, const Lettering& lettering, const std::string& text,
               double x, double y, double room_px);
void draw_text_centred(cairo_t* pen, const Lettering& lettering, const std::string& text,
                       double x, double y, double room_px);

enum class Arc { kOver, kUnder };

// Letters on a circle, upright at its top (kOver) or its bottom (kUnder), centred there;
// radius to the baseline. Returns the angle they take, in radians; never above `room`.
double draw_text_round(cairo_t* pen, const Lettering& lettering, const std::string& text,
                       double centre_x, double centre_y, double radius, double room,
                       Arc arc);

}  // namespace tangthu::samples
