// CCITT Group 4 (ITU-T T.6), the coding of bitonal pictures that every PDF reader knows.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "ocr/bit_mask.h"

namespace tangthu::ocr {

// Set bits are black. kUnexpected when there is no memory.
Result<Bytes> encode_fax(const BitMask& mask);

}  // namespace tangthu::ocr
