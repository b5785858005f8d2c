// Days of the civil calendar, as an office writes them.
#pragma once

#include <string>

namespace tangthu::samples {

struct Date {
  int year = 2000;
  int month = 1;  // 1–12
  int day = 1;    // 1–31

  auto operator<=>(const Date&) const = default;
};

Date add_days(const Date& date, int days);
// "2020-03-05"
std::string iso_date(const Date& date);
// "05 tháng 3 năm 2020": Decree 30 puts a zero before days below 10 and months 1 and 2.
std::string long_date(const Date& date);
// "05/3/2020"
std::string short_date(const Date& date);
// "thứ Năm"
std::string weekday_name(const Date& date);
// With a zero before where the decree wants one.
std::string day_digits(const Date& date);
std::string month_digits(const Date& date);

}  // namespace tangthu::samples
