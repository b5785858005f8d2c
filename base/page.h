// A page as pixels, and the map between a page and what was made of it.
//
// Pixels are 8-bit grey or 8-bit RGB (in that byte order), rows from the top, without
// padding. Memory is wiped on destruction. A Page moves; copying takes the word clone().
// Thread rule: as for a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/pixel_memory.h"
#include "base/result.h"

namespace tangthu {

// Limits of one page: A0 at 300 dpi fits, a 40,000 × 40,000 bomb does not.
inline constexpr std::uint64_t kMaxPagePixels = 150'000'000;
inline constexpr int kMaxPageSide = 32'000;
inline constexpr int kMinDpi = 10;
inline constexpr int kMaxDpi = 2400;
inline constexpr int kDefaultDpi = 300;

enum class PixelFormat : std::uint8_t { kGrey = 1, kRgb = 3 };  // value = bytes a pixel

class Page {
 public:
  // All pixels zero. kBadInput when a side or the area is outside the limits.
  static Result<Page> create(int width, int height, PixelFormat format, int dpi);

  Page(Page&&) noexcept;
  Page& operator=(Page&&) noexcept;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  Page clone() const;

  int width() const { return width_; }
  int height() const { return height_; }
  int dpi() const { return dpi_; }
  PixelFormat format() const { return format_; }
  int channels() const { return static_cast<int>(format_); }
  std::size_t stride() const {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels());
  }
  std::size_t size_bytes() const { return stride() * static_cast<std::size_t>(height_); }

  std::uint8_t* row(int y) {
    return pixels_.get() + stride() * static_cast<std::size_t>(y);
  }
  const std::uint8_t* row(int y) const {
    return pixels_.get() + stride() * static_cast<std::size_t>(y);
  }
  std::span<std::uint8_t> pixels() { return {pixels_.get(), size_bytes()}; }
  std::span<const std::uint8_t> pixels() const { return {pixels_.get(), size_bytes()}; }

 private:
  Page(int width, int height, PixelFormat format, int dpi);

  int width_;
  int height_;
  PixelFormat format_;
  int dpi_;
  PixelMemory pixels_;
};

// A rectangle in pixels; x and y are its left and upper edge.
struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  bool operator==(const Box&) const = default;
  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool empty() const { return width <= 0 || height <= 0; }
  bool contains(double px, double py) const {
    return px >= x && px < right() && py >= y && py < bottom();
  }
};

// The smallest box that holds both; an empty one adds nothing.
Box united(const Box& a, const Box& b);

// An affine map of pixel coordinates: (x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0).
struct Affine {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;

  // First this, then `next`.
  Affine then(const Affine& next) const;
  // The way back. The map must not be flat: its determinant is not 0.
  Affine inverse() const;
  // The bounding box of the mapped box, cut to a page of width × height.
  Box map(const Box& box, int width, int height) const;
};

}  // namespace tangthu
