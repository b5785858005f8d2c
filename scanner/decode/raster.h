// Pixels inside a decoder, before they are sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tangthu::scanner {

struct Raster {
  int width = 0;
  int height = 0;
  int channels = 0;  // 1: grey, 3: RGB
  double dpi_x = 0;
  double dpi_y = 0;
  std::vector<std::uint8_t> pixels;

  std::size_t stride() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  }
  std::uint8_t* row(int y) {
    return pixels.data() + stride() * static_cast<std::size_t>(y);
  }
  const std::uint8_t* row(int y) const {
    return pixels.data() + stride() * static_cast<std::size_t>(y);
  }
};

// Are these the sides of a page within the limits of base/page.h?
bool fits_page(std::uint64_t width, std::uint64_t height);

// All pixels zero; the size has been checked by require_page_size.
Raster make_raster(int width, int height, int channels);

// Sets the resolution. What can't be meant is taken as unknown, and unknown as
// kDefaultDpi: none, below 10, above 2400, or a screen's 72–96 on what would then be a
// page longer than A2 (cameras and converters write that).
void set_resolution(Raster& page, double dpi_x, double dpi_y);

// Turns and mirrors as the Orientation tag of TIFF 6.0 and Exif 2.3 says (1–8); other
// values change nothing.
Raster oriented(Raster page, int orientation);

// Pixels of unequal sides (a standard fax has 204 × 98 dpi) are made square by
// stretching the coarser axis.
Raster squared(Raster page);

// RGB in which every pixel is grey becomes grey.
Raster grey_if_colourless(Raster page);

}  // namespace tangthu::scanner
