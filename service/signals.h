// The signals that end a service, or have it read its files again.
#pragma once

#include <chrono>

#include "base/descriptor.h"

namespace tangthu::service {

enum class Asked { kNothing, kReload, kEnd };

// SIGTERM, SIGINT and SIGHUP are taken in one place: call it before any thread, so that
// all have them blocked. SIGPIPE is ignored.
class Signals {
 public:
  Signals();
  // Waits so long for one. SIGHUP asks to reload.
  Asked wait(std::chrono::milliseconds most) const;

 private:
  Descriptor signals_;
};

}  // namespace tangthu::service
