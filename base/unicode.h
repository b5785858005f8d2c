// UTF-8 text. Everything inside tangthu is NFC. The only file pair that knows utf8proc.
#pragma once

#include <string>
#include <string_view>

namespace tangthu {

// Canonical composition; bytes that are not UTF-8 become U+FFFD.
std::string to_nfc(std::string_view text);
// NFC and lower case.
std::string to_lower(std::string_view text);
// Lower case without any mark: "Đà Nẵng" → "da nang" (đ too).
std::string fold(std::string_view text);
std::u32string to_code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view code_points);
bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_space(char32_t c);
// C0, C1 and delete.
constexpr bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

}  // namespace tangthu
