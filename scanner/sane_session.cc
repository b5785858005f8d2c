#include "scanner/sane_session.h"

#include <utility>

namespace tangthu::scanner {
namespace {

int session_users = 0;

Result<std::string> first_device() {
  const SANE_Device** devices = nullptr;
  const SANE_Status status = sane_get_devices(&devices, SANE_FALSE);
  if (status != SANE_STATUS_GOOD) return status_failure(status, {});
  if (devices == nullptr || devices[0] == nullptr) {
    return fail(ErrorCode::kBadInput, "no scanner was found",
                "check its cable and power, or name it with --device");
  }
  return std::string(devices[0]->name);
}

}  // namespace

Result<SaneSession> SaneSession::begin() {
  if (session_users == 0) {
    const SANE_Status status = sane_init(nullptr, nullptr);
    if (status != SANE_STATUS_GOOD) {
      return fail(ErrorCode::kUnexpected, "the scanner service SANE can't start",
                  "install libsane1 and check /etc/sane.d");
    }
  }
  ++session_users;
  return SaneSession();
}

SaneSession::SaneSession(SaneSession&& other) noexcept
    : counted_(std::exchange(other.counted_, false)) {}

SaneSession::~SaneSession() {
  if (counted_ && --session_users == 0) sane_exit();
}

Result<std::unique_ptr<SaneDevice>> SaneDevice::open(const std::string& name) {
  auto session = TRY(SaneSession::begin());
  std::string device = name;
  if (device.empty()) device = TRY(first_device());
  SANE_Handle handle = nullptr;
  const SANE_Status status = sane_open(device.c_str(), &handle);
  if (status == SANE_STATUS_INVAL || status == SANE_STATUS_UNSUPPORTED) {
    return fail(ErrorCode::kUsage, "there is no scanner of this name",
                "check that it is switched on, and its name with scan --list-devices",
                device);
  }
  if (status != SANE_STATUS_GOOD) return status_failure(status, device);
  return std::unique_ptr<SaneDevice>(
      new SaneDevice(std::move(session), std::move(device), handle));
}

SaneDevice::SaneDevice(SaneSession session, std::string name, SANE_Handle handle)
    : session_(std::move(session)), name_(std::move(name)), handle_(handle) {}

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
  const auto bad = [&](Literal text, Literal remedy) {
    return fail(ErrorCode::kBadInput, text, remedy, std::move(device));
  };
  switch (status) {
    case SANE_STATUS_JAMMED:
      return bad("the paper is jammed in the feeder",
                 "open the feeder, take the sheet out, put it back and scan again");
    case SANE_STATUS_NO_DOCS:
      return bad("there is no paper in the feeder",
                 "put the sheets in, or scan from the glass with --source flatbed");
    case SANE_STATUS_COVER_OPEN:
      return bad("the scanner's cover is open", "close the cover and scan again");
    case SANE_STATUS_IO_ERROR:
      return bad("the connection to the scanner failed",
                 "check its cable and power, switch it off and on, and scan again");
    case SANE_STATUS_ACCESS_DENIED:
      return bad("this user may not use the scanner",
                 "add the user to the group scanner, log in again and scan again");
    case SANE_STATUS_DEVICE_BUSY:
      return fail(ErrorCode::kSealedOrBusy, "the scanner is busy",
                  "wait until the other program has finished, then scan again",
                  std::move(device));
    case SANE_STATUS_CANCELLED:
      return fail(ErrorCode::kInterrupted, "the scan was cancelled at the scanner",
                  "scan again", std::move(device));
    case SANE_STATUS_NO_MEM:
      return fail(ErrorCode::kUnexpected, "the scanner's driver ran out of memory",
                  "scan at a lower resolution or a smaller area", std::move(device));
    case SANE_STATUS_INVAL:
    case SANE_STATUS_UNSUPPORTED:
      return fail(ErrorCode::kUsage, "the scanner refuses these settings",
                  "check the options with scan --list-options", std::move(device));
    case SANE_STATUS_EOF:
    case SANE_STATUS_GOOD:
      break;
  }
  return bad("the scanner sent less than a page", "scan the page again");
}

}  // namespace tangthu::scanner
