// How sharp and how dark the strokes of a page are, from the profile across their edges:
// the idea of ISO 12233's slanted edge, on the edges that the page itself has.
#pragma once

#include "base/page.h"

namespace tangthu::scanner {

struct Edges {
  int count = 0;        // that were measured; below kLeastEdges nothing can be said
  double width_px = 0;  // 10 % to 90 %, median; of the worse of the two directions
  double ink = 0;       // grey where the edges begin, median
  double paper = 0;     // and where they end
  double burnt = 0;     // share that end in 254 and more
};
inline constexpr int kLeastEdges = 300;

// Looks at every few rows and columns of `page`.
Edges measure_edges(const Page& page);

}  // namespace tangthu::scanner
