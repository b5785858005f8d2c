#include "server/log.h"

namespace tangthu::server {
namespace {

bool every_request = true;

}  // namespace

void log_every_request(bool every) {
  every_request = every;
}

void log_request(const Request& request, const std::string& route, int status,
                 std::chrono::nanoseconds took) {
  const bool is_bad = status >= 500 || status == 0;
  if (!is_bad && !every_request) return;
  const auto microseconds =
      std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  std::string line = "request=" + request.id + " route=\"" + route +
                     "\" status=" + std::to_string(status) +
                     " us=" + std::to_string(microseconds) +
                     " peer=" + request.peer.address;
  if (request.peer.user) line += " uid=" + std::to_string(*request.peer.user);
  log_line(is_bad ? Priority::kWarning : Priority::kInfo, line);
}

}  // namespace tangthu::server
