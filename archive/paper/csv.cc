#include "archive/paper/csv.h"

#include <algorithm>

#include "base/unicode.h"

namespace tangthu::archive {
namespace {

bool is_plain_number(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_not_of("0123456789.,") == std::string_view::npos;
}

bool looks_like_formula(std::string_view text) {
  constexpr std::string_view kSigns = "=+-@\t\r\n";
  if (text.empty()) return false;
  if (kSigns.find(text.front()) != std::string_view::npos) return true;
  return std::ranges::any_of(std::vector<std::string_view>{"＝", "＋", "－", "＠"},
                             [&](std::string_view s) { return text.starts_with(s); });
}

std::string csv_cell(const std::string& given) {
  std::string text = to_nfc(given);
  if (looks_like_formula(text) && !is_plain_number(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n'") == std::string::npos && !text.starts_with(' ') &&
      !text.ends_with(' '))
    return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    out += csv_cell(cells[i]);
  }
  return out += "\r\n";
}

}  // namespace tangthu::archive
