// Names that a file gets beside others.
#pragma once

#include <string>
#include <string_view>

namespace tangthu::scanner {

inline constexpr std::size_t kMaxNameBytes = 255;

// The first name is `name` itself, the second "STEM-2.EXT", and so on. The stem is cut,
// never within a character of UTF-8, so that `room` bytes more still fit a file system.
std::string numbered_name(std::string_view name, int number, std::size_t room);

}  // namespace tangthu::scanner
