#include "samples/calendar.h"

#include <array>
#include <chrono>

namespace tangthu::samples {
namespace {

std::chrono::sys_days to_days(const Date& date) {
  return std::chrono::year(date.year) /
         std::chrono::month(static_cast<unsigned>(date.month)) /
         std::chrono::day(static_cast<unsigned>(date.day));
}

std::string two_digits(int value) {
  std::string digits(value < 10 ? 1 : 0, '0');
  digits += std::to_string(value);
  return digits;
}

}  // namespace

Date add_days(const Date& date, int days) {
  const std::chrono::year_month_day moved(to_days(date) + std::chrono::days(days));
  return {static_cast<int>(moved.year()),
          static_cast<int>(static_cast<unsigned>(moved.month())),
          static_cast<int>(static_cast<unsigned>(moved.day()))};
}

std::string iso_date(const Date& date) {
  return std::to_string(date.year) + "-" + two_digits(date.month) + "-" +
         two_digits(date.day);
}

std::string day_digits(const Date& date) {
  return two_digits(date.day);
}

std::string month_digits(const Date& date) {
  return date.month <= 2 ? two_digits(date.month) : std::to_string(date.month);
}

std::string long_date(const Date& date) {
  return day_digits(date) + " tháng " + month_digits(date) + " năm " +
         std::to_string(date.year);
}

std::string short_date(const Date& date) {
  return day_digits(date) + "/" + month_digits(date) + "/" + std::to_string(date.year);
}

std::string weekday_name(const Date& date) {
  static constexpr std::array kNames = {"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                        "thứ Năm",  "thứ Sáu", "thứ Bảy"};
  return kNames[std::chrono::weekday(to_days(date)).c_encoding()];
}

}  // namespace tangthu::samples
