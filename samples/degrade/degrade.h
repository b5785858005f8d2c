// What a rendered page becomes on its way through years in a folder and a scanner.
//
// The truth stays recoverable: `from_rendering` maps pixels of the rendering to pixels of
// the result, and nothing cuts off ink that was on the rendering. Where paper warps, the
// affine map is the best fit; the warp then stays within kMaxWarpMillimetres of it.
// Deterministic: the same rendering, grade and seed give the same bytes on one build.
// Thread rule: one page a thread; about half a second for A4 at 300 dpi.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "samples/random.h"

namespace tangthu::samples {

enum class Grade : std::uint8_t {
  kClean,  // as good as born digital
  kScan,   // an office scanner on an ordinary day
  kHard,   // an old, stained or badly copied page; a person can still read it
};

inline constexpr double kMaxWarpMillimetres = 2.0;

// Wear beyond what a grade draws. The zeros leave a seed's page as it is, to the byte.
struct MoreWear {
  double bleed = 0;     // at least so much of the other side's ink shows, 0–1
  int folds = 0;        // so many folds more, deep ones
  int punch_holes = 0;  // at least; 0, 2 or 4
  bool colour = false;  // the scanner is set to colour whatever the grade draws
};

struct Degraded {
  Page page;
  Affine from_rendering;  // pixels of the rendering → pixels of `page`
  // Exactly, with all that warps: a place on `page` → the place on the rendering.
  std::function<std::pair<double, double>(double, double)> to_rendering;
  int turn_degrees = 0;     // 0, 90, 180, 270: clockwise turn that brings it upright
  double skew_degrees = 0;  // once upright, lines of text still run down to the right
                            // by this angle (clockwise is positive)
  std::vector<std::string> applied;  // what was done, in order, for the record
  std::optional<Page> layer;         // the one that was given, in the geometry of `page`
};

// What is told instead of being drawn from the grade.
struct Told {
  std::optional<int> turn_degrees = {};     // as Degraded says
  std::optional<double> skew_degrees = {};  // likewise
  std::optional<double> bed_level = {};     // 0–255, and then the bed shows all around
  double curl_mm = 0;  // of a page near its binding; may pass kMaxWarpMillimetres
};

// `rendering` may be grey or RGB; the result is RGB, or grey where the scanner was so
// set, at the rendering's dpi. kBadInput when it is too large to be enlarged by a border.
// `layer`, a page of the rendering's size, is moved and bent as the rendering is and
// suffers nothing else: truth for what measures single pixels.
Result<Degraded> degrade(const Page& rendering, Grade grade, Random& random,
                         const Told& told = {}, const MoreWear& more = {},
                         const Page* layer = nullptr);

}  // namespace tangthu::samples
