// What systemd gives a service, and is told by it: listening sockets, readiness, and that
// it is still alive. The wall of libsystemd.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace tangthu::service {

struct InheritedSockets {
  int tls = -1;    // an internet socket
  int local = -1;  // a Unix socket
};
// Sockets that are listened at already. Call once, before any thread.
InheritedSockets inherited_sockets();

void tell_ready(const std::string& status);
void tell_status(const std::string& status);
void tell_stopping();
void tell_alive();
// How often it wants to hear tell_alive(); nothing when it does not.
std::optional<std::chrono::microseconds> watchdog_period();

}  // namespace tangthu::service
