#include "scanner/paper_size.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace tangthu::scanner {
namespace {

struct Named {
  std::string_view name;
  PaperSize size;
};

constexpr std::array kNames = {
    Named{"A3", {297, 420}},         Named{"A4", {210, 297}},
    Named{"A5", {148, 210}},         Named{"A6", {105, 148}},
    Named{"letter", {215.9, 279.4}}, Named{"legal", {215.9, 355.6}},
};

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<double> side(std::string_view text) {
  double mm = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] =
      std::from_chars(text.data(), end, mm, std::chars_format::fixed);
  if (error != std::errc() || stopped != end) return std::nullopt;
  if (!(mm >= kLeastPaperMm && mm <= kMostPaperMm)) return std::nullopt;
  return mm;
}

}  // namespace

std::optional<PaperSize> parse_paper_size(std::string_view text) {
  for (const Named& named : kNames) {
    if (same_letters(named.name, text)) return named.size;
  }
  const std::size_t by = text.find_first_of("xX");
  if (by == std::string_view::npos) return std::nullopt;
  const auto width = side(text.substr(0, by));
  const auto height = side(text.substr(by + 1));
  if (!width || !height) return std::nullopt;
  return PaperSize{*width, *height};
}

std::string_view paper_name(const PaperSize& size) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const Named& named) { return named.size == size; });
  return found == kNames.end() ? std::string_view() : found->name;
}

}  // namespace tangthu::scanner
