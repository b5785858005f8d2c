#include "samples/degrade/recipe.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tangthu::samples {
namespace {

// A strength between none and `most`, small ones more often.
double mostly_small(double most, Random& random) {
  const double drawn = random.uniform();
  return most * drawn * drawn;
}

double sometimes(double probability, double low, double high, Random& random) {
  const double drawn = random.uniform(low, high);
  return random.chance(probability) ? drawn : 0;
}

int count_sometimes(double probability, int low, int high, Random& random) {
  const int drawn = random.integer(low, high);
  return random.chance(probability) ? drawn : 0;
}

// Drawn again when outside, so that no page more than another sits on the limit.
double within(double deviation, double limit, Random& random) {
  double drawn = random.normal(0, deviation);
  for (int tries = 0; std::abs(drawn) > limit && tries < 16; ++tries) {
    drawn = random.normal(0, deviation);
  }
  return std::clamp(drawn, -limit, limit);
}

int some_turn(double probability, Random& random) {
  static constexpr std::array<int, 3> kTurns = {90, 180, 270};
  const int turn = random.pick(kTurns);
  return random.chance(probability) ? turn : 0;
}

// Lids are white as a rule; an open one shows the dark room, and some machines have a
// black back on purpose, to see the edges of the sheet.
double some_bed(double dark_share, Random& random) {
  const double light = random.uniform(215, 253);
  const double dark = random.uniform(8, 95);
  return random.chance(dark_share) ? dark : light;
}

SheetRecipe scan_sheet(Random& random) {
  SheetRecipe sheet;
  sheet.ink_left = random.uniform(0.82, 1.0);
  sheet.ink_patchy = mostly_small(0.35, random);
  sheet.ink_spread = within(0.15, 0.35, random);
  sheet.brightness = 1 - mostly_small(0.14, random);
  sheet.yellow = sometimes(0.45, 0.05, 0.8, random);
  sheet.mottle = mostly_small(0.03, random);
  sheet.foxing_spots = count_sometimes(0.1, 1, 12, random);
  sheet.stain_depth = random.uniform(0.1, 0.4);
  sheet.bleed = sometimes(0.45, 0.01, 0.09, random);
  sheet.bleed_blur_mm = random.uniform(0.12, 0.35);
  sheet.folds = count_sometimes(0.12, 1, 2, random);
  sheet.fold_depth = random.uniform(0.05, 0.3);
  sheet.punch_holes = count_sometimes(0.25, 1, 2, random) * 2;
  sheet.staple = random.chance(0.12);
  sheet.edge_wear = sometimes(0.2, 0.02, 0.15, random);
  return sheet;
}

SheetRecipe hard_sheet(Random& random) {
  SheetRecipe sheet;
  sheet.ink_left = random.uniform(0.5, 1.0);
  sheet.ink_patchy = mostly_small(0.7, random);
  sheet.ink_spread = within(0.35, 0.7, random);
  sheet.brightness = random.uniform(0.78, 1.0);
  sheet.yellow = sometimes(0.75, 0.2, 2.0, random);
  sheet.mottle = random.uniform(0.0, 0.09);
  sheet.stains = count_sometimes(0.5, 1, 5, random);
  sheet.foxing_spots = count_sometimes(0.4, 5, 90, random);
  sheet.stain_depth = random.uniform(0.3, 1.0);
  sheet.bleed = sometimes(0.55, 0.08, 0.34, random);
  sheet.bleed_blur_mm = random.uniform(0.12, 0.5);
  sheet.folds = count_sometimes(0.55, 1, 3, random);
  sheet.wrinkles = count_sometimes(0.35, 2, 14, random);
  sheet.fold_depth = random.uniform(0.2, 1.0);
  sheet.punch_holes = count_sometimes(0.35, 1, 2, random) * 2;
  sheet.staple = random.chance(0.15);
  sheet.edge_wear = sometimes(0.5, 0.05, 0.5, random);
  return sheet;
}

BedRecipe scan_bed(Random& random) {
  BedRecipe bed;
  const double kind = random.uniform();
  bed.canvas = kind < 0.7 ? Canvas::kSame : kind < 0.9 ? Canvas::kGrow : Canvas::kCut;
  bed.skew_degrees = within(0.8, 2.0, random);
  bed.turn_degrees = some_turn(0.05, random);
  bed.scale_x = random.normal(1, 0.003);
  bed.scale_y = random.normal(1, 0.004);
  bed.shear = random.normal(0, 0.0008);
  bed.offset_x_mm = within(1.5, 4, random);
  bed.offset_y_mm = within(1.5, 4, random);
  bed.margin_mm = random.uniform(0, 9);
  bed.wave_mm = mostly_small(0.15, random);
  bed.bow_mm = sometimes(0.1, -0.4, 0.4, random);
  bed.bed_level = some_bed(0.25, random);
  bed.edge_shadow = random.uniform(0, 0.6);
  return bed;
}

BedRecipe hard_bed(Random& random) {
  BedRecipe bed;
  const double kind = random.uniform();
  bed.canvas = kind < 0.4 ? Canvas::kSame : kind < 0.75 ? Canvas::kGrow : Canvas::kCut;
  bed.skew_degrees = within(3.2, 7.0, random);
  bed.turn_degrees = some_turn(0.15, random);
  bed.scale_x = random.normal(1, 0.008);
  bed.scale_y = random.normal(1, 0.01);
  bed.shear = random.normal(0, 0.002);
  bed.offset_x_mm = within(4, 10, random);
  bed.offset_y_mm = within(4, 10, random);
  bed.margin_mm = random.uniform(0, 20);
  bed.perspective_mm = sometimes(0.4, -1.0, 1.0, random);
  bed.bow_mm = sometimes(0.45, -1.0, 1.0, random);
  bed.wave_mm = mostly_small(0.3, random);
  bed.bed_level = some_bed(0.45, random);
  bed.edge_shadow = random.uniform(0.1, 1.0);
  return bed;
}

LightRecipe some_light(Grade grade, Random& random) {
  const double more = grade == Grade::kHard ? 1 : 0;
  LightRecipe light;
  light.slope = mostly_small(0.10 + 0.25 * more, random);
  light.falloff = mostly_small(0.08 + 0.22 * more, random);
  light.gutter = sometimes(0.06 + 0.2 * more, 0.1, 0.35 + 0.3 * more, random);
  light.shadow = sometimes(0.35 * more, 0.1, 0.4, random);
  light.streaks = count_sometimes(0.15 + 0.15 * more, 1, 3, random);
  light.warmth = within(0.3 + 0.3 * more, 1, random);
  return light;
}

SensorRecipe scan_sensor(Random& random) {
  SensorRecipe sensor;
  sensor.blur_px = random.uniform(0.35, 1.05);
  sensor.fringe = sometimes(0.5, 0.05, 0.6, random);
  sensor.noise = random.uniform(0.6, 4.0);
  sensor.sharpen = sometimes(0.5, 0.1, 0.9, random);
  sensor.black = random.uniform(0, 45);
  sensor.white = random.uniform(206, 262);
  sensor.gamma = random.normal(1, 0.10);
  sensor.dust = count_sometimes(0.6, 1, 25, random);
  sensor.hairs = count_sometimes(0.1, 1, 2, random);
  const double depth = random.uniform();
  sensor.depth = depth < 0.74   ? Depth::kColour
                 : depth < 0.86 ? Depth::kGrey
                 : depth < 0.98 ? Depth::kGreyInColour
                                : Depth::kBitonal;
  sensor.threshold = random.uniform(0.15, 0.25);
  sensor.jpeg_quality = random.integer(60, 85);
  sensor.jpeg_half_colour = random.chance(0.7);
  return sensor;
}

SensorRecipe hard_sensor(Random& random) {
  SensorRecipe sensor;
  const bool coarse = random.chance(0.4);
  sensor.resolution = coarse ? random.uniform(0.5, 0.8) : 1;
  sensor.blur_px = coarse ? random.uniform(0.3, 1.1) : random.uniform(0.5, 2.0);
  sensor.motion_px = sometimes(coarse ? 0.1 : 0.25, 1.0, 4.0, random);
  sensor.fringe = sometimes(0.6, 0.1, 1.2, random);
  sensor.noise = random.uniform(2.0, 11.0);
  sensor.sharpen = sometimes(0.35, 0.2, 1.2, random);
  sensor.black = random.uniform(0, 70);
  sensor.white = random.uniform(215, 265);
  sensor.gamma = random.normal(1, 0.18);
  sensor.dust = count_sometimes(0.8, 5, 120, random);
  sensor.hairs = count_sometimes(0.35, 1, 5, random);
  sensor.pepper = sometimes(0.3, 0.0003, 0.006, random);
  const double depth = random.uniform();
  sensor.depth = depth < 0.62   ? Depth::kColour
                 : depth < 0.74 ? Depth::kGrey
                 : depth < 0.86 ? Depth::kGreyInColour
                                : Depth::kBitonal;
  sensor.threshold = random.uniform(0.12, 0.22);
  sensor.jpeg_quality = random.integer(25, 50);
  sensor.jpeg_half_colour = random.chance(0.85);
  return sensor;
}

Recipe clean_recipe(Random& random) {
  Recipe recipe;
  recipe.sensor.noise = sometimes(0.4, 0.2, 0.8, random);
  recipe.sensor.blur_px = sometimes(0.3, 0.2, 0.4, random);
  recipe.sensor.jpeg_half_colour = false;
  const int quality = random.integer(90, 97);
  if (random.chance(0.5)) recipe.sensor.jpeg_quality = quality;
  return recipe;
}

}  // namespace

Recipe draw_recipe(Grade grade, Random& random) {
  if (grade == Grade::kClean) return clean_recipe(random);
  Recipe recipe;
  const bool hard = grade == Grade::kHard;
  recipe.sheet = hard ? hard_sheet(random) : scan_sheet(random);
  recipe.bed = hard ? hard_bed(random) : scan_bed(random);
  recipe.light = some_light(grade, random);
  recipe.sensor = hard ? hard_sensor(random) : scan_sensor(random);
  keep_readable(recipe);
  return recipe;
}

void add_wear(Recipe& recipe, const MoreWear& more) {
  constexpr double kDeepFold = 0.9;
  SheetRecipe& sheet = recipe.sheet;
  sheet.bleed = std::max(sheet.bleed, more.bleed);
  if (more.folds > 0) {
    sheet.folds += more.folds;
    sheet.fold_depth = std::max(sheet.fold_depth, kDeepFold);
  }
  sheet.punch_holes = std::max(sheet.punch_holes, more.punch_holes);
  if (more.colour) recipe.sensor.depth = Depth::kColour;
}

}  // namespace tangthu::samples
