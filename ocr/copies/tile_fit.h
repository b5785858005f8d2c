// Where each place of the mark's tiles lies on a picture that was turned, stretched and
// bent a little.
#pragma once

#include <array>
#include <vector>

#include "ocr/copies/tile_period.h"

namespace tangthu::ocr {

// From tiles (whole numbers are tiles' top left corners) to millimetres of the picture:
// a polynomial of the third degree at most, the same coefficients for both axes' terms.
class TileMap {
 public:
  static constexpr std::size_t kTerms = 10;

  MarkPoint to_picture(const MarkPoint& tiles) const;
  // By what is straight of it; for finding which tiles a picture shows.
  MarkPoint to_tiles(const MarkPoint& picture) const;

 private:
  friend class TileFitter;
  MarkPoint middle_;  // in tiles: where the terms are zero
  std::array<MarkPoint, kTerms> terms_{};
};

struct TileFit {
  TileMap map;
  double strength = 0;  // deviations by which more guides have a spot than by chance
};

// A place in a tile that is on the picture.
struct TilePlace {
  int column = 0;
  int row = 0;
};
std::vector<TilePlace> tiles_on(const TileMap& map, double width_mm, double height_mm);

// The best of the four quarter turns, moved to where the guides lie on spots, then bent
// to them.
TileFit fit_tiles(const TilePeriod& period, const std::vector<MarkPoint>& spots,
                  double width_mm, double height_mm);

}  // namespace tangthu::ocr
