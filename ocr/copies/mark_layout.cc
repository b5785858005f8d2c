#include "ocr/copies/mark_layout.h"

#include <algorithm>
#include <cmath>

namespace tangthu::ocr {
namespace {

constexpr int kUnits = 6000;   // of a tile's side: hundredths of a millimetre
constexpr int kApart = 560;    // at least, between two dots' middles
constexpr double kEdgeMm = 3;  // printers leave it white

// SplitMix64 (Steele, Lea, Flood 2014).
class Draws {
 public:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
  }
  int below(int limit) {
    return static_cast<int>(next() % static_cast<std::uint64_t>(limit));
  }

 private:
  std::uint64_t state_ = 1;
};

struct Spot {
  int x;
  int y;
};

// The tile's right edge is the next one's left edge.
int across(int a, int b) {
  const int d = std::abs(a - b);
  return std::min(d, kUnits - d);
}

std::vector<Spot> scattered(std::size_t count) {
  Draws draws;
  std::vector<Spot> out;
  while (out.size() < count) {
    const int x = draws.below(kUnits);
    const int y = draws.below(kUnits);
    const bool free = std::all_of(out.begin(), out.end(), [&](const Spot& other) {
      const int dx = across(x, other.x);
      const int dy = across(y, other.y);
      return dx * dx + dy * dy >= kApart * kApart;
    });
    if (free) out.push_back({x, y});
  }
  return out;
}

TileLayout make_layout() {
  const std::vector<Spot> spots = scattered(kGuides + kMarkSymbols);
  TileLayout layout;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const MarkPoint at = {spots[i].x / 100.0, spots[i].y / 100.0};
    if (i < kGuides) {
      layout.guides[i] = at;
    } else {
      layout.symbols[i - kGuides] = at;
    }
  }
  return layout;
}

}  // namespace

const TileLayout& tile_layout() {
  static const TileLayout layout = make_layout();
  return layout;
}

MarkPoint place_of(std::size_t value) {
  return {(static_cast<double>(value % 4) - 1.5) * kPlaceStepMm,
          (static_cast<double>(value / 4) - 1.5) * kPlaceStepMm};
}

std::vector<MarkPoint> mark_dots(MarkId id, double width_mm, double height_mm) {
  const MarkSymbols symbols = encode_mark(id);
  const TileLayout& layout = tile_layout();
  std::vector<MarkPoint> tile(layout.guides.begin(), layout.guides.end());
  for (std::size_t i = 0; i < kMarkSymbols; ++i) {
    const MarkPoint place = place_of(symbols[i]);
    tile.push_back({layout.symbols[i].x + place.x, layout.symbols[i].y + place.y});
  }
  std::vector<MarkPoint> out;
  for (double top = -kTileMm; top < height_mm; top += kTileMm) {
    for (double left = -kTileMm; left < width_mm; left += kTileMm) {
      for (const MarkPoint& dot : tile) {
        const MarkPoint at = {left + dot.x, top + dot.y};
        if (at.x >= kEdgeMm && at.x <= width_mm - kEdgeMm && at.y >= kEdgeMm &&
            at.y <= height_mm - kEdgeMm)
          out.push_back(at);
      }
    }
  }
  return out;
}

}  // namespace tangthu::ocr
