// A small picture of which parts are not known, and how these are made up. For
// ocr/paper.cc. The compiler knows kChannels: loops over it see every pixel of a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tangthu::ocr {

template <std::size_t kChannels>
struct HoledPicture {
  int width;
  int height;
  std::span<std::uint8_t> pixels;
  std::vector<std::uint8_t> known;  // 0: a hole

  HoledPicture(int w, int h, std::span<std::uint8_t> memory)
      : width(w),
        height(h),
        pixels(memory),
        known(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 1) {}
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

// A hole takes the mean of what is known of the four pixels that it is among, and where
// these are holes too, of the sixteen, and so on; white where nothing is known at all.
template <std::size_t kChannels>
void fill_holes(HoledPicture<kChannels>& picture);

extern template void fill_holes(HoledPicture<1>& picture);
extern template void fill_holes(HoledPicture<3>& picture);

}  // namespace tangthu::ocr
