// What drivers call the detection of double feeds: SANE has no name for it of its own.
// Read from the drivers that come with SANE 1.2.1 and with their makers.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tangthu::scanner {

enum class DoubleFeedPart : std::uint8_t { kDetects, kActs };

// Values in the order of preference: the first that the option takes.
struct DoubleFeedOption {
  std::string_view name;
  std::array<const char*, 4> on;
  std::array<const char*, 3> off;
  DoubleFeedPart part;
};

// `kActs` comes first: elsewhere it switches the others on. Drivers: fujitsu, canon_dr
// (df-*), kvs1025 and kvs20xx (double-feed), kvs40xx (dfeed; dfstop means "do not stop"),
// epkowa, epsonscan2 and utsushi (double-feed-detection*).
inline constexpr std::array<DoubleFeedOption, 7> kDoubleFeedOptions = {{
    {"df-action", {"Stop"}, {"Default", "Continue"}, DoubleFeedPart::kActs},
    {"dfstop", {"no"}, {}, DoubleFeedPart::kActs},
    {"df-thickness", {"yes"}, {"no"}, DoubleFeedPart::kDetects},
    {"dfeed", {"yes"}, {"no"}, DoubleFeedPart::kDetects},
    {"double-feed", {"yes"}, {"no"}, DoubleFeedPart::kDetects},
    {"double-feed-detection",
     {"Normal", "Thin", "On", "yes"},
     {"None", "Off", "no"},
     DoubleFeedPart::kDetects},
    {"double-feed-detection-sensitivity",
     {"Low", "High"},
     {"None", "Off"},
     DoubleFeedPart::kDetects},
}};

// Where a driver tells a double feed from a jam: read-only, unlike the one above.
inline constexpr std::string_view kDoubleFeedSensor = "double-feed";

}  // namespace tangthu::scanner
