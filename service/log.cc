#include "service/log.h"

#include <unistd.h>

namespace tangthu::service {

void log_line(Priority priority, const std::string& text) {
  const std::string line =
      "<" + std::to_string(static_cast<int>(priority)) + ">" + text + "\n";
  // One write, so that lines of several threads don't mix.
  (void)!::write(STDERR_FILENO, line.data(), line.size());
}

void log_error(const Error& error) {
  std::string text = error.text();
  if (!error.subject().empty()) text = error.subject() + ": " + text;
  log_line(Priority::kError, text + "; " + error.remedy());
}

}  // namespace tangthu::service
