// Days of the Gregorian calendar, and periods as the law counts them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace tangthu {

// Always a day that the calendar has.
using Date = std::chrono::year_month_day;

// "2026-03-01", years 0000 to 9999; nothing for any other text, or no such day.
std::optional<Date> parse_date(std::string_view iso);
std::string format_date(const Date& date);
// The day in Viet Nam (UTC+7, no summer time) at that moment.
Date viet_nam_day(UnixSeconds time);
// The last second of that day in Viet Nam; from 1970 on.
UnixSeconds end_of_viet_nam_day(const Date& date);

// The day on which a period of so many years ends: the same day of the last year, or, of
// 29 February, the last day of the month where the year has none (Civil Code 2015,
// article 148).
Date add_years(const Date& date, int years);
Date add_days(const Date& date, int days);
// Negative when `to` is earlier.
int days_between(const Date& from, const Date& to);

}  // namespace tangthu
