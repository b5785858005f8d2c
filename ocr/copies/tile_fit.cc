#include "ocr/copies/tile_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tangthu::ocr {
namespace {

constexpr std::size_t kTerms = TileMap::kTerms;
using Terms = std::array<double, kTerms>;

Terms terms_at(double x, double y) {
  return {1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y};
}

constexpr std::array<std::size_t, 4> kTermsOfDegree = {1, 3, 6, 10};

double wrapped(double value) {
  return value - std::floor(value);
}

// By so many quarter turns, clockwise on the picture.
MarkPoint turned(const MarkPoint& p, int turns) {
  switch (turns) {
    case 1:
      return {-p.y, p.x};
    case 2:
      return {-p.x, -p.y};
    case 3:
      return {p.y, -p.x};
    default:
      return p;
  }
}

// Tiles of a period on the picture, from its top left corner.
struct Basis {
  explicit Basis(const TilePeriod& period) : a(period.right), b(period.down) {}
  MarkPoint to_picture(const MarkPoint& p) const {
    return {a.x * p.x + b.x * p.y, a.y * p.x + b.y * p.y};
  }
  MarkPoint to_tiles(const MarkPoint& p) const {
    const double flat = a.x * b.y - a.y * b.x;
    return {(p.x * b.y - p.y * b.x) / flat, (a.x * p.y - a.y * p.x) / flat};
  }
  MarkPoint a;
  MarkPoint b;
};

struct Offset {
  int turns = 0;
  MarkPoint at;  // in tiles
  double strength = -1e9;
};

// How often each offset in a tile would lay a guide on a spot.
class OffsetVotes {
 public:
  static constexpr int kBins = 80;  // 0.75 mm

  void add(const MarkPoint& at) {
    const auto column = static_cast<std::size_t>(wrapped(at.x) * kBins) % kBins;
    const auto row = static_cast<std::size_t>(wrapped(at.y) * kBins) % kBins;
    ++votes_[row * kBins + column];
  }

  // Of squares of two by two bins.
  Offset best(int turns, std::size_t spots) const {
    const double usual = 4.0 * static_cast<double>(spots * kGuides) / (kBins * kBins);
    Offset best;
    for (std::size_t y = 0; y < kBins; ++y) {
      for (std::size_t x = 0; x < kBins; ++x) {
        const std::size_t right = (x + 1) % kBins;
        const std::size_t below = (y + 1) % kBins;
        const int sum = votes_[y * kBins + x] + votes_[y * kBins + right] +
                        votes_[below * kBins + x] + votes_[below * kBins + right];
        const double strength = (sum - usual) / std::sqrt(usual + 1);
        if (strength <= best.strength) continue;
        best = {
            turns,
            {(static_cast<double>(x) + 1) / kBins, (static_cast<double>(y) + 1) / kBins},
            strength};
      }
    }
    return best;
  }

 private:
  std::array<int, kBins * kBins> votes_{};
};

Offset best_offset(const Basis& basis, const std::vector<MarkPoint>& spots) {
  Offset best;
  for (int turns = 0; turns < 4; ++turns) {
    OffsetVotes votes;
    for (const MarkPoint& spot : spots) {
      const MarkPoint at = basis.to_tiles(spot);
      for (const MarkPoint& guide : tile_layout().guides) {
        const MarkPoint lies = turned({guide.x / kTileMm, guide.y / kTileMm}, turns);
        votes.add({at.x - lies.x, at.y - lies.y});
      }
    }
    const Offset found = votes.best(turns, spots.size());
    if (found.strength > best.strength) best = found;
  }
  return best;
}

// Spots by the square millimetres that they lie in.
class SpotGrid {
 public:
  SpotGrid(const std::vector<MarkPoint>& spots, double width_mm, double height_mm)
      : columns_(static_cast<int>(width_mm / kCellMm) + 1),
        rows_(static_cast<int>(height_mm / kCellMm) + 1),
        cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {
    for (const MarkPoint& spot : spots) {
      const int column = static_cast<int>(spot.x / kCellMm);
      const int row = static_cast<int>(spot.y / kCellMm);
      if (inside(column, row)) cell(column, row).push_back(spot);
    }
  }

