// What will happen to one page, drawn as numbers before a pixel is touched.
//
// Every parameter is continuous: no two pages come out of the same mould. What would make
// a page unreadable only together (faint ink on low resolution under strong blur) is kept
// apart here.
#pragma once

#include <string>
#include <vector>

#include "samples/degrade/degrade.h"
#include "samples/random.h"

namespace tangthu::samples {

// Lengths in millimetres, angles in degrees, strengths 0 (none) to 1.
struct SheetRecipe {
  double ink_left = 1;    // of what the printer laid; less is faded
  double ink_patchy = 0;  // how much that varies over the page and within letters
  double ink_spread = 0;  // > 0 bolder (copied), < 0 thinner (worn)
  double brightness = 1;  // of the paper
  double yellow = 0;      // 1 is clearly aged; may go to 2
  double mottle = 0;
  int stains = 0;
  int foxing_spots = 0;
  double stain_depth = 0;
  double bleed = 0;  // of the other side's ink that shows
  double bleed_blur_mm = 0.15;
  int folds = 0;
  int wrinkles = 0;
  double fold_depth = 0;
  int punch_holes = 0;  // 0, 2 or 4
  bool staple = false;
  double edge_wear = 0;  // darkened edges of an old sheet
};

enum class Canvas : std::uint8_t {
  kSame,  // the scanner was set to the sheet's size
  kGrow,  // it took more: the bed shows around the sheet
  kCut,   // it took less: blank margins are lost
};

struct BedRecipe {
  Canvas canvas = Canvas::kSame;
  double skew_degrees = 0;
  int turn_degrees = 0;  // clockwise, applied to the picture
  double scale_x = 1;
  double scale_y = 1;
  double shear = 0;
  double offset_x_mm = 0;
  double offset_y_mm = 0;
  double margin_mm = 0;       // of bed around the sheet (kGrow), or lost (kCut)
  double perspective_mm = 0;  // at a corner
  double bow_mm = 0;          // of a line across the sheet
  double wave_mm = 0;         // of an uneven feed
  double curl_mm = 0;         // of a line, at a bound edge; only when told
  double bed_level = 245;     // 0–255: white lid, grey, or black
  double edge_shadow = 0;
};

struct LightRecipe {
  double slope = 0;
  double falloff = 0;  // towards the borders
  double gutter = 0;   // shadow of a bound edge
  double shadow = 0;   // something stood in the light
  int streaks = 0;     // dirt on the glass of a feeder
  double warmth = 0;   // of the lamp, −1 … 1
};

enum class Depth : std::uint8_t { kColour, kGrey, kGreyInColour, kBitonal };

struct SensorRecipe {
  double blur_px = 0;     // at 300 dpi
  double motion_px = 0;   // at 300 dpi, along the feed
  double resolution = 1;  // of the page's own; below 1: fewer pixels, then stretched
  double fringe = 0;      // rows by which red and blue are out of register
  double noise = 0;       // deviation, grey levels
  double sharpen = 0;
  double black = 0;    // level that black comes out at
  double white = 255;  // level that is taken for white; less clips the paper
  double gamma = 1;
  int dust = 0;
  int hairs = 0;
  double pepper = 0;  // share of pixels
  Depth depth = Depth::kColour;
  double threshold = 0.15;  // bitonal: how much darker than around is ink
  int jpeg_quality = 0;     // 0: none
  bool jpeg_half_colour = true;
};

struct Recipe {
  SheetRecipe sheet;
  BedRecipe bed;
  LightRecipe light;
  SensorRecipe sensor;
};

Recipe draw_recipe(Grade grade, Random& random);

// Wear that was asked for, on top of what was drawn.
void add_wear(Recipe& recipe, const MoreWear& more);

// Takes back what would make a page unreadable only together (readable.cc); draw_recipe
// has done so.
void keep_readable(Recipe& recipe);

// For the record: what differs from doing nothing, with its strength.
std::vector<std::string> described(const Recipe& recipe);

}  // namespace tangthu::samples
