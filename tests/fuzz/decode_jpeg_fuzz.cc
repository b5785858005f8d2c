// libFuzzer: any bytes are a JPEG or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  std::vector<Seed> out = {{"grey", make_jpeg(grey, 300, 6)}};
  for (const JpegKind kind : {JpegKind::kPlain, JpegKind::kProgressive, JpegKind::kCmyk,
                              JpegKind::kPlainCmyk, JpegKind::kYcck}) {
    out.push_back(
        {"kind-" + std::to_string(out.size()), make_jpeg(colour, 300, 0, kind)});
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_jpeg, data, size);
}
