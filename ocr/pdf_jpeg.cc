// The frame header of a JPEG.

#include "ocr/pdf_jpeg.h"

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

}  // namespace tangthu::ocr
