#include "scanner/device/messages.h"

#include <cmath>
#include <string_view>
#include <utility>

#include "scanner/device/limits.h"

namespace tangthu::scanner {
namespace {

// Seven of them fit a record.
constexpr std::size_t kMaxText = 8192;
static_assert(7 * kMaxText < kMaxRecordBytes);

void write_cut(ByteWriter& out, std::string_view text) {
  out.sized(text.substr(0, kMaxText));
}

std::string read_clean(ByteReader& in) {
  return printable(in.text());
}

// Sizes of paper go in tenths of a millimetre.
constexpr double kTenths = 10;
std::uint32_t tenths(double mm) {
  return static_cast<std::uint32_t>(std::lround(mm * kTenths));
}

constexpr std::uint8_t kActive = 1;
constexpr std::uint8_t kSettable = 2;

}  // namespace

std::string printable(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // In UTF-8. What follows may be anything in a text that is none.
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const bool c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    if (byte < 0x20 || byte == 0x7F) text[i] = ' ';
    if (c1) text[i] = text[i + 1] = ' ';
  }
  return text;
}

Bytes pack(const ScanOptions& options) {
  ByteWriter out;
  out.sized(options.device);
  out.integer(static_cast<std::uint8_t>(options.source));
  out.integer(static_cast<std::uint32_t>(options.resolution_dpi));
  out.integer(static_cast<std::uint8_t>(options.mode));
  out.integer(tenths(options.paper.width_mm));
  out.integer(tenths(options.paper.height_mm));
  out.integer(static_cast<std::uint8_t>(options.double_feed));
  out.integer(static_cast<std::uint32_t>(options.device_options.size()));
  for (const auto& [name, value] : options.device_options) {
    out.sized(name);
    out.sized(value);
  }
  return out.take();
}

std::optional<ScanOptions> unpack_scan_options(ByteView body) {
  ByteReader in(body);
  ScanOptions options;
  options.device = in.text();
  const auto source = in.integer<std::uint8_t>();
  if (source > static_cast<std::uint8_t>(FeedSource::kFeederDuplex)) return std::nullopt;
  options.source = static_cast<FeedSource>(source);
  options.resolution_dpi = static_cast<int>(in.integer<std::uint32_t>());
  const auto mode = in.integer<std::uint8_t>();
  if (mode > static_cast<std::uint8_t>(ColourMode::kLineart)) return std::nullopt;
  options.mode = static_cast<ColourMode>(mode);
  options.paper.width_mm = in.integer<std::uint32_t>() / kTenths;
  options.paper.height_mm = in.integer<std::uint32_t>() / kTenths;
  const auto double_feed = in.integer<std::uint8_t>();
  if (double_feed > static_cast<std::uint8_t>(DoubleFeed::kOff)) return std::nullopt;
  options.double_feed = static_cast<DoubleFeed>(double_feed);
  const auto count = in.integer<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    std::string name = in.text();
    options.device_options.emplace_back(std::move(name), in.text());
  }
  if (!in.complete()) return std::nullopt;
  return options;
}

Bytes pack(const DeviceInfo& device) {
  ByteWriter out;
  for (const auto* text : {&device.name, &device.vendor, &device.model, &device.type}) {
    write_cut(out, *text);
  }
  return out.take();
}

std::optional<DeviceInfo> unpack_device(ByteView body) {
  ByteReader in(body);
  DeviceInfo device;
  for (auto* text : {&device.name, &device.vendor, &device.model, &device.type}) {
    *text = read_clean(in);
  }
  if (!in.complete()) return std::nullopt;
  return device;
}

Bytes pack(const OptionInfo& option) {
  ByteWriter out;
  for (const auto* text : {&option.name, &option.title, &option.type, &option.unit,
                           &option.constraint, &option.value}) {
    write_cut(out, *text);
  }
  out.integer(static_cast<std::uint8_t>((option.active ? kActive : 0) |
                                        (option.settable ? kSettable : 0)));
  return out.take();
}

std::optional<OptionInfo> unpack_option(ByteView body) {
  ByteReader in(body);
  OptionInfo option;
  for (auto* text : {&option.name, &option.title, &option.type, &option.unit,
                     &option.constraint, &option.value}) {
    *text = read_clean(in);
  }
  const auto flags = in.integer<std::uint8_t>();
  option.active = (flags & kActive) != 0;
  option.settable = (flags & kSettable) != 0;
  if (!in.complete()) return std::nullopt;
  return option;
}

}  // namespace tangthu::scanner
