// Ink on paper: a mask of coverage, made uneven, then multiplied into the page.
// Internal to marks/, the only folder of samples' marks that includes cairo.
#pragma once

#include <cstdint>
#include <memory>

#include <cairo.h>

#include "base/page.h"
#include "samples/random.h"

namespace tangthu::samples {

// How much of each colour a full layer of the ink lets through, 0–1.
struct Ink {
  double red = 0;
  double green = 0;
  double blue = 0;
};

// Inks of a pad differ by maker and by how long ago it was filled.
Ink red_pad_ink(Random& random);
Ink blue_pad_ink(Random& random);
Ink black_pad_ink(Random& random);

// What keeps a layer from being even; each 0 (none) to 1 (all of it).
struct Unevenness {
  double blotches = 0.3;    // patches of a few millimetres that took less ink
  double grain = 0.3;       // paper fibres that took none
  double slope = 0.2;       // one side pressed harder than the other
  double squeeze = 0.2;     // rubber pushes ink outwards: rims darker than surfaces
  double faintness = 0.1;   // over the whole mark
  double spread_mm = 0.05;  // how far ink creeps into the paper
};

class InkMask {
 public:
  // A mask over the part of (left, top)–(right, bottom) that lies on the page.
  InkMask(const Page& page, double left, double top, double right, double bottom);

  // Draws coverage, in coordinates of the page. Owned by the mask.
  cairo_t* pen() { return pen_.get(); }

  void make_uneven(const Unevenness& unevenness, Random& random);

  // Multiplies the ink into the page; the box of what was darkened.
  Box print(Page& page, const Ink& ink);

 private:
  struct FreeSurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };
  struct FreePen {
    void operator()(cairo_t* pen) const { cairo_destroy(pen); }
  };
  std::uint8_t* row(int y);
  void creep(int radius);

  Box area_;
  int dpi_;
  std::unique_ptr<cairo_surface_t, FreeSurface> surface_;
  std::unique_ptr<cairo_t, FreePen> pen_;
};

}  // namespace tangthu::samples
