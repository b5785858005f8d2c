// What tangthu asks of SANE: the devices, and one of them with its options set. Within a
// SaneSession.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "scanner/device.h"
#include "scanner/device/sane_session.h"

namespace tangthu::scanner {

Result<std::vector<DeviceInfo>> sane_devices();

enum class Feed { kOnePage, kUntilEmpty };

struct SetDevice {
  std::unique_ptr<SaneDevice> device;
  Feed feed;
  int dpi;  // what the device says of itself
};

// As open_device in scanner/device.h says.
Result<SetDevice> open_and_set(const ScanOptions& options);

}  // namespace tangthu::scanner
