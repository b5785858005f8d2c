// Sizes of paper, by the names that people use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::scanner {

inline constexpr double kLeastPaperMm = 20;
inline constexpr double kMostPaperMm = 2000;

// Upright; nothing given means what the device starts with.
struct PaperSize {
  double width_mm = 0;
  double height_mm = 0;

  bool given() const { return width_mm > 0 && height_mm > 0; }
  bool operator==(const PaperSize&) const = default;
};

// "A4", "letter" in any case, or "210x297" in millimetres, each side within the limits
// above. Nothing for anything else. A3 to A6: ISO 216.
std::optional<PaperSize> parse_paper_size(std::string_view text);
// "A4"; empty where the size has no name.
std::string_view paper_name(const PaperSize& size);

}  // namespace tangthu::scanner
