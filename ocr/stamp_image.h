// Stains of stamp ink on a layer, and pictures of them turned upright.
#pragma once

#include <optional>
#include <vector>

#include "base/page.h"
#include "ocr/stamp_rectangle.h"

namespace tangthu::ocr {

// Ink that lies together (gaps up to about 2 mm).
struct Stain {
  Box box;
  bool framed = false;       // a straight frame runs around it
  double ring_coverage = 0;  // 0–1: how much of a circle around its middle is inked
  // The frame, where it was found by its lines; the box is then around it.
  std::optional<Rectangle> frame = std::nullopt;
  bool has_clear_frame() const { return frame && frame->has_clear_lines(); }
};

// At most kMaxStains, the largest; specks are left out.
inline constexpr std::size_t kMaxStains = 24;
std::vector<Stain> find_stains(const Page& layer);

// The clockwise angle in degrees, within ±24, at which the ink in the box lies level.
double stain_angle(const Page& layer, const Box& box);

enum class Stroke { kAsIs, kJoined };  // kJoined: blurred, so that broken strokes meet

// The box turned anticlockwise by `degrees`, its greys stretched to black and white.
Page upright_stain(const Page& layer, const Box& box, double degrees, Stroke stroke);

// Leaves no ink further from the picture's middle than so many pixels across and down.
void whiten_around_middle(Page& picture, double across, double down);

}  // namespace tangthu::ocr
