#include "scanner/names.h"

#include <algorithm>
#include <cstddef>

#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::scanner {
namespace {

unsigned char lowered(char c) {
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// The run of digits at `at`, without leading zeros; moves `at` behind it.
std::string_view take_number(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && is_ascii_digit(text[at]))
    ++at;
  std::string_view digits = text.substr(begin, at - begin);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

bool is_unsafe(char32_t c) {
  const bool control = is_control(c);
  const bool line = c == 0x2028 || c == 0x2029;
  const bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
                         c == 0x200e || c == 0x200f;
  return control || line || direction;
}

std::u32string safe_points(std::string_view name) {
  std::u32string points = to_code_points(name);
  std::replace_if(points.begin(), points.end(), is_unsafe, U'\uFFFD');
  return points;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_ascii_digit(a[i]) && is_ascii_digit(b[j])) {
      const std::string_view x = take_number(a, i);
      const std::string_view y = take_number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (lowered(a[i]) != lowered(b[j])) return lowered(a[i]) < lowered(b[j]);
    ++i;
    ++j;
  }
  const bool a_ended = i == a.size();
  const bool b_ended = j == b.size();
  if (a_ended != b_ended) return a_ended;
  return a < b;
}

std::string displayable(std::string_view name) {
  return to_utf8(safe_points(name));
}

std::string member_name(std::string_view name) {
  constexpr std::size_t kMaxCharacters = 1024;
  std::u32string points = safe_points(name);
  std::replace(points.begin(), points.end(), U'\\', U'/');
  std::u32string clean;
  for (std::size_t at = 0; at < points.size();) {
    const std::size_t end = std::min(points.find(U'/', at), points.size());
    const std::u32string part = points.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == U"." || part == U"..") continue;
    if (!clean.empty()) clean += U'/';
    clean += part;
  }
  if (clean.size() > kMaxCharacters) clean.resize(kMaxCharacters);
  return clean.empty() ? "unnamed" : to_utf8(clean);
}

}  // namespace tangthu::scanner
