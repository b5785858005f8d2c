// The skew that is left on a page: the angle at which its ink lies in rows.
#pragma once

#include <optional>

#include "base/page.h"

namespace tangthu::scanner {

inline constexpr double kWidestTilt = 30;

// Of a grey page, in degrees, positive where text runs downhill; nothing where the ink
// lies in no rows.
std::optional<double> measure_tilt(const Page& ink);

}  // namespace tangthu::scanner
