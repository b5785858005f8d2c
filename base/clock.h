// Time. Stored times are seconds since 1970 in UTC; shown times are ISO 8601 with Z.
#pragma once

#include <cstdint>
#include <string>

namespace tangthu {

using UnixSeconds = std::uint64_t;

UnixSeconds now_utc();
// "2026-03-01T07:15:00Z"
std::string format_utc(UnixSeconds seconds);

// Whether the calendar has such a day.
bool is_day(int year, int month, int day);
// "2026-03-01"; the year of four figures.
std::string iso_date(int year, int month, int day);

}  // namespace tangthu
