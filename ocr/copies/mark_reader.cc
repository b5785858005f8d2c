#include "ocr/copies/mark_reader.h"

#include <algorithm>
#include <cmath>

#include "ocr/copies/specks.h"
#include "ocr/copies/tile_fit.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMostSpots = 40'000;
constexpr int kLeastScore = 6;  // levels; weaker ones drown in noise
constexpr std::size_t kPeriods = 24;
constexpr std::size_t kDecodings = 10;  // of one resolution
constexpr double kLeastStrength = 3;

// How much a score speaks for a dot: learnt from the guides, which have one, and the
// places around them, which have none.
class Scores {
 public:
  void add(int score, bool dot) { ++(dot ? dots_ : bare_)[bin(score)]; }

  void learn() {
    const auto dots = smooth(dots_);
    const auto bare = smooth(bare_);
    for (std::size_t i = 0; i < kBins; ++i)
      evidence_[i] = std::clamp(std::log(dots[i] / bare[i]), -3.0, 6.0);
  }

  double evidence(int score) const { return evidence_[bin(score)]; }

 private:
  static constexpr std::size_t kBins = 40;
  using Counts = std::array<double, kBins>;

  static std::size_t bin(int score) {
    return static_cast<std::size_t>(std::clamp((score + 32) / 6, 0, int{kBins} - 1));
  }

  // Shares, each bin with some of its neighbours.
  static Counts smooth(const Counts& counts) {
    Counts out{};
    double sum = 0;
    for (std::size_t i = 0; i < kBins; ++i) {
      for (std::size_t k = i < 2 ? 0 : i - 2; k < std::min(kBins, i + 3); ++k)
        out[i] += counts[k] / (k == i ? 1 : 2);
      out[i] += 0.3;
      sum += out[i];
    }
    for (double& share : out)
      share /= sum;
    return out;
  }

  Counts dots_{};
  Counts bare_{};
  std::array<double, kBins> evidence_{};
};

class TileReader {
 public:
  TileReader(const SpeckMap& map, const TileMap& tiles)
      : map_(map),
        tiles_(tiles),
        places_(tiles_on(tiles, map.width_mm(), map.height_mm())) {}

  MarkEvidence read() {
    learn();
    MarkEvidence out{};
    for (const TilePlace& tile : places_) {
      for (std::size_t i = 0; i < kMarkSymbols; ++i)
        add(tile, tile_layout().symbols[i], out[i]);
    }
    return out;
  }

 private:
  MarkPoint at(const TilePlace& tile, double x, double y) const {
    return tiles_.to_picture({tile.column + x / kTileMm, tile.row + y / kTileMm});
  }
  bool shown(const MarkPoint& p) const {
    return p.x >= 1 && p.y >= 1 && p.x < map_.width_mm() - 1 &&
           p.y < map_.height_mm() - 1;
  }

  void learn() {
    for (const TilePlace& tile : places_) {
      for (const MarkPoint& guide : tile_layout().guides) {
        if (!shown(at(tile, guide.x, guide.y))) continue;
        scores_.add(map_.near(at(tile, guide.x, guide.y)), true);
        for (const double dx : {-1.8, -1.2, 0.0, 1.2, 1.8}) {
          for (const double dy : {-1.5, 1.5})
            scores_.add(map_.near(at(tile, guide.x + dx, guide.y + dy)), false);
        }
      }
    }
    scores_.learn();
  }

  void add(const TilePlace& tile, const MarkPoint& symbol,
           std::array<double, kMarkValues>& out) const {
    if (!shown(at(tile, symbol.x, symbol.y))) return;
    for (std::size_t value = 0; value < kMarkValues; ++value) {
      const MarkPoint place = place_of(value);
      out[value] +=
          scores_.evidence(map_.near(at(tile, symbol.x + place.x, symbol.y + place.y)));
    }
  }

  const SpeckMap& map_;
  const TileMap& tiles_;
  std::vector<TilePlace> places_;
  Scores scores_;
};

std::optional<FoundMark> find_at(const Page& page, double per_mm) {
  const SpeckMap map(page, per_mm);
  const std::vector<MarkPoint> spots = map.spots(kMostSpots, kLeastScore);
  std::vector<TileFit> fits;
  for (const TilePeriod& period : tile_periods(spots, kPeriods))
    fits.push_back(fit_tiles(period, spots, map.width_mm(), map.height_mm()));
  std::sort(fits.begin(), fits.end(),
            [](const TileFit& a, const TileFit& b) { return a.strength > b.strength; });
  for (std::size_t i = 0; i < std::min(kDecodings, fits.size()); ++i) {
    if (fits[i].strength < kLeastStrength) break;
    if (const auto mark = decode_mark(TileReader(map, fits[i].map).read()))
      return FoundMark{mark->id, mark->agreeing, fits[i].strength};
  }
  return std::nullopt;
}

}  // namespace

std::optional<FoundMark> find_mark(const Page& page) {
  constexpr double kA4Mm = 297;
  const double told = page.dpi() / 25.4;
  if (auto found = find_at(page, told)) return found;
  // What a file says of its resolution may be wrong: as if it were a sheet of A4.
  const double guessed = std::max(page.width(), page.height()) / kA4Mm;
  if (std::abs(guessed / told - 1) < 0.1) return std::nullopt;
  return find_at(page, guessed);
}

}  // namespace tangthu::ocr
