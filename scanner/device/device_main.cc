// tangthu-device: SANE and its drivers, in a process of their own. Asked on descriptor 3,
// answers on descriptor 4 (decode/frames.h), then gone. Started by
// scanner/device_process.cc only; not a tool for people.
//
// Drivers come from everybody who ever made a scanner. They end threads by force, crash,
// and block for minutes; here that costs a page and not the archive's process. They need
// USB and the network, so this process has no walls like the decoders'.
#include <new>
#include <string>
#include <utility>

#include <unistd.h>

#include "base/process.h"
#include "scanner/device/fault.h"
#include "scanner/device/messages.h"
#include "scanner/device/parent_link.h"
#include "scanner/device/sane_device.h"
#include "scanner/device/sane_feeding.h"
#include "scanner/device/sane_frame.h"
#include "scanner/device/sane_options.h"

namespace tangthu::scanner {
namespace {

Result<void> list_devices(ParentLink& parent) {
  const auto session = TRY(SaneSession::begin());
  for (const DeviceInfo& device : TRY(sane_devices())) {
    if (!parent.send_record(pack(device))) return {};
  }
  parent.send(FrameKind::kEnd);
  return {};
}

Result<void> list_options(ParentLink& parent, const std::string& device) {
  const auto session = TRY(SaneSession::begin());
  const auto opened = TRY(SaneDevice::open(device));
  for (const OptionInfo& option : SaneOptions(*opened).describe()) {
    if (!parent.send_record(pack(option))) return {};
  }
  parent.send(FrameKind::kEnd);
  return {};
}

// Pages as they are asked for. True when the batch is at its end; false when something
// went wrong or nobody asks any more. What went wrong is told at once, while the device
// is still open: releasing a device that has failed is where drivers hang.
bool feed(ParentLink& parent, const SetDevice& scanner) {
  for (int pages = 0;; ++pages) {
    if (pages == 1 && scanner.feed == Feed::kOnePage) return true;
    const auto request = parent.next_request();
    if (!request || request->kind != FrameKind::kNextPage) return false;
    auto page =
        read_page(*scanner.device, scanner.dpi, [&] { return parent.send_working(); });
    if (page && !*page && pages > 0) return true;
    if (page && !*page) {
      page = device_failure(DeviceFault::kNoPaper, {});
    }
    if (!page && fault_of(page.error()) == DeviceFault::kJammed &&
        was_double_feed(SaneOptions(*scanner.device))) {
      page = device_failure(DeviceFault::kDoubleFeed, {});
    }
    if (!page) {
      parent.send_error(std::move(page).error().about(scanner.device->name()));
      return false;
    }
    if (!parent.send_page(**page)) return false;
  }
}

Result<void> scan(ParentLink& parent, const ScanOptions& options) {
  bool at_end = false;
  {
    const auto session = TRY(SaneSession::begin());
    auto scanner = TRY(open_and_set(options));
    if (!parent.send_opened(scanner.device->name(), scanner.feed == Feed::kUntilEmpty)) {
      return {};
    }
    at_end = feed(parent, scanner);
  }
  // Now that others may have the device.
  if (at_end) parent.send(FrameKind::kEnd);
  return {};
}

Result<void> answer(ParentLink& parent, const ParentLink::Request& request) {
  switch (request.kind) {
    case FrameKind::kListDevices:
      return list_devices(parent);
    case FrameKind::kListOptions:
      return list_options(parent, std::string(as_text(request.body)));
    case FrameKind::kScan:
      if (const auto options = unpack_scan_options(request.body)) {
        return scan(parent, *options);
      }
      return {};
    default:
      return {};
  }
}

}  // namespace
}  // namespace tangthu::scanner

int main() {
  using namespace tangthu::scanner;
  tangthu::harden_process();
  ParentLink parent;
  try {
    const auto request = parent.next_request();
    if (!request) _exit(0);
    const auto answered = answer(parent, *request);
    if (!answered) parent.send_error(answered.error());
  } catch (const std::bad_alloc&) {
    parent.send_error(error_of(DeviceFault::kNoMemory, {}));
  }
  // Not through the destructors of whatever drivers have left behind.
  _exit(0);
}
