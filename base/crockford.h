// Digits of Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U,
// so that what is copied by hand can't be mistaken.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tangthu {

inline constexpr std::string_view kCrockfordDigits = "0123456789abcdefghjkmnpqrstvwxyz";

// Either case; I and L are read as 1, O as 0. Nothing for any other character.
inline std::optional<std::uint8_t> crockford_value(char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (c == 'i' || c == 'l') c = '1';
  if (c == 'o') c = '0';
  const auto at = kCrockfordDigits.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

}  // namespace tangthu
