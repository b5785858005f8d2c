#include "base/clock.h"

#include <array>
#include <chrono>
#include <ctime>

namespace tangthu {

UnixSeconds now_utc() {
  using std::chrono::system_clock;
  const auto since_epoch = system_clock::now().time_since_epoch();
  return static_cast<UnixSeconds>(
      std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count());
}

std::string format_utc(UnixSeconds seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text.data(), size);
}

}  // namespace tangthu
