#include "scanner/device/sane_device.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/page.h"
#include "scanner/device/fault.h"
#include "scanner/device/sane_choices.h"
#include "scanner/device/sane_feeding.h"
#include "scanner/device/sane_options.h"

namespace tangthu::scanner {
namespace {

bool named_by_user(const ScanOptions& options, std::string_view name) {
  return std::any_of(options.device_options.begin(), options.device_options.end(),
                     [&](const auto& option) { return option.first == name; });
}

// Drivers with one feeder source keep the choice of sides in an option of its own.
Result<bool> set_sides(SaneOptions& device, FeedSource source) {
  const bool both = source == FeedSource::kFeederDuplex;
  if (device.can_set("adf-mode")) {
    if (const auto mode =
            choose_string(device.strings("adf-mode"), both ? "Duplex" : "Simplex")) {
      TRY(device.set("adf-mode", *mode));
      return true;
    }
  }
  if (device.can_set("duplex") && device.strings("duplex").empty()) {
    TRY(device.set("duplex", both ? "yes" : "no"));
    return true;
  }
  return false;
}

Result<void> set_source(SaneOptions& device, FeedSource source, const std::string& name) {
  const auto list = device.strings("source");
  const bool by_source = device.can_set("source") && !list.empty();
  if (by_source) {
    if (const auto entry = choose_source(list, source)) {
      return device.set("source", *entry);
    }
  }
  if (source == FeedSource::kFlatbed) {
    // Sources of which no name says anything: the driver's default is as good as any.
    const bool feeder_only = choose_source(list, FeedSource::kFeeder).has_value() ||
                             choose_source(list, FeedSource::kFeederDuplex).has_value();
    if (!by_source || !feeder_only) return {};
    return device_failure(DeviceFault::kNoFlatbed, name);
  }
  if (by_source) {
    const auto feeder = choose_source(list, FeedSource::kFeeder);
    if (!feeder) {
      return device_failure(DeviceFault::kNoFeeder, name);
    }
    TRY(device.set("source", *feeder));
  }
  const bool sides_set = TRY(set_sides(device, source));
  if (source == FeedSource::kFeederDuplex && !sides_set) {
    return device_failure(DeviceFault::kNotTwoSided, name);
  }
  return {};
}

Result<void> set_mode(SaneOptions& device, ColourMode wanted, const std::string& name) {
  const auto mode =
      device.can_set("mode") ? choose_mode(device.strings("mode"), wanted) : std::nullopt;
  if (mode) return device.set("mode", *mode);
  if (wanted == ColourMode::kBest) return {};
  return device_failure(DeviceFault::kNoSuchMode, name);
}

Result<void> set_resolution(SaneOptions& device, int dpi) {
  for (const char* name : {"resolution", "x-resolution", "y-resolution"}) {
    if (!device.can_set(name)) continue;
    const auto value = device.at_least(name, dpi);
    if (!value) {
      return device_failure(DeviceFault::kResolutionTooHigh, name);
    }
    const double rounded = std::ceil(*value);
    TRY(device.set(name, std::to_string(static_cast<long>(rounded))));
    // The other two follow it, or are the two halves of the same.
    if (std::string_view(name) == "resolution") break;
  }
  return {};
}

int actual_dpi(const SaneOptions& device, int requested) {
  for (const char* name : {"resolution", "x-resolution"}) {
    const auto value = device.number(name);
    if (value && *value >= kMinDpi && *value <= kMaxDpi) {
      return static_cast<int>(std::lround(*value));
    }
  }
  return requested;
}

Result<void> set_all(SaneOptions& device, const ScanOptions& options,
                     const std::string& name) {
  if (!named_by_user(options, "source")) {
    TRY(set_source(device, options.source, name));
  }
  if (!named_by_user(options, "mode")) TRY(set_mode(device, options.mode, name));
  if (!named_by_user(options, "resolution")) {
    TRY(set_resolution(device, options.resolution_dpi));
  }
  TRY(set_double_feed(device, options.double_feed, options.source, name));
  TRY(set_paper(device, options.paper, actual_dpi(device, options.resolution_dpi), name));
  for (const auto& [option, value] : options.device_options) {
    TRY(device.set(option, value));
  }
  return {};
}

// What the device ended up with decides, since its options may override --source.
bool feeds(const SaneOptions& device, FeedSource requested) {
  const auto name = device.text("source");
  const auto source = name ? source_of_name(*name) : std::nullopt;
  return source.value_or(requested) != FeedSource::kFlatbed;
}

const char* or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

}  // namespace

Result<std::vector<DeviceInfo>> sane_devices() {
  const SANE_Device** devices = nullptr;
  const SANE_Status status = sane_get_devices(&devices, SANE_FALSE);
  if (status != SANE_STATUS_GOOD) return status_failure(status, {});
  std::vector<DeviceInfo> list;
  for (; devices != nullptr && *devices != nullptr; ++devices) {
    const SANE_Device& device = **devices;
    list.push_back({or_empty(device.name), or_empty(device.vendor),
                    or_empty(device.model), or_empty(device.type)});
  }
  return list;
}

Result<SetDevice> open_and_set(const ScanOptions& options) {
  auto device = TRY(SaneDevice::open(options.device));
  SaneOptions device_options(*device);
  TRY(set_all(device_options, options, device->name()));
  const Feed feed =
      feeds(device_options, options.source) ? Feed::kUntilEmpty : Feed::kOnePage;
  const int dpi = actual_dpi(device_options, options.resolution_dpi);
  return SetDevice{std::move(device), feed, dpi};
}

}  // namespace tangthu::scanner
