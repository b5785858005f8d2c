#include "scanner/device/sane_feeding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "scanner/device/double_feed_options.h"
#include "scanner/device/fault.h"
#include "scanner/device/sane_choices.h"

namespace tangthu::scanner {
namespace {

// A4 glass may be 296.9 mm long, and a feeder 215.
constexpr double kShortByMm = 3.0;
constexpr double kMmAnInch = 25.4;

// True when one of the values was taken. A driver that has the option and does not take
// it now has no detection now.
template <std::size_t N>
Result<bool> set_first(SaneOptions& device, std::string_view name,
                       const std::array<const char*, N>& values) {
  for (const char* value : values) {
    if (value == nullptr) break;
    auto set = device.set(std::string(name), value);
    if (set) return true;
    if (set.error().code() != ErrorCode::kUsage) return Failure(std::move(set).error());
  }
  return false;
}

// Sets a length, in the option's unit, to all that the option takes of it.
Result<void> set_length(SaneOptions& device, const std::string& option, double mm,
                        int dpi) {
  const double scale = device.in_pixels(option) ? dpi / kMmAnInch : 1.0;
  double value = mm * scale;
  if (const auto most = device.most(option); most && *most < value) {
    if (value - *most > kShortByMm * scale) {
      return device_failure(DeviceFault::kPaperTooLarge, option);
    }
    value = *most;
  }
  if (const auto least = device.at_least(option, value)) value = *least;
  if (device.in_pixels(option)) value = std::floor(value);
  return device.set(option, std::to_string(value));
}

// A driver that knows paper by names alone.
Result<bool> set_by_name(SaneOptions& device, const PaperSize& paper) {
  for (const char* option : {"paper-size", "page-size", "paper", "scan-area"}) {
    if (!device.can_set(option)) continue;
    const auto list = device.strings(option);
    const auto entry = std::find_if(list.begin(), list.end(), [&](const auto& text) {
      return same_ignoring_case(text, paper_name(paper));
    });
    if (entry == list.end()) continue;
    TRY(device.set(option, *entry));
    return true;
  }
  return false;
}

}  // namespace

Result<void> set_paper(SaneOptions& device, const PaperSize& paper, int dpi,
                       const std::string& name) {
  if (!paper.given()) return {};
  if (device.can_set("page-width")) {
    TRY(set_length(device, "page-width", paper.width_mm, dpi));
  }
  if (device.can_set("page-height")) {
    TRY(set_length(device, "page-height", paper.height_mm, dpi));
  }
  if (!device.can_set("br-x") || !device.can_set("br-y")) {
    if (TRY(set_by_name(device, paper))) return {};
    return device_failure(DeviceFault::kNoPaperSize, name);
  }
  if (device.can_set("tl-x")) TRY(set_length(device, "tl-x", 0, dpi));
  if (device.can_set("tl-y")) TRY(set_length(device, "tl-y", 0, dpi));
  TRY(set_length(device, "br-x", paper.width_mm, dpi));
  return set_length(device, "br-y", paper.height_mm, dpi);
}

Result<void> set_double_feed(SaneOptions& device, DoubleFeed wanted, FeedSource source,
                             const std::string& name) {
  const bool on = wanted != DoubleFeed::kOff;
  if (source == FeedSource::kFlatbed && wanted != DoubleFeed::kRequired) return {};
  bool detects = false;
  for (const DoubleFeedOption& option : kDoubleFeedOptions) {
    if (!device.can_set(option.name)) continue;
    const bool set = on ? TRY(set_first(device, option.name, option.on))
                        : TRY(set_first(device, option.name, option.off));
    detects = detects || (set && option.part == DoubleFeedPart::kDetects);
  }
  if (wanted == DoubleFeed::kRequired && !detects) {
    return device_failure(DeviceFault::kNoDoubleFeedDetection, name);
  }
  return {};
}

bool was_double_feed(const SaneOptions& device) {
  return !device.can_set(kDoubleFeedSensor) && device.text(kDoubleFeedSensor) == "yes";
}

}  // namespace tangthu::scanner
