// libFuzzer: any bytes are a JPEG 2000 or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  return {{"grey", make_jp2(grey)},
          {"bare", make_jp2(colour, {.bare = true})},
          {"tiles", make_jp2(colour, {.tile = 8})},
          {"ycc", make_jp2(colour, {.ycc = true})},
          {"inks", make_jp2(colour, {.cmyk = true})},
          {"alpha", make_jp2(colour, {.bits = 12, .alpha = true, .dpi = 300})}};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_jp2, data, size);
}
