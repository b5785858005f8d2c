#include "scanner/profile/choices.h"

#include <algorithm>
#include <initializer_list>

#include "scanner/device/double_feed_options.h"

namespace tangthu::scanner {
namespace {

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_double_feed_option(std::string_view name) {
  return std::any_of(kDoubleFeedOptions.begin(), kDoubleFeedOptions.end(),
                     [&](const DoubleFeedOption& option) { return option.name == name; });
}

// Whether the choices settle what this option of a device is about.
bool settles(const ScanChoices& choices, std::string_view option) {
  const bool named =
      std::any_of(choices.device_options.begin(), choices.device_options.end(),
                  [&](const auto& setting) { return setting.first == option; });
  return named || (choices.source && is_any(option, {"source", "adf-mode", "duplex"})) ||
         (choices.mode && option == "mode") ||
         (choices.resolution_dpi &&
          is_any(option, {"resolution", "x-resolution", "y-resolution"})) ||
         (choices.paper && is_any(option, {"page-width", "page-height", "tl-x", "tl-y",
                                           "br-x", "br-y"})) ||
         (choices.double_feed && is_double_feed_option(option));
}

template <typename Value>
void fill(std::optional<Value>& first, const std::optional<Value>& second) {
  if (!first) first = second;
}

}  // namespace

std::optional<FeedSource> parse_feed_source(std::string_view word) {
  if (word == "flatbed") return FeedSource::kFlatbed;
  if (word == "adf") return FeedSource::kFeeder;
  if (word == "adf-duplex") return FeedSource::kFeederDuplex;
  return std::nullopt;
}

std::optional<ColourMode> parse_colour_mode(std::string_view word) {
  if (word == "color") return ColourMode::kColour;
  if (word == "gray") return ColourMode::kGrey;
  if (word == "lineart") return ColourMode::kLineart;
  return std::nullopt;
}

std::optional<DoubleFeed> parse_double_feed(std::string_view word) {
  if (word == "auto") return DoubleFeed::kWhereOffered;
  if (word == "on") return DoubleFeed::kRequired;
  if (word == "off") return DoubleFeed::kOff;
  return std::nullopt;
}

ScanChoices joined(ScanChoices first, const ScanChoices& second) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const auto& setting : second.device_options) {
    if (!settles(first, setting.first)) options.push_back(setting);
  }
  options.insert(options.end(), first.device_options.begin(), first.device_options.end());
  first.device_options = std::move(options);
  if (first.device.empty()) first.device = second.device;
  fill(first.source, second.source);
  fill(first.resolution_dpi, second.resolution_dpi);
  fill(first.mode, second.mode);
  fill(first.paper, second.paper);
  fill(first.double_feed, second.double_feed);
  return first;
}

ScanOptions scan_options(const ScanChoices& choices) {
  ScanOptions options;
  options.device = choices.device;
  options.source = choices.source.value_or(options.source);
  options.resolution_dpi = choices.resolution_dpi.value_or(options.resolution_dpi);
  options.mode = choices.mode.value_or(options.mode);
  options.paper = choices.paper.value_or(options.paper);
  options.double_feed = choices.double_feed.value_or(options.double_feed);
  options.device_options = choices.device_options;
  return options;
}

}  // namespace tangthu::scanner
