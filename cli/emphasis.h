// Bold on a terminal, for those who want it.
#pragma once

namespace tangthu::cli {

inline constexpr const char* kBold = "\x1B[1m";
inline constexpr const char* kPlain = "\x1B[0m";

// Whether the file is a terminal that knows emphasis, and NO_COLOR (no-color.org) is not
// set or empty.
bool has_emphasis(int file);

}  // namespace tangthu::cli
