// What a PDF must know of a JPEG that it embeds (ITU-T T.81, annex B).
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::ocr {

struct JpegShape {
  int width = 0;
  int height = 0;
  int components = 0;  // 1: grey; 3: YCbCr
};

// From the frame header; the pixels are not decoded. kBadInput unless it is a baseline,
// extended or progressive JPEG of 8 bits, grey or three components, within page limits.
Result<JpegShape> read_jpeg_shape(ByteView jpeg);

}  // namespace tangthu::ocr
