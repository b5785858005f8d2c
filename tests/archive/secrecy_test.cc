#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "archive/secrecy/built_in.h"
#include "archive/secrecy/protection.h"

namespace tangthu::archive {
namespace {

constexpr Level kSecret[] = {Level::kMat, Level::kToiMat, Level::kTuyetMat};

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

SecrecyRuleBook built_in() {
  return SecrecyRuleBook::parse(built_in_secrecy_rules(), "built in").value();
}

std::string set_of_rules(const std::string& name, const std::string& from,
                         const std::string& mat = "10") {
  return "[" + name + "]\nfrom = \"" + from + "\"\nlaw = \"" + name +
         "\"\nsource = \"a test\"\nyears-mat = " + mat +
         "\nyears-toi-mat = 20\nyears-tuyet-mat = 30\nextend-before-days = 60\n"
         "notice-days = 15\nwarn-days = \"90 60 15\"\n";
}

TEST(SecrecyRulesTest, TheBuiltInOnesAreThoseOfTheRepository) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/rules/secrecy.toml");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), built_in_secrecy_rules());
}

TEST(SecrecyRulesTest, ASetIsInForceFromItsDayToTheNext) {
  const SecrecyRuleBook book = built_in();
  EXPECT_EQ(book.in_force(day("2020-06-30")), nullptr);
  EXPECT_EQ(book.in_force(day("2020-07-01"))->name, "law-29-2018");
  EXPECT_EQ(book.in_force(day("2026-02-28"))->name, "law-29-2018");
  EXPECT_EQ(book.in_force(day("2026-03-01"))->name, "law-117-2025");
  EXPECT_EQ(book.in_force(day("2090-01-01"))->name, "law-117-2025");
}

TEST(SecrecyRulesTest, WhatIsNoRuleIsRefusedWithItsPlace) {
  const struct {
    std::string text;
    std::string subject;
    const char* error;
  } cases[] = {
      {"", "r.toml", "there are no rules in this file"},
      {"x", "r.toml:1", "the file is not TOML"},
      {set_of_rules("a", "2020-02-30"), "r.toml:2: a.from", "this must be a day"},
      {set_of_rules("a", "2020-01-01", "0"), "r.toml:5: a.years-mat",
       "this number is out of range"},
      {set_of_rules("a", "2020-01-01", "101"), "r.toml:5: a.years-mat",
       "this number is out of range"},
      {set_of_rules("a", "2020-01-01", "\"ten\""), "r.toml:5: a.years-mat",
       "this number is out of range"},
      {set_of_rules("a", "2020-01-01") + "years = 3\n", "r.toml:11: a.years",
       "rules of secrecy have no such key"},
      {"from = \"2020-01-01\"\n", "r.toml: .law", "rules of secrecy lack a key"},
      {set_of_rules("a", "2020-01-01") + set_of_rules("b", "2020-01-01"),
       "r.toml: b.from", "sets of rules must follow each other by their days"},
      {"[a]\nwarn-days = \"15 60\"\n", "r.toml:2: a.warn-days",
       "these must be numbers of days, the largest first"},
      {"[a]\nlaw = 3\n", "r.toml:2: a.law", "this must be a text"},
  };
  for (const auto& each : cases) {
    const auto book = SecrecyRuleBook::parse(each.text, "r.toml");
    ASSERT_FALSE(book.has_value()) << each.text;
    EXPECT_STREQ(book.error().text(), each.error) << each.text;
    EXPECT_EQ(book.error().subject(), each.subject);
    EXPECT_EQ(book.error().code(), ErrorCode::kUsage);
  }
}

// Day by day over 35 years, for secrets of every level classified on ordinary days, at
// the limits of the rules and on leap days, against what the rules say in words.
TEST(ProtectionTest, EveryDayOf35YearsIsRight) {
  const SecrecyRuleBook book = built_in();
  for (const char* classified : {"2020-07-01", "2021-11-05", "2024-02-28", "2024-02-29",
                                 "2024-03-01", "2026-02-28", "2026-03-01"}) {
    for (const Level level : kSecret) {
      const int years = level == Level::kMat ? 10 : level == Level::kToiMat ? 20 : 30;
      const Date begin = day(classified);
      Date last = begin.year() / begin.month() / begin.day();
      last += std::chrono::years(years);
      if (!last.ok()) last = last.year() / 2 / 28;
      for (Date today = begin; today < day("2059-12-31"); today = add_days(today, 1)) {
        const ProtectionState got = protection(book, level, begin, today);
        ASSERT_EQ(got.last_day, last);
        const auto left =
            (std::chrono::sys_days(last) - std::chrono::sys_days(today)).count();
        ASSERT_EQ(got.days_left, left);
        const Protection expected = left < 0     ? Protection::kEnded
                                    : left <= 90 ? Protection::kWarned
                                                 : Protection::kRuns;
        ASSERT_EQ(got.state, expected) << classified << " " << format_date(today);
        const int warning = left < 0 || left > 90 ? 0
                            : left > 60           ? 90
                            : left > 15           ? 60
                                                  : 15;
        ASSERT_EQ(got.warning, warning) << classified << " " << format_date(today);
        ASSERT_EQ(days_between(*got.extend_by, last), 60);
      }
    }
  }
}

TEST(ProtectionTest, AChangeOfTheRulesAppliesFromItsDayOnly) {
  const auto book = SecrecyRuleBook::parse(
      set_of_rules("old", "2010-01-01") + set_of_rules("new", "2015-06-01", "5"),
      "r.toml");
  ASSERT_TRUE(book.has_value());
  const Date today = day("2016-01-01");
  const auto last_day = [&](const char* classified) {
    return format_date(*protection(*book, Level::kMat, day(classified), today).last_day);
  };
  EXPECT_EQ(last_day("2015-05-31"), "2025-05-31");
  EXPECT_EQ(last_day("2015-06-01"), "2020-06-01");
  EXPECT_EQ(protection(*book, Level::kMat, day("2009-12-31"), today).state,
            Protection::kUnknownRule);
}

TEST(ProtectionTest, WhatNobodyKnowsIsNoEnd) {
  const SecrecyRuleBook book = built_in();
  EXPECT_EQ(protection(book, Level::kMat, std::nullopt, day("2090-01-01")).state,
            Protection::kUnknownDay);
  EXPECT_EQ(protection(book, Level::kMat, day("1999-05-05"), day("2090-01-01")).state,
            Protection::kUnknownRule);
}

TEST(ProtectionTest, OnlyASureDateIsTheDayOfClassification) {
  Record record;
  EXPECT_FALSE(classification_day(record));
  record.fields["date"] = {{"value", "2021-03-04"}, {"confidence", 0.69}};
  EXPECT_FALSE(classification_day(record));
  record.fields["date"]["confidence"] = 0.70;
  EXPECT_EQ(classification_day(record), day("2021-03-04"));
  record.fields["date"]["value"] = nullptr;
  EXPECT_FALSE(classification_day(record));
  record.fields["date"]["value"] = "2021-02-30";
  EXPECT_FALSE(classification_day(record));
}

}  // namespace
}  // namespace tangthu::archive
