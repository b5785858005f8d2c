// libFuzzer: any bytes are a PNG or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  std::vector<Seed> out;
  for (const Depth depth :
       {Depth::kOne, Depth::kEight, Depth::kSixteen, Depth::kPalette, Depth::kAlpha}) {
    const bool plain = depth == Depth::kOne || depth == Depth::kPalette;
    out.push_back({"depth-" + std::to_string(out.size()),
                   make_png(plain ? grey : colour, 300, depth, out.size() % 2 == 1)});
  }
  out.push_back({"huge", make_png_header(40'000, 40'000)});
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_png, data, size);
}
