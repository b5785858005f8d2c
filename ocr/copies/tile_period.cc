#include "ocr/copies/tile_period.h"

#include <algorithm>
#include <cmath>

namespace tangthu::ocr {
namespace {

constexpr double kBinMm = 0.5;
constexpr double kLeastSide = 0.75 * kTileMm;
constexpr double kMostSide = 1.3 * kTileMm;
constexpr int kReach = static_cast<int>(1.45 * kMostSide / kBinMm) + 2;
constexpr int kColumns = 2 * kReach + 1;
constexpr int kRows = kReach + 1;

// How many pairs of spots lie so far apart: columns by dx, rows by dy ≥ 0.
class Distances {
 public:
  explicit Distances(const std::vector<MarkPoint>& spots)
      : counts_(static_cast<std::size_t>(kColumns) * kRows) {
    std::vector<MarkPoint> sorted = spots;
    std::sort(sorted.begin(), sorted.end(),
              [](const MarkPoint& a, const MarkPoint& b) { return a.y < b.y; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      for (std::size_t k = i + 1; k < sorted.size(); ++k) {
        const double dy = (sorted[k].y - sorted[i].y) / kBinMm;
        if (dy >= kReach) break;
        const double dx = (sorted[k].x - sorted[i].x) / kBinMm;
        if (std::abs(dx) >= kReach - 1) continue;
        ++at(static_cast<int>(std::lround(dx)), static_cast<int>(std::lround(dy)));
      }
    }
    find_excess();
  }

  // Deviations by which a distance is commoner than those around it.
  float excess(int dx, int dy) const {
    if (dy < 0) return excess(-dx, -dy);
    if (std::abs(dx) > kReach || dy > kReach) return 0;
    return excess_[index(dx, dy)];
  }

 private:
  static std::size_t index(int dx, int dy) {
    return static_cast<std::size_t>(dy) * kColumns +
           static_cast<std::size_t>(dx + kReach);
  }
  float& at(int dx, int dy) { return counts_[index(dx, dy)]; }
  // Over the mirror's edge the distances of opposite pairs go on.
  float count(int dx, int dy) const {
    return dy < 0 ? counts_[index(-dx, -dy)] : counts_[index(dx, dy)];
  }

  float mean(int dx, int dy, int half_x, int half_y) const {
    float sum = 0;
    int bins = 0;
    for (int y = dy - half_y; y <= dy + half_y; ++y) {
      for (int x = dx - half_x; x <= dx + half_x; ++x) {
        if (std::abs(x - dx) <= 1 && std::abs(y - dy) <= 1) continue;
        if (std::abs(x) > kReach || std::abs(y) > kReach) continue;
        sum += count(x, y);
        ++bins;
      }
    }
    return sum / static_cast<float>(std::max(1, bins));
  }

  // Lines of print come again at any distance along them: bins along both axes count as
  // surroundings of their own.
  void find_excess() {
    excess_.assign(counts_.size(), 0);
    for (int dy = 0; dy < kReach - 1; ++dy) {
      for (int dx = -kReach + 2; dx < kReach - 1; ++dx) {
        const double far = std::hypot(dx, dy) * kBinMm;
        if (far < kLeastSide - 2 || far > 1.45 * kMostSide) continue;
        const float usual =
            9 * std::max({mean(dx, dy, 4, 4), mean(dx, dy, 9, 1), mean(dx, dy, 1, 9)});
        float here = 0;
        for (int y = dy - 1; y <= dy + 1; ++y) {
          for (int x = dx - 1; x <= dx + 1; ++x)
            here += count(x, y);
        }
        excess_[index(dx, dy)] = (here - usual) / std::sqrt(usual + 2);
      }
    }
  }

  std::vector<float> counts_;
  std::vector<float> excess_;
};

float limited(float excess) {
  return std::clamp(excess, -2.0F, 12.0F);
}

// The best second side to a first one: as long, at a right angle, nearly.
TilePeriod with_other_side(const Distances& distances, int x, int y) {
  constexpr int kSlack = 3;
  TilePeriod best;
  best.strength = -1e9;
  for (int dy = x - kSlack; dy <= x + kSlack; ++dy) {
    for (int dx = -y - kSlack; dx <= -y + kSlack; ++dx) {
      const float strength = limited(distances.excess(x, y)) +
                             limited(distances.excess(dx, dy)) +
                             limited(distances.excess(x + dx, y + dy)) +
                             limited(distances.excess(x - dx, y - dy));
      if (strength <= best.strength) continue;
      best = {{x * kBinMm, y * kBinMm}, {dx * kBinMm, dy * kBinMm}, strength};
    }
  }
  return best;
}

bool alike(const TilePeriod& a, const TilePeriod& b) {
  return std::hypot(a.right.x - b.right.x, a.right.y - b.right.y) < 1.2 &&
         std::hypot(a.down.x - b.down.x, a.down.y - b.down.y) < 1.2;
}

}  // namespace

std::vector<TilePeriod> tile_periods(const std::vector<MarkPoint>& spots,
                                     std::size_t most) {
  constexpr float kWorthALook = 1.0F;
  const Distances distances(spots);
  std::vector<TilePeriod> found;
  for (int y = -kReach; y <= kReach; ++y) {
    for (int x = 1; x <= kReach; ++x) {
      const double side = std::hypot(x, y) * kBinMm;
      // The side that points right; what points up or down is the other one.
      if (side < kLeastSide || side > kMostSide || y >= x || y < -x) continue;
      if (distances.excess(x, y) < kWorthALook) continue;
      found.push_back(with_other_side(distances, x, y));
    }
  }
  std::sort(found.begin(), found.end(), [](const TilePeriod& a, const TilePeriod& b) {
    return a.strength > b.strength;
  });
  std::vector<TilePeriod> out;
  for (const TilePeriod& period : found) {
    if (out.size() == most) break;
    if (std::none_of(out.begin(), out.end(),
                     [&](const TilePeriod& other) { return alike(other, period); }))
      out.push_back(period);
  }
  return out;
}

}  // namespace tangthu::ocr
