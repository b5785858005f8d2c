// The character error rate of recognised text against its truth.
//
// Both are brought to NFC, runs of white space become one space, ends are trimmed; the
// rate is Levenshtein's distance over code points, divided by the truth's length.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"

namespace tangthu::testing {

inline std::u32string normalised(std::string_view text) {
  std::u32string out;
  for (const char32_t c : to_code_points(to_nfc(text))) {
    if (!is_space(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != U' ') {
      out.push_back(U' ');
    }
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

// The distance if it is at most `limit`; otherwise more than `limit`. Only the diagonal
// band that such a path can touch is filled in (Ukkonen 1985).
inline std::size_t banded_distance(const std::u32string& a, const std::u32string& b,
                                   std::size_t limit) {
  constexpr std::size_t kFar = std::numeric_limits<std::size_t>::max() / 2;
  const std::size_t difference =
      a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> above(b.size() + 1, kFar);
  std::vector<std::size_t> row(b.size() + 1, kFar);
  for (std::size_t k = 0; k <= std::min(limit, b.size()); ++k)
    above[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t from = i > limit ? i - limit : 0;
    const std::size_t to = std::min(b.size(), i + limit);
    std::fill(row.begin(), row.end(), kFar);
    if (from == 0) row[0] = i;
    for (std::size_t k = std::max<std::size_t>(from, 1); k <= to; ++k) {
      const std::size_t exchanged = above[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      row[k] = std::min({exchanged, above[k] + 1, row[k - 1] + 1});
    }
    std::swap(above, row);
  }
  return above[b.size()];
}

inline std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  const std::size_t longest = std::max(a.size(), b.size());
  for (std::size_t limit = 64;; limit *= 4) {
    const std::size_t distance = banded_distance(a, b, std::min(limit, longest));
    if (distance <= limit || limit >= longest) return distance;
  }
}

// 0 is perfect; more than 1 is possible. Everything found where nothing is: 1.
inline double character_error_rate(std::string_view truth, std::string_view found) {
  const std::u32string wanted = normalised(truth);
  const std::u32string read = normalised(found);
  if (wanted.empty()) return read.empty() ? 0.0 : 1.0;
  return static_cast<double>(edit_distance(wanted, read)) /
         static_cast<double>(wanted.size());
}

}  // namespace tangthu::testing
