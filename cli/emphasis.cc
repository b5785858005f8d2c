#include "cli/emphasis.h"

#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace tangthu::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool has_emphasis(int file) {
  const std::string_view terminal = variable("TERM");
  return isatty(file) != 0 && variable("NO_COLOR").empty() && !terminal.empty() &&
         terminal != "dumb";
}

}  // namespace tangthu::cli
