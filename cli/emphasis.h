// Bold on a terminal, for those who want it.
#pragma once

#include <cstddef>

namespace tangthu::cli {

inline constexpr const char* kBold = "\x1B[1m";
inline constexpr const char* kPlain = "\x1B[0m";

// Whether the file is a terminal that knows emphasis, and NO_COLOR (no-color.org) is not
// set or empty.
bool has_emphasis(int file);

// A line that is shown there can be overwritten: a terminal that knows how.
inline constexpr const char* kEraseLine = "\r\x1B[K";
bool can_overwrite(int file);
// Of a terminal; 80 where it does not say.
std::size_t columns_of(int file);

}  // namespace tangthu::cli
