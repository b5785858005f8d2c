#include <algorithm>
#include <cmath>

#include "samples/degrade/recipe.h"

namespace tangthu::samples {
namespace {

// Moves a value of at least `lowest` up, to at least `floor`, keeping all values apart.
void lift(double& value, double floor, double lowest) {
  value = std::max(value, floor + (1 - floor) * (value - lowest) / (1 - lowest));
}

// Scales a value of at most `highest` down, to at most `ceiling`.
void lower(double& value, double ceiling, double highest) {
  value *= std::min(1.0, ceiling / highest);
}

// What each alone a reader overcomes, but not together.
void keep_ink_readable(SheetRecipe& sheet, SensorRecipe& sensor) {
  double& ink = sheet.ink_left;
  if (sensor.depth == Depth::kBitonal) {
    lift(ink, 0.75, 0.5);
    lower(sheet.bleed, 0.10, 0.34);
    lower(sheet.stain_depth, 0.4, 1);
    lower(sheet.ink_patchy, 0.3, 0.7);
    lower(sensor.noise, 4, 11);
    lower(sensor.blur_px, 1.2, 2);
  }
  if (sensor.resolution < 0.7) {
    lift(ink, 0.65, 0.5);
    sensor.jpeg_quality += std::max(0, (40 - sensor.jpeg_quality) * 2 / 3);
    sheet.ink_spread *= 0.5;
  }
  if (sensor.blur_px > 1.4 || sensor.motion_px > 0) {
    lower(sensor.noise, 6, 11);
    lift(ink, 0.6, 0.5);
    lower(sensor.motion_px, std::max(1.0, 4.6 - 2 * sensor.blur_px), 4);
  }
  if (ink < 0.7) {
    lower(sensor.black, 30, 70);
    lower(sensor.noise, 6, 11);
    sheet.ink_spread = std::abs(sheet.ink_spread);  // thin and pale is too much
  }
  lower(sheet.bleed, 0.40 * ink, 0.34);
  lower(sheet.ink_patchy, std::max(0.0, 1.3 * (ink - 0.45)), 0.7);
}

// Operators and drivers expose for the paper: a page may be grey or half in shadow, but
// isn't filed black.
void expose(const SheetRecipe& sheet, LightRecipe& light, SensorRecipe& sensor) {
  const double darkest = 1 - (1 - light.slope) * (1 - light.falloff) * (1 - light.shadow);
  const double scale = std::min(1.0, 0.42 / std::max(darkest, 0.01));
  light.slope *= scale;
  light.falloff *= scale;
  light.shadow *= scale;
  const double paper =
      255 * sheet.brightness * (1 - 0.6 * sheet.mottle) *
      (1 - 0.5 * light.slope - 0.35 * light.falloff - 0.5 * light.shadow);
  sensor.white = std::min(sensor.white, paper * (sensor.white / 215));
  // A high gamma on dim paper would take back what the exposure gave.
  sensor.gamma = std::clamp(sensor.gamma, 0.65, 1.4);
}

}  // namespace

void keep_readable(Recipe& recipe) {
  keep_ink_readable(recipe.sheet, recipe.sensor);
  expose(recipe.sheet, recipe.light, recipe.sensor);
}

}  // namespace tangthu::samples
