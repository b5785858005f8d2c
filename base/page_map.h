// The way from a page that was flattened back to the page as captured: where the paper
// was curved, lines of text were bent, and an affine map alone misses them by
// millimetres.
#pragma once

#include <array>
#include <optional>

#include "base/page.h"

namespace tangthu {

// How far below its flat place a point of the upright page was: a polynomial in its place
// from the page's middle, held at its last value outside the text it was measured on.
struct Bend {
  static constexpr std::size_t kPowersAcross = 4;  // u¹ … u⁴
  static constexpr std::size_t kPowersDown = 3;    // v⁰ … v²

  // Of u^(i + 1)·v^j at [i·kPowersDown + j]; pixels.
  std::array<double, kPowersAcross * kPowersDown> terms{};
  // u and v are places in these, from the page's middle.
  double half_width = 1;
  double half_height = 1;
  double least_u = -1, most_u = 1;
  double least_v = -1, most_v = 1;

  // Pixels, at a place in pixels from the middle.
  double at(double x, double y) const;
  // Of the page at another resolution.
  Bend scaled(double by) const;
  // Of the page turned by 180 degrees.
  Bend upended() const;
};

// Affine, after the bend where there is one. Pixels of a cleaned page of `width` ×
// `height` → pixels of the capture.
struct PageMap : Affine {
  PageMap() = default;
  PageMap(const Affine& affine) : Affine(affine) {}  // NOLINT: one is the other
  PageMap(const Affine& affine, const Bend& bend, int width, int height)
      : Affine(affine), bend_(bend), middle_x_(width * 0.5), middle_y_(height * 0.5) {}

  // Before the affine part.
  double bend_at(double x, double y) const {
    return bend_ ? bend_->at(x - middle_x_, y - middle_y_) : 0;
  }
  bool is_bent() const { return bend_.has_value(); }
  // First this, then `next`.
  PageMap then(const Affine& next) const;
  // The bounding box of the mapped box, cut to a page of width × height.
  Box map(const Box& box, int width, int height) const;

 private:
  std::optional<Bend> bend_;
  double middle_x_ = 0;
  double middle_y_ = 0;
};

}  // namespace tangthu
