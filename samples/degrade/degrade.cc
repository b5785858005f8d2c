#include "samples/degrade/degrade.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/core.hpp>

#include "samples/degrade/bed.h"
#include "samples/degrade/frame.h"
#include "samples/degrade/light.h"
#include "samples/degrade/pixels.h"
#include "samples/degrade/recipe.h"
#include "samples/degrade/sensor.h"
#include "samples/degrade/sheet.h"

namespace tangthu::samples {
namespace {

constexpr double kDegreesPerRadian = 57.29577951308232;

// Clockwise; the affine map of continuous coordinates that goes with it.
Affine turn(cv::Mat& image, int degrees) {
  const double width = image.cols;
  const double height = image.rows;
  cv::Mat turned;
  switch (degrees) {
    case 90:
      cv::rotate(image, turned, cv::ROTATE_90_CLOCKWISE);
      image = turned;
      return {0, -1, height, 1, 0, 0};
    case 180:
      cv::rotate(image, turned, cv::ROTATE_180);
      image = turned;
      return {-1, 0, width, 0, -1, height};
    case 270:
      cv::rotate(image, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
      image = turned;
      return {0, 1, 0, -1, 0, width};
    default:
      return {};
  }
}

void obey(const Told& told, BedRecipe& bed) {
  if (told.turn_degrees) bed.turn_degrees = (360 - *told.turn_degrees) % 360;
  if (told.skew_degrees) bed.skew_degrees = *told.skew_degrees;
  bed.curl_mm = told.curl_mm;
  if (told.bed_level) {
    bed.bed_level = *told.bed_level;
    bed.canvas = Canvas::kGrow;
    bed.margin_mm = std::max(bed.margin_mm, 3.0);
  }
}

// The same random numbers bend it as they bent the sheet.
Result<Page> moved_layer(const Page& layer, const Box& ink, BedRecipe bed,
                         double px_per_mm, Random hand) {
  bed.bed_level = 255;
  bed.edge_shadow = 0;
  Placed placed = TRY(place_on_bed(to_rgb(layer), ink, bed, px_per_mm, hand));
  turn(placed.image, bed.turn_degrees);
  return to_page(placed.image, layer.dpi());
}

}  // namespace

Result<Degraded> degrade(const Page& rendering, Grade grade, Random& random,
                         const Told& told, const MoreWear& more, const Page* layer) {
  use_one_thread();
  Random chooser = random.fork();
  Random hand = random.fork();
  Recipe recipe = draw_recipe(grade, chooser);
  obey(told, recipe.bed);
  add_wear(recipe, more);
  const double px_per_mm = rendering.dpi() / 25.4;

  cv::Mat sheet = to_rgb(rendering);
  const Box ink = ink_box(sheet);
  age_sheet(sheet, recipe.sheet, recipe.bed.bed_level, px_per_mm, hand);
  const Random before_bed = hand;
  Placed placed = TRY(place_on_bed(sheet, ink, recipe.bed, px_per_mm, hand));
  light_unevenly(placed.image, recipe.light, px_per_mm, hand);
  draw_streaks(placed.image, recipe.light.streaks, px_per_mm, hand);
  capture(placed.image, recipe.sensor, px_per_mm, hand);

  const Affine turning = turn(placed.image, recipe.bed.turn_degrees);
  std::optional<Page> moved;
  if (layer != nullptr) {
    moved = TRY(moved_layer(*layer, ink, recipe.bed, px_per_mm, before_bed));
  }
  return Degraded{
      .page = TRY(to_page(placed.image, rendering.dpi())),
      .from_rendering = placed.from_sheet.then(turning),
      .to_rendering =
          [to_sheet = placed.to_sheet, back = turning.inverse()](double x, double y) {
            const Point placed_at = mapped(back, x, y);
            const Point at = to_sheet(placed_at.x, placed_at.y);
            return std::pair(at.x, at.y);
          },
      .turn_degrees = (360 - recipe.bed.turn_degrees) % 360,
      .skew_degrees =
          std::atan2(placed.from_sheet.yx, placed.from_sheet.xx) * kDegreesPerRadian,
      .applied = described(recipe),
      .layer = std::move(moved),
  };
}

}  // namespace tangthu::samples
