// Printing inks → light. A page of text needs no colour profile: each ink takes its light
// away, black all three.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tangthu::scanner {

enum class Inks {
  kPlain,    // 0: no ink
  kInverted  // 255: no ink, as Adobe's programs write JPEGs
};

// `pixels` of cyan, magenta, yellow, black → as many of red, green, blue.
void inks_to_rgb(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels,
                 Inks inks);

}  // namespace tangthu::scanner
