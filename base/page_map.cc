#include "base/page_map.h"

#include <algorithm>
#include <cmath>

namespace tangthu {

double Bend::at(double x, double y) const {
  const double u = std::clamp(x / half_width, least_u, most_u);
  const double v = std::clamp(y / half_height, least_v, most_v);
  double sum = 0;
  for (std::size_t i = kPowersAcross; i-- > 0;) {
    const std::size_t first = i * kPowersDown;
    sum = (sum + terms[first] + v * (terms[first + 1] + v * terms[first + 2])) * u;
  }
  return sum;
}

Bend Bend::scaled(double by) const {
  Bend out = *this;
  for (double& term : out.terms)
    term *= by;
  out.half_width *= by;
  out.half_height *= by;
  return out;
}

Bend Bend::upended() const {
  Bend out = *this;
  for (std::size_t i = 0; i < kPowersAcross; ++i) {
    for (std::size_t j = 0; j < kPowersDown; ++j) {
      const bool odd = (i + 1 + j) % 2 != 0;
      double& term = out.terms[i * kPowersDown + j];
      if (!odd) term = -term;
    }
  }
  out.least_u = -most_u, out.most_u = -least_u;
  out.least_v = -most_v, out.most_v = -least_v;
  return out;
}

PageMap PageMap::then(const Affine& next) const {
  PageMap out = *this;
  static_cast<Affine&>(out) = Affine::then(next);
  return out;
}

Box PageMap::map(const Box& box, int width, int height) const {
  if (!bend_ || box.empty()) return Affine::map(box, width, height);
  // The least and the greatest shift along its upper and lower edge.
  constexpr int kPlaces = 8;
  double above = 1e9, below = -1e9;
  for (int i = 0; i <= kPlaces; ++i) {
    const double x = box.x + 1.0 * box.width * i / kPlaces;
    above = std::min(above, bend_at(x, box.y));
    below = std::max(below, bend_at(x, box.bottom()));
  }
  Box bent = box;
  bent.y = static_cast<int>(std::floor(box.y + above));
  bent.height = static_cast<int>(std::ceil(box.bottom() + below)) - bent.y;
  return Affine::map(bent, width, height);
}

}  // namespace tangthu
