#include "base/clock.h"

#include <array>
#include <chrono>
#include <cstdio>
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

bool is_day(int year, int month, int day) {
  using namespace std::chrono;
  // The types of the calendar hold a byte, and would wrap.
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return year_month_day(std::chrono::year(year),
                        std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

std::string iso_date(int year, int month, int day) {
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, month, day);
  return out.data();
}

}  // namespace tangthu
