#include "http/target.h"

#include <algorithm>

namespace tangthu::http {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> unescape(std::string_view text, char blank) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i] == blank ? ' ' : text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = digit_of(text[i + 1]);
    const int low = digit_of(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool goes_up(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    const std::string_view step = path.substr(0, end);
    if (step == ".." || step == ".") return true;
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  const std::size_t mark = text.find('?');
  auto path = unescape(text.substr(0, mark), '\0');
  if (!path || path->empty() || path->front() != '/' || goes_up(*path) ||
      std::any_of(path->begin(), path->end(), is_control))
    return std::nullopt;
  Target out{std::move(*path), {}};
  if (mark != std::string_view::npos) out.query = text.substr(mark + 1);
  return out;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
  std::map<std::string, std::string> out;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = pair.find('=');
    auto name = unescape(pair.substr(0, equals), '+');
    auto value = equals == std::string_view::npos
                     ? std::string()
                     : unescape(pair.substr(equals + 1), '+');
    if (!name || !value) return std::nullopt;
    if (!name->empty()) out[std::move(*name)] = std::move(*value);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace tangthu::http
