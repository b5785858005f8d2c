// Where the tone stands in open oa, oe and uy: "hòa" or "hoà", "ủy" or "uỷ". Both are
// right, and a writer keeps to one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/text.h"
#include "ocr/vietnamese/tokens.h"

namespace tangthu::ocr::vietnamese {

struct Respelt {
  std::size_t token = 0;
  std::u32string core;
};

// Words whose marks were put back or hardly seen, in the other of the two ways where the
// page's well-read words all have it. oa and oe go together, uy by itself: people write
// "hòa" beside "uỷ".
std::vector<Respelt> respell(const PageText& page, const std::vector<Token>& tokens);

}  // namespace tangthu::ocr::vietnamese