  // `reach` is at most a cell.
  std::optional<MarkPoint> nearest(const MarkPoint& at, double reach) {
    std::optional<MarkPoint> best;
    const int column = static_cast<int>(at.x / kCellMm);
    const int row = static_cast<int>(at.y / kCellMm);
    for (int y = row - 1; y <= row + 1; ++y) {
      for (int x = column - 1; x <= column + 1; ++x) {
        if (!inside(x, y)) continue;
        for (const MarkPoint& spot : cell(x, y)) {
          const double far = std::hypot(spot.x - at.x, spot.y - at.y);
          if (far > reach) continue;
          reach = far;
          best = spot;
        }
      }
    }
    return best;
  }

 private:
  static constexpr double kCellMm = 2;
  bool inside(int column, int row) const {
    return column >= 0 && row >= 0 && column < columns_ && row < rows_;
  }
  std::vector<MarkPoint>& cell(int column, int row) {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
  }
  int columns_;
  int rows_;
  std::vector<std::vector<MarkPoint>> cells_;
};

// Least squares by the normal equations, for both axes at once.
class LeastSquares {
 public:
  explicit LeastSquares(std::size_t terms) : terms_(terms) {}

  void add(const Terms& row, const MarkPoint& value) {
    for (std::size_t i = 0; i < terms_; ++i) {
      for (std::size_t k = 0; k < terms_; ++k)
        left_[i][k] += row[i] * row[k];
      right_[i].x += row[i] * value.x;
      right_[i].y += row[i] * value.y;
    }
  }

  // Gauss, with the largest pivot; nothing when they say too little.
  std::optional<std::array<MarkPoint, kTerms>> solved() {
    for (std::size_t i = 0; i < terms_; ++i) {
      std::size_t pivot = i;
      for (std::size_t k = i + 1; k < terms_; ++k) {
        if (std::abs(left_[k][i]) > std::abs(left_[pivot][i])) pivot = k;
      }
      if (std::abs(left_[pivot][i]) < 1e-9) return std::nullopt;
      std::swap(left_[i], left_[pivot]);
      std::swap(right_[i], right_[pivot]);
      for (std::size_t k = 0; k < terms_; ++k) {
        if (k != i) subtract(k, i, left_[k][i] / left_[i][i]);
      }
    }
    std::array<MarkPoint, kTerms> out{};
    for (std::size_t i = 0; i < terms_; ++i)
      out[i] = {right_[i].x / left_[i][i], right_[i].y / left_[i][i]};
    return out;
  }

 private:
  void subtract(std::size_t from, std::size_t row, double times) {
    for (std::size_t k = 0; k < terms_; ++k)
      left_[from][k] -= times * left_[row][k];
    right_[from].x -= times * right_[row].x;
    right_[from].y -= times * right_[row].y;
  }
  std::size_t terms_;
  std::array<Terms, kTerms> left_{};
  std::array<MarkPoint, kTerms> right_{};
};

constexpr double kSpan = 3;  // tiles: brings the terms to about one

}  // namespace

MarkPoint TileMap::to_picture(const MarkPoint& tiles) const {
  const Terms terms =
      terms_at((tiles.x - middle_.x) / kSpan, (tiles.y - middle_.y) / kSpan);
  MarkPoint out;
  for (std::size_t i = 0; i < kTerms; ++i) {
    out.x += terms[i] * terms_[i].x;
    out.y += terms[i] * terms_[i].y;
  }
  return out;
}

MarkPoint TileMap::to_tiles(const MarkPoint& picture) const {
  const Basis basis({terms_[1], terms_[2], 0});
  const MarkPoint at = basis.to_tiles({picture.x - terms_[0].x, picture.y - terms_[0].y});
  return {at.x * kSpan + middle_.x, at.y * kSpan + middle_.y};
}

