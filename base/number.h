// Reading a number that is a whole text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace tangthu {

constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

// The decimal number that `text` is, all of it; nullopt for anything else: no digits,
// spaces, a plus sign, digits that Integer can't hold. Leading zeros are read.
template <typename Integer>
std::optional<Integer> parse_number(std::string_view text) {
  Integer out = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return out;
}

}  // namespace tangthu
