// Pixels inside a decoder, before they are sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tangthu::scanner {

// From the system: zero, and where there is much in huge pages (in small ones a page of
// colour costs thousands of faults). What to do where there is none is new's to say.
std::uint8_t* map_raster(std::size_t size);
void unmap_raster(std::uint8_t* pixels, std::size_t size);

// A vector's way to it, which does not fill it once more.
template <typename Value>
struct RasterMemory {
  using value_type = Value;
  RasterMemory() = default;
  template <typename Other>
  RasterMemory(const RasterMemory<Other>&) {}  // NOLINT: as allocators must
  Value* allocate(std::size_t count) {
    static_assert(sizeof(Value) == 1);
    return map_raster(count);
  }
  void deallocate(Value* values, std::size_t count) { unmap_raster(values, count); }
  void construct(Value*) {}
  bool operator==(const RasterMemory&) const { return true; }
};

struct Raster {
  int width = 0;
  int height = 0;
  int channels = 0;  // 1: grey, 3: RGB
  double dpi_x = 0;
  double dpi_y = 0;
  std::vector<std::uint8_t, RasterMemory<std::uint8_t>> pixels;

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
