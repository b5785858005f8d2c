#include "service/supervisor.h"

#include <sys/socket.h>
#include <systemd/sd-daemon.h>

namespace tangthu::service {

InheritedSockets inherited_sockets() {
  InheritedSockets out;
  const int count = sd_listen_fds(1);
  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; ++fd) {
    if (sd_is_socket(fd, AF_UNIX, SOCK_STREAM, 1) > 0) {
      out.local = fd;
    } else if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) > 0) {
      out.tls = fd;
    }
  }
  return out;
}

void tell_ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}

void tell_status(const std::string& status) {
  sd_notify(0, ("STATUS=" + status).c_str());
}

void tell_stopping() {
  sd_notify(0, "STOPPING=1");
}

void tell_alive() {
  sd_notify(0, "WATCHDOG=1");
}

std::optional<std::chrono::microseconds> watchdog_period() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds(microseconds);
}

}  // namespace tangthu::service
