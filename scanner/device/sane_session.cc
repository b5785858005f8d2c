#include "scanner/device/sane_session.h"

#include <utility>

#include "scanner/device/fault.h"

namespace tangthu::scanner {
namespace {

Result<std::string> first_device() {
  const SANE_Device** devices = nullptr;
  const SANE_Status status = sane_get_devices(&devices, SANE_FALSE);
  if (status != SANE_STATUS_GOOD) return status_failure(status, {});
  if (devices == nullptr || devices[0] == nullptr) {
    return device_failure(DeviceFault::kNoScanner, {});
  }
  return std::string(devices[0]->name);
}

DeviceFault fault_of(SANE_Status status) {
  switch (status) {
    case SANE_STATUS_JAMMED:
      return DeviceFault::kJammed;
    case SANE_STATUS_NO_DOCS:
      return DeviceFault::kNoPaper;
    case SANE_STATUS_COVER_OPEN:
      return DeviceFault::kCoverOpen;
    case SANE_STATUS_IO_ERROR:
      return DeviceFault::kConnection;
    case SANE_STATUS_ACCESS_DENIED:
      return DeviceFault::kNoPermission;
    case SANE_STATUS_DEVICE_BUSY:
      return DeviceFault::kBusy;
    case SANE_STATUS_CANCELLED:
      return DeviceFault::kCancelled;
    case SANE_STATUS_NO_MEM:
      return DeviceFault::kNoMemory;
    case SANE_STATUS_INVAL:
    case SANE_STATUS_UNSUPPORTED:
      return DeviceFault::kSettingsRefused;
    case SANE_STATUS_EOF:
    case SANE_STATUS_GOOD:
      break;
  }
  return DeviceFault::kShortPage;
}

}  // namespace

Result<SaneSession> SaneSession::begin() {
  if (sane_init(nullptr, nullptr) != SANE_STATUS_GOOD) {
    return device_failure(DeviceFault::kNoService, {});
  }
  return SaneSession();
}

SaneSession::SaneSession(SaneSession&& other) noexcept
    : begun_(std::exchange(other.begun_, false)) {}

SaneSession::~SaneSession() {
  if (begun_) sane_exit();
}

Result<std::unique_ptr<SaneDevice>> SaneDevice::open(const std::string& name) {
  std::string device = name;
  if (device.empty()) device = TRY(first_device());
  SANE_Handle handle = nullptr;
  const SANE_Status status = sane_open(device.c_str(), &handle);
  if (status == SANE_STATUS_INVAL || status == SANE_STATUS_UNSUPPORTED) {
    return device_failure(DeviceFault::kUnknownDevice, std::move(device));
  }
  if (status != SANE_STATUS_GOOD) return status_failure(status, std::move(device));
  return std::unique_ptr<SaneDevice>(new SaneDevice(std::move(device), handle));
}

SaneDevice::SaneDevice(std::string name, SANE_Handle handle)
    : name_(std::move(name)), handle_(handle) {}

SaneDevice::~SaneDevice() {
  cancel();
  sane_close(handle_);
}

SANE_Status SaneDevice::start() {
  started_ = true;
  return sane_start(handle_);
}

void SaneDevice::cancel() {
  if (!started_) return;
  started_ = false;
  sane_cancel(handle_);
}

Failure status_failure(SANE_Status status, std::string device) {
  return device_failure(fault_of(status), std::move(device));
}

}  // namespace tangthu::scanner