std::vector<TilePlace> tiles_on(const TileMap& map, double width_mm, double height_mm) {
  double left = 1e9;
  double right = -1e9;
  double top = 1e9;
  double bottom = -1e9;
  for (const MarkPoint corner :
       {MarkPoint{0, 0}, MarkPoint{width_mm, 0}, MarkPoint{0, height_mm},
        MarkPoint{width_mm, height_mm}}) {
    const MarkPoint at = map.to_tiles(corner);
    left = std::min(left, at.x);
    right = std::max(right, at.x);
    top = std::min(top, at.y);
    bottom = std::max(bottom, at.y);
  }
  constexpr double kMost = 64;  // more tiles than any page has
  std::vector<TilePlace> out;
  if (!(right - left < kMost && bottom - top < kMost)) return out;
  for (int row = static_cast<int>(std::floor(top)) - 1; row <= bottom; ++row) {
    for (int column = static_cast<int>(std::floor(left)) - 1; column <= right; ++column)
      out.push_back({column, row});
  }
  return out;
}

class TileFitter {
 public:
  TileFitter(const Basis& basis, const Offset& offset,
             const std::vector<MarkPoint>& spots, double width_mm, double height_mm)
      : grid_(spots, width_mm, height_mm),
        width_(width_mm),
        height_(height_mm),
        density_(static_cast<double>(spots.size()) / (width_mm * height_mm)) {
    const auto straight = [&](const MarkPoint& tiles) {
      const MarkPoint p = turned(tiles, offset.turns);
      return basis.to_picture({p.x + offset.at.x, p.y + offset.at.y});
    };
    const MarkPoint zero = straight({0, 0});
    const MarkPoint x = straight({kSpan, 0});
    const MarkPoint y = straight({0, kSpan});
    map_.terms_[0] = zero;
    map_.terms_[1] = {x.x - zero.x, x.y - zero.y};
    map_.terms_[2] = {y.x - zero.x, y.y - zero.y};
    const MarkPoint middle = map_.to_tiles({width_mm / 2, height_mm / 2});
    map_.terms_[0] = straight(middle);
    map_.middle_ = middle;
  }

  TileFit fitted() {
    struct Round {
      std::size_t degree;
      double reach;
    };
    for (const Round round : {Round{1, 1.6}, Round{1, 1.2}, Round{1, 0.9}, Round{2, 0.8},
                              Round{2, 0.6}, Round{3, 0.5}, Round{3, 0.4}})
      bend(round.degree, round.reach);
    return {map_, strength(0.4)};
  }

 private:
  template <typename Visit>
  void each_guide(const Visit& visit) const {
    for (const TilePlace& tile : tiles_on(map_, width_, height_)) {
      for (const MarkPoint& guide : tile_layout().guides) {
        const MarkPoint tiles = {tile.column + guide.x / kTileMm,
                                 tile.row + guide.y / kTileMm};
        const MarkPoint at = map_.to_picture(tiles);
        if (at.x >= 0 && at.y >= 0 && at.x < width_ && at.y < height_) visit(tiles, at);
      }
    }
  }

  void bend(std::size_t degree, double reach) {
    const std::size_t terms = kTermsOfDegree[degree];
    LeastSquares equations(terms);
    std::size_t matched = 0;
    each_guide([&](const MarkPoint& tiles, const MarkPoint& at) {
      const auto spot = grid_.nearest(at, reach);
      if (!spot) return;
      ++matched;
      equations.add(terms_at((tiles.x - map_.middle_.x) / kSpan,
                             (tiles.y - map_.middle_.y) / kSpan),
                    *spot);
    });
    if (matched < 3 * terms) return;
    if (const auto solved = equations.solved()) map_.terms_ = *solved;
  }

  double strength(double reach) {
    double matched = 0;
    double guides = 0;
    each_guide([&](const MarkPoint&, const MarkPoint& at) {
      ++guides;
      matched += grid_.nearest(at, reach) ? 1 : 0;
    });
    const double chance = 1 - std::exp(-density_ * 3.1416 * reach * reach);
    return (matched - guides * chance) / std::sqrt(guides * chance * (1 - chance) + 1);
  }

  SpotGrid grid_;
  double width_;
  double height_;
  double density_;
  TileMap map_;
};

TileFit fit_tiles(const TilePeriod& period, const std::vector<MarkPoint>& spots,
                  double width_mm, double height_mm) {
  const Basis basis(period);
  const Offset offset = best_offset(basis, spots);
  return TileFitter(basis, offset, spots, width_mm, height_mm).fitted();
}

}  // namespace tangthu::ocr
