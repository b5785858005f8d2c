// What a person may choose of a scan, on the command line or in a profile: each thing or
// none of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/device.h"

namespace tangthu::scanner {

struct ScanChoices {
  std::string device;  // SANE name or pattern (profile.h); empty: the first one found
  std::optional<FeedSource> source;
  std::optional<int> resolution_dpi;
  std::optional<ColourMode> mode;
  std::optional<PaperSize> paper;
  std::optional<DoubleFeed> double_feed;
  // By SANE name, in order.
  std::vector<std::pair<std::string, std::string>> device_options;
};

// "flatbed", "adf", "adf-duplex"; "color", "gray", "lineart"; "auto", "on", "off".
std::optional<FeedSource> parse_feed_source(std::string_view word);
std::optional<ColourMode> parse_colour_mode(std::string_view word);
std::optional<DoubleFeed> parse_double_feed(std::string_view word);

// `first` wins, thing by thing; what it chooses by itself also puts aside the options by
// SANE name with which `second` sets the same.
ScanChoices joined(ScanChoices first, const ScanChoices& second);

// With the usual where nothing was chosen: the glass, 300 dpi, the device's best mode.
ScanOptions scan_options(const ScanChoices& choices);

}  // namespace tangthu::scanner
