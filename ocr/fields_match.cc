#include "ocr/fields_match.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

// Long keys say nothing more about a match, and distance is quadratic.
constexpr std::size_t kMaxCompared = 400;

bool is_upper(char32_t c) {
  const std::u32string_view one(&c, 1);
  return is_letter(c) && to_lower(to_utf8(one)) != to_utf8(one);
}

}  // namespace

std::string match_key(std::string_view text) {
  std::string key;
  for (const char c : fold(plain_signs(text))) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, kMaxCompared);
  b = b.substr(0, kMaxCompared);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

double similarity(std::string_view key_a, std::string_view key_b) {
  const std::size_t longest = std::max(key_a.size(), key_b.size());
  if (longest == 0) return 0;
  return 1 -
         static_cast<double>(edit_distance(key_a, key_b)) / static_cast<double>(longest);
}

double start_similarity(std::string_view key, std::string_view start) {
  double best = 0;
  const std::size_t least = start.size() > 1 ? start.size() - 1 : start.size();
  for (std::size_t size = least; size <= start.size() + 1; ++size) {
    best = std::max(best, similarity(key.substr(0, size), start));
  }
  return best;
}

double best_similarity(std::string_view key, std::span<const std::string_view> words) {
  double best = 0;
  for (const std::string_view word : words)
    best = std::max(best, similarity(key, match_key(word)));
  return best;
}

double capital_share(std::string_view text) {
  int letters = 0;
  int capitals = 0;
  for (const char32_t c : to_code_points(text)) {
    if (!is_letter(c)) continue;
    ++letters;
    if (is_upper(c)) ++capitals;
  }
  return letters == 0 ? 0 : static_cast<double>(capitals) / letters;
}

bool starts_with_capital(std::string_view text) {
  const std::u32string points = to_code_points(text);
  const auto letter = std::find_if(points.begin(), points.end(), is_letter);
  return letter != points.end() && is_upper(*letter);
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_ascii_digit);
}

std::string trimmed(std::string_view text, std::string_view also) {
  const auto drops = [&](char c) {
    return c == ' ' || c == '\t' || also.find(c) != std::string_view::npos;
  };
  while (!text.empty() && drops(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && drops(text.back()))
    text.remove_suffix(1);
  return std::string(text);
}

char folded_letter(char32_t c) {
  const std::string folded = fold(to_utf8(std::u32string_view(&c, 1)));
  return folded.size() == 1 ? folded[0] : '\0';
}

std::string plain_signs(std::string_view text) {
  std::u32string points = to_code_points(to_nfc(text));
  for (char32_t& c : points) {
    if (c == 0x2044 || c == 0x2215) c = U'/';
    if (c == 0x00D0 || c == 0x0189) c = U'Đ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) c = U'-';
  }
  return to_utf8(points);
}

}  // namespace tangthu::ocr
