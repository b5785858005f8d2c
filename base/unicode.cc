#include "base/unicode.h"

#include <utf8proc.h>

namespace tangthu {
namespace {

void append_utf8(std::string& out, char32_t c) {
  utf8proc_uint8_t buffer[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(size));
}

// Text through utf8proc_map with `options`; `text` must be UTF-8.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &out,
                                 static_cast<utf8proc_option_t>(options));
  if (size < 0) return {};
  std::string result(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  free(out);  // NOLINT: allocated by utf8proc
  return result;
}

// Whether all of it is UTF-8 of characters that composing leaves alone whatever stands
// beside them: U+0000–U+02FF, U+1E00–U+1EFF (both all of NFC_Quick_Check=Yes and of
// combining class 0). Vietnamese in NFC is, but for a quotation mark or a dash.
bool is_plain(std::string_view text) {
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      ++i;
    } else if (first >= 0xC2 && first < 0xCC && continues(i + 1)) {
      i += 2;
    } else if (first == 0xE1 && continues(i + 1) && continues(i + 2) &&
               static_cast<unsigned char>(text[i + 1]) >= 0xB8 &&
               static_cast<unsigned char>(text[i + 1]) < 0xBC) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::u32string to_code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  auto left = static_cast<utf8proc_ssize_t>(utf8.size());
  while (left > 0) {
    utf8proc_int32_t c = *at;
    auto used = c < 0x80 ? 1 : utf8proc_iterate(at, left, &c);
    if (used <= 0) {
      c = 0xFFFD;
      used = 1;
    }
    out.push_back(static_cast<char32_t>(c));
    at += used;
    left -= used;
  }
  return out;
}

std::string to_utf8(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size() * 2);
  for (const char32_t c : code_points)
    append_utf8(out, c);
  return out;
}

std::string to_nfc(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  return mapped(to_utf8(to_code_points(text)), UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string to_lower(std::string_view text) {
  std::u32string points = to_code_points(to_nfc(text));
  for (char32_t& c : points) {
    c = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
  }
  return to_utf8(points);
}

std::string fold(std::string_view text) {
  const std::string bare =
      mapped(to_lower(text), UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
  std::u32string points = to_code_points(bare);
  for (char32_t& c : points) {
    if (c == U'đ') c = U'd';
  }
  return to_utf8(points);
}

bool is_letter(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return true;
    default:
      return false;
  }
}

bool is_digit(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ND;
}

bool is_space(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0 || c == 0x3000;
}

}  // namespace tangthu
