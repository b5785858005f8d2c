// A picture of a line as the network takes it: scaled to its height, contrast stretched.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/engine.h"

namespace tangthu::ocr::reader {

// Values of places of a picture or a layer: rows from the top, places from the left, and
// `features` of each place together; 127 stands for 1.
struct Plane {
  std::size_t width = 0;
  std::size_t height = 0;
  std::size_t features = 0;
  std::vector<std::int8_t> values;

  Plane() = default;
  Plane(std::size_t w, std::size_t h, std::size_t f)
      : width(w), height(h), features(f), values(w * h * f) {}
  std::int8_t* at(std::size_t x, std::size_t y) {
    return values.data() + (y * width + x) * features;
  }
  const std::int8_t* at(std::size_t x, std::size_t y) const {
    return values.data() + (y * width + x) * features;
  }
};

// Pixels at the network's height: a line may be this many heights wide.
inline constexpr int kMostHeights = 400;

// `image` at `height`, by the functions that Tesseract scales with, so that every pixel
// is the same. An empty image where it can't be scaled: too small, or too wide.
GreyImage scaled_to(const GreyImage& image, int height);

enum class Ink { kDark, kLight };

// Black and white are taken from the pixels along the middle.
Plane plane_of(const GreyImage& scaled, Ink ink);

}  // namespace tangthu::ocr::reader
