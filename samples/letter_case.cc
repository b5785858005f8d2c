#include "samples/letter_case.h"

#include "base/unicode.h"

namespace tangthu::samples {
namespace {

// In the blocks that Vietnamese uses a capital stands 32 before its small letter, or
// (from U+0100 on) one before; base knows which of the two is true of a letter.
char32_t upper(char32_t c) {
  for (const char32_t step : {char32_t{32}, char32_t{1}}) {
    if (c < step || (step == 32 && c >= 0x100) || (step == 1 && c < 0x100)) continue;
    const char32_t candidate = c - step;
    const std::u32string one(1, candidate);
    const std::u32string lower = to_code_points(to_lower(to_utf8(one)));
    if (lower.size() == 1 && lower[0] == c && candidate != c) return candidate;
  }
  return c;
}

}  // namespace

std::string to_upper(std::string_view text) {
  std::u32string points = to_code_points(text);
  for (char32_t& c : points)
    c = upper(c);
  return to_utf8(points);
}

std::string capitalised(std::string_view text) {
  std::u32string points = to_code_points(text);
  if (!points.empty()) points[0] = upper(points[0]);
  return to_utf8(points);
}

std::string uncapitalised(std::string_view text) {
  std::u32string points = to_code_points(text);
  if (points.empty()) return {};
  return to_lower(to_utf8(std::u32string_view(points).substr(0, 1))) +
         to_utf8(std::u32string_view(points).substr(1));
}

}  // namespace tangthu::samples
