// The few facts of an Exif block (CIPA DC-008) that matter to a page. No third party.
#pragma once

#include "base/bytes.h"

namespace tangthu::scanner {

struct ExifFacts {
  int orientation = 1;  // 1–8
  double dpi_x = 0;     // 0: not said
  double dpi_y = 0;
};

// `block`: the contents of a JPEG's APP1 marker, or the same without its name, as WebP
// has it. Anything odd in it is taken as not said.
ExifFacts read_exif(ByteView block);

}  // namespace tangthu::scanner
