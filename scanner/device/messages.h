// The bodies of the frames between tangthu and tangthu-device (decode/frames.h).
//
// Reading fails (nothing) on what is cut short, too long or impossible. Texts from a
// driver lose their control characters: a network scanner must not write to a terminal.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "scanner/device.h"

namespace tangthu::scanner {

Bytes pack(const ScanOptions& options);
Bytes pack(const DeviceInfo& device);
Bytes pack(const OptionInfo& option);

std::optional<ScanOptions> unpack_scan_options(ByteView body);
std::optional<DeviceInfo> unpack_device(ByteView body);
std::optional<OptionInfo> unpack_option(ByteView body);

// Spaces in the place of control characters.
std::string printable(std::string text);

}  // namespace tangthu::scanner
