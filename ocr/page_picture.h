// The picture of a page in its access copy: one image, or layers that are painted over
// each other (mixed raster content, ITU-T T.44): the paper and what is in colour as JPEG,
// and over it the print as a bitonal mask in its colour, as sharp as it was captured.
//
// Thread rule: functions may run on any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"

namespace tangthu::ocr {

enum class LayerCoding : std::uint8_t {
  kJpeg,
  kFax,      // CCITT Group 4, a mask: black paints `colour`, white nothing
  kPngRows,  // deflated rows, each filtered as PNG does it
};

struct PictureLayer {
  LayerCoding coding = LayerCoding::kJpeg;
  int width = 0;
  int height = 0;
  int channels = 1;                      // 1: grey; 3: RGB
  int bits = 8;                          // a channel
  std::array<std::uint8_t, 3> colour{};  // of a mask
  Bytes data;
};

struct PagePicture {
  std::vector<PictureLayer> layers;  // in the order of painting; each fills the page
};

// What of a page would be lost if it were kept in layers.
struct LayerLoss {
  double ink = 0;       // share of the page that the mask paints
  double pictures = 0;  // share whose ink has many shades or no paper: of photographs
};

// `upright` in layers: print under a mask, and all else (paper, seals, coloured ink,
// photographs) as it is at half the resolution. One JPEG where the mask would take
// shades from too much of the page, or the page is coarse. `ink` is grey, of its size:
// the ink with its light flattened.
Result<PagePicture> layered_picture(const Page& upright, const Page& ink,
                                    LayerLoss* loss = nullptr);

Result<PagePicture> jpeg_picture(const Page& page);

// Takes the compressed rows out of a PNG that is neither interlaced nor of a palette.
// kBadInput when it is no such.
Result<PagePicture> lossless_picture(ByteView png);

}  // namespace tangthu::ocr
