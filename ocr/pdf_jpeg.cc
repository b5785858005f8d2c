// JPEG for the access copy: measuring it, and making it from a page. Leptonica writes it
// to a memory stream, never to a file.

#include "ocr/pdf_jpeg.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <leptonica/allheaders.h>

#include "base/secret.h"
#include "ocr/pdf.h"

namespace tangthu::ocr {
namespace {

Failure not_a_jpeg() {
  return fail(ErrorCode::kBadInput, "the page image is not a usable JPEG",
              "use an 8-bit grey or colour JPEG");
}

int big_endian(ByteView bytes, std::size_t at) {
  return bytes[at] << 8 | bytes[at + 1];
}

bool is_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xC2;  // baseline, extended, progressive
}

bool stands_alone(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

Result<JpegShape> shape_of_frame(ByteView frame) {
  if (frame.size() < 6 || frame[0] != 8) return not_a_jpeg();
  const JpegShape shape{big_endian(frame, 3), big_endian(frame, 1), frame[5]};
  const bool fits = shape.width > 0 && shape.height > 0 && shape.width <= kMaxPageSide &&
                    shape.height <= kMaxPageSide;
  if (!fits || (shape.components != 1 && shape.components != 3)) return not_a_jpeg();
  return shape;
}

struct DestroyPix {
  // The pixels are wiped as those of a Page are.
  void operator()(PIX* pix) const {
    wipe(pixGetData(pix), 4ULL * static_cast<std::size_t>(pixGetWpl(pix)) *
                              static_cast<std::size_t>(pixGetHeight(pix)));
    pixDestroy(&pix);
  }
};
using PixPointer = std::unique_ptr<PIX, DestroyPix>;

// Leptonica keeps pixels in native 32-bit words, the leftmost in the highest bits.
void fill_row(const std::uint8_t* from, int width, int channels, l_uint32* to) {
  if (channels == 3) {
    for (int x = 0; x < width; ++x, from += 3) {
      to[x] = static_cast<l_uint32>(from[0]) << 24 |
              static_cast<l_uint32>(from[1]) << 16 | static_cast<l_uint32>(from[2]) << 8;
    }
    return;
  }
  for (int x = 0; x < width; ++x) {
    const int shift = 24 - 8 * (x % 4);
    if (shift == 24) to[x / 4] = 0;
    to[x / 4] |= static_cast<l_uint32>(from[x]) << shift;
  }
}

PixPointer to_pix(const Page& page) {
  PixPointer pix(
      pixCreateNoInit(page.width(), page.height(), page.channels() == 3 ? 32 : 8));
  if (!pix) return pix;
  pixSetResolution(pix.get(), page.dpi(), page.dpi());
  const auto words = static_cast<std::size_t>(pixGetWpl(pix.get()));
  for (int y = 0; y < page.height(); ++y) {
    fill_row(page.row(y), page.width(), page.channels(),
             pixGetData(pix.get()) + words * static_cast<std::size_t>(y));
  }
  return pix;
}

}  // namespace

Result<JpegShape> read_jpeg_shape(ByteView jpeg) {
  if (jpeg.size() < 4 || jpeg[0] != 0xFF || jpeg[1] != 0xD8) return not_a_jpeg();
  std::size_t at = 2;
  while (at + 4 <= jpeg.size()) {
    if (jpeg[at] != 0xFF) return not_a_jpeg();
    const std::uint8_t marker = jpeg[at + 1];
    if (marker == 0xFF) {  // fill
      ++at;
      continue;
    }
    if (stands_alone(marker)) {
      at += 2;
      continue;
    }
    const auto length = static_cast<std::size_t>(big_endian(jpeg, at + 2));
    if (length < 2 || at + 2 + length > jpeg.size()) return not_a_jpeg();
    if (is_frame(marker)) return shape_of_frame(jpeg.subspan(at + 4, length - 2));
    if (marker == 0xDA || marker == 0xD9) return not_a_jpeg();
    at += 2 + length;
  }
  return not_a_jpeg();
}

Result<Bytes> encode_jpeg(const Page& page, int quality) {
  const PixPointer pix = to_pix(page);
  l_uint8* data = nullptr;
  std::size_t size = 0;
  if (!pix || pixWriteMemJpeg(&data, &size, pix.get(), std::clamp(quality, 1, 100), 0)) {
    free(data);  // NOLINT: allocated by Leptonica
    return fail(ErrorCode::kUnexpected, "the page could not be encoded as JPEG",
                "try again; if it persists, report it");
  }
  Bytes out(data, data + size);
  wipe(data, size);
  free(data);  // NOLINT: allocated by Leptonica
  return out;
}

}  // namespace tangthu::ocr
