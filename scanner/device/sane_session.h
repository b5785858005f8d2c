// SANE's life in the process of tangthu-device: initialised while it is used, handles
// closed in all paths, and its statuses as errors.
// Thread rule: one thread at a time (SANE's own).
#pragma once

#include <memory>
#include <string>

#include <sane/sane.h>

#include "base/result.h"

namespace tangthu::scanner {

class SaneSession {
 public:
  static Result<SaneSession> begin();
  SaneSession(SaneSession&& other) noexcept;
  SaneSession(const SaneSession&) = delete;
  SaneSession& operator=(const SaneSession&) = delete;
  ~SaneSession();

 private:
  SaneSession() = default;
  bool begun_ = true;
};

// An open device. start() and cancel() keep track, so that a scan under way is always
// cancelled before the device is closed.
class SaneDevice {
 public:
  // Within a session. `name` empty: the first device found.
  static Result<std::unique_ptr<SaneDevice>> open(const std::string& name);
  ~SaneDevice();
  SaneDevice(const SaneDevice&) = delete;
  SaneDevice& operator=(const SaneDevice&) = delete;

  SANE_Handle handle() const { return handle_; }
  const std::string& name() const { return name_; }
  SANE_Status start();
  void cancel();

 private:
  SaneDevice(std::string name, SANE_Handle handle);

  std::string name_;
  SANE_Handle handle_;
  bool started_ = false;
};

// What a status other than GOOD means to the person at the scanner.
Failure status_failure(SANE_Status status, std::string device);

}  // namespace tangthu::scanner
