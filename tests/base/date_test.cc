#include "base/date.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

Date date(std::string_view iso) {
  return parse_date(iso).value();
}

TEST(DateTest, ReadsAndWritesIsoDays) {
  EXPECT_EQ(format_date(date("2026-03-01")), "2026-03-01");
  EXPECT_EQ(format_date(date("2024-02-29")), "2024-02-29");
  for (const char* wrong :
       {"", "2026-3-01", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-32",
        "2026-01-1x", "2026/01/01", "2026-01-011", "+026-01-01", "-026-01-01"}) {
    EXPECT_FALSE(parse_date(wrong)) << wrong;
  }
}

// Civil Code 2015, article 148: a period of years ends on the day of the same date.
TEST(DateTest, YearsEndOnTheSameDayOrOnTheLastOfTheMonth) {
  EXPECT_EQ(add_years(date("2026-03-01"), 10), date("2036-03-01"));
  EXPECT_EQ(add_years(date("2024-02-29"), 10), date("2034-02-28"));
  EXPECT_EQ(add_years(date("2024-02-29"), 20), date("2044-02-29"));
  EXPECT_EQ(add_years(date("2070-02-28"), 30), date("2100-02-28"));
  EXPECT_EQ(add_years(date("2080-02-29"), 20),
            date("2100-02-28"));  // 2100 is no leap year
}

TEST(DateTest, DaysGoOverMonthsAndLeapDays) {
  EXPECT_EQ(add_days(date("2024-02-28"), 1), date("2024-02-29"));
  EXPECT_EQ(add_days(date("2025-03-01"), -1), date("2025-02-28"));
  EXPECT_EQ(days_between(date("2024-01-01"), date("2025-01-01")), 366);
  EXPECT_EQ(days_between(date("2025-01-01"), date("2024-12-31")), -1);
}

TEST(DateTest, TheDayIsVietNams) {
  EXPECT_EQ(viet_nam_day(0), date("1970-01-01"));
  constexpr UnixSeconds kMidnight = 1772298000;  // 2026-02-28T17:00:00Z
  EXPECT_EQ(format_utc(kMidnight), "2026-02-28T17:00:00Z");
  EXPECT_EQ(viet_nam_day(kMidnight), date("2026-03-01"));
  EXPECT_EQ(viet_nam_day(kMidnight - 1), date("2026-02-28"));
}

}  // namespace
}  // namespace tangthu
