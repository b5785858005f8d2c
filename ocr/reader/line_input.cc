#include "ocr/reader/line_input.h"

#include <algorithm>
#include <array>
#include <memory>

#include <leptonica/allheaders.h>

namespace tangthu::ocr::reader {
namespace {

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using OwnedPix = std::unique_ptr<PIX, DestroyPix>;

// Leptonica keeps four pixels a word, the first in its highest byte.
OwnedPix pix_of(const GreyImage& image) {
  OwnedPix pix(pixCreateNoInit(image.width, image.height, 8));
  if (!pix) return pix;
  l_uint32* line = pixGetData(pix.get());
  for (int y = 0; y < image.height; ++y, line += pixGetWpl(pix.get())) {
    const std::uint8_t* row = image.row(y);
    for (int x = 0; x < image.width; ++x)
      SET_DATA_BYTE(line, x, row[x]);
  }
  return pix;
}

GreyImage image_of(PIX* pix) {
  GreyImage image(pixGetWidth(pix), pixGetHeight(pix), 0);
  const l_uint32* line = pixGetData(pix);
  for (int y = 0; y < image.height; ++y, line += pixGetWpl(pix)) {
    std::uint8_t* row = image.row(y);
    for (int x = 0; x < image.width; ++x)
      row[x] = GET_DATA_BYTE(line, x);
  }
  return image;
}

// How often each value occurred.
class Histogram {
 public:
  void add(int value) {
    ++counts_[static_cast<std::size_t>(value)];
    ++total_;
  }
  bool empty() const { return total_ == 0; }
  // Below which `part` of the values lie, between values too.
  double fractile(double part) const {
    const double target = std::clamp(part * total_, 1.0, static_cast<double>(total_));
    int sum = 0;
    std::size_t index = 0;
    while (index < counts_.size() && sum < target)
      sum += counts_[index++];
    return static_cast<double>(index) - (sum - target) / counts_[index - 1];
  }

 private:
  std::array<int, 256> counts_{};
  int total_ = 0;
};

struct Range {
  float black = 0;
  float white = 255;
};

// The line's middle runs through its letters: dips are ink, tops are paper.
Range range_of(const std::uint8_t* row, int width, const std::array<int, 256>& shade) {
  Histogram dips;
  Histogram tops;
  for (int x = 1; x + 1 < width; ++x) {
    const int before = shade[row[x - 1]];
    const int here = shade[row[x]];
    const int after = shade[row[x + 1]];
    if ((here < before && here <= after) || (here <= before && here < after))
      dips.add(here);
    if ((here > before && here >= after) || (here >= before && here > after))
      tops.add(here);
  }
  if (dips.empty()) dips.add(0);
  if (tops.empty()) tops.add(255);
  return {static_cast<float>(dips.fractile(0.25)),
          static_cast<float>(tops.fractile(0.75))};
}

std::int8_t value_of(int shade, const Range& range, float contrast) {
  const float value = (static_cast<float>(shade) - range.black) / contrast - 1.0F;
  const float scaled = 128.0F * value;
  const float most = std::clamp(scaled, -1000.0F, 1000.0F);
  const int rounded =
      most >= 0 ? static_cast<int>(most + 0.5F) : -static_cast<int>(-most + 0.5F);
  return static_cast<std::int8_t>(std::clamp(rounded, -127, 127));
}

}  // namespace

GreyImage scaled_to(const GreyImage& image, int height) {
  if (image.width < 1 || image.height < 1) return {};
  const float factor = static_cast<float>(height) / static_cast<float>(image.height);
  const double width = static_cast<double>(factor) * image.width;
  if (width < 1.0 || width > static_cast<double>(kMostHeights) * height) return {};
  const OwnedPix pix = pix_of(image);
  if (!pix) return {};
  OwnedPix scaled(pixScale(pix.get(), factor, factor));
  if (!scaled) return {};
  // Rounding may have missed the height by one.
  if (const int got = pixGetHeight(scaled.get()); got != height) {
    const float again = static_cast<float>(height) / static_cast<float>(got);
    scaled.reset(pixScale(scaled.get(), again, again));
    if (!scaled || pixGetHeight(scaled.get()) != height) return {};
  }
  return image_of(scaled.get());
}

Plane plane_of(const GreyImage& scaled, Ink ink) {
  std::array<int, 256> shade{};
  for (int i = 0; i < 256; ++i)
    shade[static_cast<std::size_t>(i)] = ink == Ink::kDark ? i : 255 - i;
  const Range range = range_of(scaled.row(scaled.height / 2), scaled.width, shade);
  float contrast = (range.white - range.black) / 2.0F;
  if (contrast <= 0) contrast = 1.0F;
  std::array<std::int8_t, 256> values{};
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = value_of(shade[i], range, contrast);
  Plane plane(static_cast<std::size_t>(scaled.width),
              static_cast<std::size_t>(scaled.height), 1);
  for (std::size_t i = 0; i < plane.values.size(); ++i)
    plane.values[i] = values[scaled.pixels[i]];
  return plane;
}

}  // namespace tangthu::ocr::reader
