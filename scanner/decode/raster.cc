#include "scanner/decode/raster.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <utility>

#include <sys/mman.h>

#include "base/page.h"

namespace tangthu::scanner {
namespace {

bool plausible(double dpi, int pixels) {
  constexpr double kScreenDpi = 96.5;
  constexpr double kLongA2Inches = 24;
  if (!(dpi >= kMinDpi && dpi <= kMaxDpi)) return false;
  return dpi > kScreenDpi || pixels / dpi <= kLongA2Inches;
}

Raster stretched_down(const Raster& page, int height) {
  Raster out = make_raster(page.width, height, page.channels);
  const double step = static_cast<double>(page.height) / height;
  for (int y = 0; y < height; ++y) {
    const double at = std::clamp((y + 0.5) * step - 0.5, 0.0, page.height - 1.0);
    const int above = static_cast<int>(at);
    const int below = std::min(above + 1, page.height - 1);
    const int part = static_cast<int>((at - above) * 256);
    const std::uint8_t* a = page.row(above);
    const std::uint8_t* b = page.row(below);
    std::uint8_t* to = out.row(y);
    for (std::size_t i = 0; i < page.stride(); ++i) {
      to[i] = static_cast<std::uint8_t>((a[i] * (256 - part) + b[i] * part + 128) >> 8);
    }
  }
  return out;
}

constexpr int kTranspose = 5;

}  // namespace

std::uint8_t* map_raster(std::size_t size) {
  void* mapped = MAP_FAILED;
  while (mapped == MAP_FAILED) {
    mapped =
        mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped != MAP_FAILED) break;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
  madvise(mapped, size, MADV_HUGEPAGE);  // a wish
  return static_cast<std::uint8_t*>(mapped);
}

void unmap_raster(std::uint8_t* pixels, std::size_t size) {
  munmap(pixels, size);
}

bool fits_page(std::uint64_t width, std::uint64_t height) {
  constexpr auto kSide = static_cast<std::uint64_t>(kMaxPageSide);
  return width >= 1 && height >= 1 && width <= kSide && height <= kSide &&
         width * height <= kMaxPagePixels;
}

Raster make_raster(int width, int height, int channels) {
  Raster page;
  page.width = width;
  page.height = height;
  page.channels = channels;
  page.dpi_x = page.dpi_y = kDefaultDpi;
  page.pixels.resize(page.stride() * static_cast<std::size_t>(height));
  return page;
}

void set_resolution(Raster& page, double dpi_x, double dpi_y) {
  const bool known = plausible(dpi_x, page.width) && plausible(dpi_y, page.height);
  page.dpi_x = known ? dpi_x : kDefaultDpi;
  page.dpi_y = known ? dpi_y : kDefaultDpi;
}

Raster oriented(Raster page, int orientation) {
  if (orientation < 2 || orientation > 8) return page;
  const bool swaps = orientation >= kTranspose;
  Raster out = make_raster(swaps ? page.height : page.width,
                           swaps ? page.width : page.height, page.channels);
  out.dpi_x = swaps ? page.dpi_y : page.dpi_x;
  out.dpi_y = swaps ? page.dpi_x : page.dpi_y;
  // Per orientation: is the source's x, its y, counted from the far side?
  const bool far_x = orientation == 2 || orientation == 3 || orientation >= 7;
  const bool far_y =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const auto size = static_cast<std::size_t>(page.channels);
  for (int y = 0; y < out.height; ++y) {
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < out.width; ++x, to += size) {
      int from_x = swaps ? y : x;
      int from_y = swaps ? x : y;
      if (far_x) from_x = page.width - 1 - from_x;
      if (far_y) from_y = page.height - 1 - from_y;
      std::memcpy(to, page.row(from_y) + static_cast<std::size_t>(from_x) * size, size);
    }
  }
  return out;
}

Raster squared(Raster page) {
  constexpr double kTolerance = 1.03;
  const double ratio = page.dpi_x / page.dpi_y;
  if (ratio < kTolerance && ratio > 1 / kTolerance) return page;
  if (ratio < 1)
    return oriented(squared(oriented(std::move(page), kTranspose)), kTranspose);
  const auto height = static_cast<std::uint64_t>(std::llround(page.height * ratio));
  if (!fits_page(static_cast<std::uint64_t>(page.width), height)) return page;
  Raster out = stretched_down(page, static_cast<int>(height));
  out.dpi_x = out.dpi_y = page.dpi_x;
  return out;
}

Raster grey_if_colourless(Raster page) {
  if (page.channels != 3) return page;
  const std::uint8_t* from = page.pixels.data();
  for (std::size_t i = 0; i < page.pixels.size(); i += 3) {
    if (from[i] != from[i + 1] || from[i] != from[i + 2]) return page;
  }
  Raster grey = make_raster(page.width, page.height, 1);
  grey.dpi_x = page.dpi_x;
  grey.dpi_y = page.dpi_y;
  for (std::size_t i = 0; i < grey.pixels.size(); ++i)
    grey.pixels[i] = from[3 * i];
  return grey;
}

}  // namespace tangthu::scanner
