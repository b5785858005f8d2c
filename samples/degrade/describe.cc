#include <array>
#include <cmath>
#include <cstdio>

#include "samples/degrade/recipe.h"

namespace tangthu::samples {
namespace {

class List {
 public:
  void note(const char* name, double value, double nothing = 0) {
    if (std::abs(value - nothing) < 1e-9) return;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s %.4g", name, value);
    entries_.emplace_back(text.data());
  }
  void note(const char* name) { entries_.emplace_back(name); }
  std::vector<std::string> take() { return std::move(entries_); }

 private:
  std::vector<std::string> entries_;
};

void describe_sheet(const SheetRecipe& sheet, List& list) {
  list.note("ink-left", sheet.ink_left, 1);
  list.note("ink-patchy", sheet.ink_patchy);
  list.note("ink-spread", sheet.ink_spread);
  list.note("paper-brightness", sheet.brightness, 1);
  list.note("paper-yellow", sheet.yellow);
  list.note("paper-mottle", sheet.mottle);
  list.note("stains", sheet.stains);
  list.note("foxing-spots", sheet.foxing_spots);
  list.note("bleed-through", sheet.bleed);
  list.note("folds", sheet.folds);
  list.note("wrinkles", sheet.wrinkles);
  list.note("punch-holes", sheet.punch_holes);
  if (sheet.staple) list.note("staple");
  list.note("edge-wear", sheet.edge_wear);
}

void describe_bed(const BedRecipe& bed, List& list) {
  if (bed.canvas == Canvas::kGrow) list.note("bed-shows-mm", bed.margin_mm);
  if (bed.canvas == Canvas::kCut) list.note("margins-cut-mm", bed.margin_mm);
  list.note("skew-degrees", bed.skew_degrees);
  list.note("turned-clockwise-degrees", bed.turn_degrees);
  list.note("scale-x", bed.scale_x, 1);
  list.note("scale-y", bed.scale_y, 1);
  list.note("perspective-mm", bed.perspective_mm);
  list.note("bow-mm", bed.bow_mm);
  list.note("wave-mm", bed.wave_mm);
  list.note("curl-mm", bed.curl_mm);
  list.note("edge-shadow", bed.edge_shadow);
}

void describe_light(const LightRecipe& light, List& list) {
  list.note("light-slope", light.slope);
  list.note("light-falloff", light.falloff);
  list.note("gutter-shadow", light.gutter);
  list.note("cast-shadow", light.shadow);
  list.note("streaks", light.streaks);
  list.note("lamp-warmth", light.warmth);
}

void describe_sensor(const SensorRecipe& sensor, List& list) {
  list.note("resolution", sensor.resolution, 1);
  list.note("blur-px", sensor.blur_px);
  list.note("motion-px", sensor.motion_px);
  list.note("colour-fringe-px", sensor.fringe);
  list.note("noise", sensor.noise);
  list.note("sharpened", sensor.sharpen);
  list.note("black-level", sensor.black);
  list.note("white-level", sensor.white, 255);
  list.note("gamma", sensor.gamma, 1);
  list.note("dust", sensor.dust);
  list.note("hairs", sensor.hairs);
  list.note("pepper", sensor.pepper);
  if (sensor.depth == Depth::kBitonal) list.note("bitonal", sensor.threshold);
  if (sensor.depth == Depth::kGrey || sensor.depth == Depth::kGreyInColour) {
    list.note("grey");
  }
  if (sensor.depth != Depth::kBitonal) list.note("jpeg-quality", sensor.jpeg_quality);
}

}  // namespace

std::vector<std::string> described(const Recipe& recipe) {
  List list;
  describe_sheet(recipe.sheet, list);
  describe_bed(recipe.bed, list);
  describe_light(recipe.light, list);
  describe_sensor(recipe.sensor, list);
  return list.take();
}

}  // namespace tangthu::samples
