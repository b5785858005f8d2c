#include "base/page.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace tangthu {

Result<Page> Page::create(int width, int height, PixelFormat format, int dpi) {
  const bool sides_fit =
      width >= 1 && height >= 1 && width <= kMaxPageSide && height <= kMaxPageSide;
  if (!sides_fit ||
      static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) >
          kMaxPagePixels) {
    return fail(ErrorCode::kBadInput, "the image is larger than 150 million pixels",
                "scan it at a lower resolution or in parts");
  }
  return Page(width, height, format, std::clamp(dpi, kMinDpi, kMaxDpi));
}

Page::Page(int width, int height, PixelFormat format, int dpi)
    : width_(width), height_(height), format_(format), dpi_(dpi) {
  pixels_ = new_pixels(size_bytes());
}

Page::Page(Page&& other) noexcept
    : width_(std::exchange(other.width_, 0)),
      height_(std::exchange(other.height_, 0)),
      format_(other.format_),
      dpi_(other.dpi_),
      pixels_(std::move(other.pixels_)) {}

Page& Page::operator=(Page&& other) noexcept {
  if (this == &other) return *this;
  width_ = std::exchange(other.width_, 0);
  height_ = std::exchange(other.height_, 0);
  format_ = other.format_;
  dpi_ = other.dpi_;
  pixels_ = std::move(other.pixels_);
  return *this;
}

Page Page::clone() const {
  Page copy(width_, height_, format_, dpi_);
  std::memcpy(copy.pixels_.get(), pixels_.get(), size_bytes());
  return copy;
}

Box united(const Box& a, const Box& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const int x = std::min(a.x, b.x);
  const int y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

Affine Affine::then(const Affine& next) const {
  Affine out;
  out.xx = next.xx * xx + next.xy * yx;
  out.xy = next.xx * xy + next.xy * yy;
  out.x0 = next.xx * x0 + next.xy * y0 + next.x0;
  out.yx = next.yx * xx + next.yy * yx;
  out.yy = next.yx * xy + next.yy * yy;
  out.y0 = next.yx * x0 + next.yy * y0 + next.y0;
  return out;
}

Affine Affine::inverse() const {
  const double determinant = xx * yy - xy * yx;
  Affine out;
  out.xx = yy / determinant;
  out.xy = -xy / determinant;
  out.yx = -yx / determinant;
  out.yy = xx / determinant;
  out.x0 = -(out.xx * x0 + out.xy * y0);
  out.y0 = -(out.yx * x0 + out.yy * y0);
  return out;
}

Box Affine::map(const Box& box, int width, int height) const {
  double left = width, top = height, right = 0, bottom = 0;
  for (const double x : {static_cast<double>(box.x), static_cast<double>(box.right())}) {
    for (const double y :
         {static_cast<double>(box.y), static_cast<double>(box.bottom())}) {
      const double mapped_x = xx * x + xy * y + x0;
      const double mapped_y = yx * x + yy * y + y0;
      left = std::min(left, mapped_x);
      right = std::max(right, mapped_x);
      top = std::min(top, mapped_y);
      bottom = std::max(bottom, mapped_y);
    }
  }
  const auto clip = [](double value, int limit) {
    return std::clamp(static_cast<int>(std::lround(value)), 0, limit);
  };
  const int x = clip(left, width);
  const int y = clip(top, height);
  return {x, y, clip(right, width) - x, clip(bottom, height) - y};
}

}  // namespace tangthu
