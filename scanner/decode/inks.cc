#include "scanner/decode/inks.h"

namespace tangthu::scanner {

void inks_to_rgb(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels,
                 Inks inks) {
  const unsigned flip = inks == Inks::kInverted ? 0 : 255;
  for (std::size_t i = 0; i < pixels; ++i, from += 4, to += 3) {
    const unsigned light = from[3] ^ flip;
    for (int c = 0; c < 3; ++c)
      to[c] = static_cast<std::uint8_t>(((from[c] ^ flip) * light + 127) / 255);
  }
}

}  // namespace tangthu::scanner
