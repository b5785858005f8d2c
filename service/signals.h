// The signals that end a service.
#pragma once

#include <chrono>

#include "base/descriptor.h"

namespace tangthu::service {

// SIGTERM, SIGINT and SIGHUP are taken in one place: call it before any thread, so that
// all have them blocked. SIGPIPE is ignored.
class EndingSignals {
 public:
  EndingSignals();
  // Waits so long; true when the service is asked to end. SIGHUP asks nothing.
  bool wait(std::chrono::milliseconds most) const;

 private:
  Descriptor signals_;
};

}  // namespace tangthu::service
