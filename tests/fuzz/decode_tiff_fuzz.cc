// libFuzzer: any bytes are a TIFF or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  std::vector<Seed> out;
  for (const int compression : {1, 2, 3, 4, 5, 7, 8}) {
    TiffPage page;
    const bool fax = compression >= 2 && compression <= 4;
    page.picture = fax ? grey : colour;
    page.bits = fax ? 1 : 8;
    page.compression = compression;
    page.orientation = compression;
    out.push_back({"compression-" + std::to_string(compression), make_tiff({page})});
    page.tiled = true;
    if (!fax) {
      out.push_back({"tiled-" + std::to_string(compression), make_tiff({page})});
    }
  }
  TiffPage wide;
  wide.picture = colour;
  wide.bits = 16;
  TiffPage inks = wide;
  inks.cmyk = true;
  TiffPage palette;
  palette.picture = grey;
  palette.palette = true;
  out.push_back({"pages", make_tiff({wide, inks, palette})});
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_tiff, data, size);
}
