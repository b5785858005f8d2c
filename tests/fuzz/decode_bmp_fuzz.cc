// libFuzzer: any bytes are a BMP or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  std::vector<Seed> out = {{"grey", make_bmp(grey, 300)},
                           {"colour", make_bmp(colour, 300)}};
  for (const BmpKind kind :
       {BmpKind::kOneBit, BmpKind::kFourBit, BmpKind::kRuns4, BmpKind::kRuns8,
        BmpKind::kFiveBits, BmpKind::kMasks, BmpKind::kFromTop, BmpKind::kOs2}) {
    out.push_back({"kind-" + std::to_string(out.size()), make_odd_bmp(colour, kind)});
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_bmp, data, size);
}
