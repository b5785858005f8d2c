// libFuzzer: any bytes are a WebP or refused.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  std::vector<Seed> out;
  for (const WebpKind kind :
       {WebpKind::kLossless, WebpKind::kLossy, WebpKind::kAlpha, WebpKind::kAnimation}) {
    out.push_back({"kind-" + std::to_string(out.size()), make_webp(colour, kind)});
  }
  out.push_back({"exif", make_webp(grey, WebpKind::kLossless, 6)});
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::decode_one(scanner::decode_webp, data, size);
}
