// QR codes (ISO/IEC 18004), read and made. barcode.cc is the only file that includes
// ZXing. Thread rule: free functions without state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/page.h"
#include "base/result.h"

namespace tangthu::scanner {

struct FoundCode {
  std::string text;
  double side_mm = 0;  // the longest side of the code as it lies on the page
};

// The QR codes of a page in any orientation, whose modules are at least half a millimetre
// wide: smaller ones are none of a separator's. Empty when there are none.
std::vector<FoundCode> read_codes(const Page& page);

// The modules of a code, row by row; 1 is dark. No quiet zone.
struct CodeModules {
  int side = 0;
  std::vector<std::uint8_t> dark;
};
// At error correction level H: three tenths of the code may be lost. kUsage when the text
// is too long for a code.
Result<CodeModules> make_code(const std::string& text);

}  // namespace tangthu::scanner
