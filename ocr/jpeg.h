// JPEG of a page (ITU-T T.81, baseline), grey or YCbCr.
#pragma once

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"

namespace tangthu::ocr {

// kSmall looks twice, for codes of its own: a tenth less, at three bytes of memory a
// pixel.
enum class JpegEffort { kQuick, kSmall };

// quality 1–100. kUnexpected when there is no memory.
Result<Bytes> encode_jpeg(const Page& page, int quality,
                          JpegEffort effort = JpegEffort::kQuick);

}  // namespace tangthu::ocr
