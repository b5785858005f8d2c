#include "base/date.h"

#include "base/number.h"

namespace tangthu {
namespace {

using namespace std::chrono;  // NOLINT: a file about nothing else

constexpr auto kVietNam = hours(7);

}  // namespace

std::optional<Date> parse_date(std::string_view iso) {
  constexpr std::string_view kShape = "0000-00-00";
  if (iso.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < iso.size(); ++i) {
    if (kShape[i] == '-' ? iso[i] != '-' : !is_ascii_digit(iso[i])) return std::nullopt;
  }
  const Date date(year(*parse_number<int>(iso.substr(0, 4))),
                  month(*parse_number<unsigned>(iso.substr(5, 2))),
                  day(*parse_number<unsigned>(iso.substr(8, 2))));
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string format_date(const Date& date) {
  return iso_date(static_cast<int>(date.year()),
                  static_cast<int>(static_cast<unsigned>(date.month())),
                  static_cast<int>(static_cast<unsigned>(date.day())));
}

Date viet_nam_day(UnixSeconds time) {
  const sys_seconds utc{seconds(time)};
  return Date(floor<days>(utc + kVietNam));
}

UnixSeconds end_of_viet_nam_day(const Date& date) {
  const sys_seconds end = sys_days(date) + days(1) - kVietNam - seconds(1);
  return static_cast<UnixSeconds>(end.time_since_epoch().count());
}

Date add_years(const Date& date, int years) {
  const Date same = date + std::chrono::years(years);
  return same.ok() ? same : Date(same.year() / same.month() / last);
}

Date add_days(const Date& date, int days) {
  return Date(sys_days(date) + std::chrono::days(days));
}

int days_between(const Date& from, const Date& to) {
  return static_cast<int>((sys_days(to) - sys_days(from)).count());
}

}  // namespace tangthu
