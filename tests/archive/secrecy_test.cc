#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "archive/rules_file.h"
#include "archive/secrecy/act.h"

namespace tangthu::archive {
namespace {

constexpr Level kSecret[] = {Level::kMat, Level::kToiMat, Level::kTuyetMat};

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

SecrecyRuleBook built_in() {
  return SecrecyRuleBook::parse(built_in_rules("secrecy"), "built in").value();
}

std::string set_of_rules(const std::string& name, const std::string& from,
                         const std::string& mat = "10") {
  return "[" + name + "]\nfrom = \"" + from + "\"\nlaw = \"" + name +
         "\"\nsource = \"a test\"\nyears-mat = " + mat +
         "\nyears-toi-mat = 20\nyears-tuyet-mat = 30\nextend-before-days = 60\n"
         "notice-days = 15\nwarn-days = \"90 60 15\"\ncopying-mat = \"minister\"\n"
         "copying-toi-mat = \"minister\"\ncopying-tuyet-mat = \"minister\"\n";
}

TEST(SecrecyRulesTest, TheBuiltInOnesAreThoseOfTheRepository) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/rules/secrecy.toml");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), built_in_rules("secrecy"));
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
      {set_of_rules("a", "2020-01-01") + "years = 3\n", "r.toml:14: a.years",
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
        const ProtectionState got = protection(book, level, {begin, {}}, today);
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
    return format_date(
        *protection(*book, Level::kMat, {day(classified), {}}, today).last_day);
  };
  EXPECT_EQ(last_day("2015-05-31"), "2025-05-31");
  EXPECT_EQ(last_day("2015-06-01"), "2020-06-01");
  EXPECT_EQ(protection(*book, Level::kMat, {day("2009-12-31"), {}}, today).state,
            Protection::kUnknownRule);
}

TEST(ProtectionTest, WhatNobodyKnowsIsNoEnd) {
  const SecrecyRuleBook book = built_in();
  EXPECT_EQ(protection(book, Level::kMat, {}, day("2090-01-01")).state,
            Protection::kUnknownDay);
  EXPECT_EQ(
      protection(book, Level::kMat, {day("1999-05-05"), {}}, day("2090-01-01")).state,
      Protection::kUnknownRule);
}

TEST(ProtectionTest, OnlyASureDateIsTheDayOfClassification) {
  Record record;
  EXPECT_FALSE(secret_life(record).classified);
  record.fields["date"] = {{"value", "2021-03-04"}, {"confidence", 0.69}};
  EXPECT_FALSE(secret_life(record).classified);
  record.fields["date"]["confidence"] = 0.70;
  EXPECT_EQ(secret_life(record).classified, day("2021-03-04"));
  record.fields["date"]["value"] = nullptr;
  EXPECT_FALSE(secret_life(record).classified);
  record.fields["date"]["value"] = "2021-02-30";
  EXPECT_FALSE(secret_life(record).classified);
}

class ExtensionTest : public testing::Test {
 protected:
  Result<void> check(const Extension& extension, Level level = Level::kMat,
                     const SecretLife& life = {day("2021-03-04"), {}},
                     const char* today = "2031-03-01") const {
    return check_extension(rules_, level, life, extension, day(today));
  }
  static Extension extension(const char* until, const char* decided) {
    return {day(until), day(decided), "12/QĐ-BNV", "Bộ trưởng"};
  }
  SecrecyRuleBook rules_ = built_in();
};

// Protected to 2031-03-04: decided by 2031-01-03, for ten years at most.
TEST_F(ExtensionTest, IsAllowedWithinItsLimits) {
  EXPECT_TRUE(check(extension("2031-03-05", "2031-01-03")));
  EXPECT_TRUE(check(extension("2041-03-04", "2031-01-03")));
  EXPECT_TRUE(check(extension("2041-03-04", "2021-03-04")));
  EXPECT_FALSE(check(extension("2041-03-05", "2031-01-03")));
  EXPECT_FALSE(check(extension("2031-03-04", "2031-01-03")));
  EXPECT_FALSE(check(extension("2035-01-01", "2031-01-04")));  // too late
  EXPECT_FALSE(check(extension("2035-01-01", "2021-03-03")));  // before its time
  EXPECT_FALSE(check(extension("2035-01-01", "2030-01-02"), Level::kMat,
                     {day("2021-03-04"), {}}, "2030-01-01"));  // in the future
  EXPECT_FALSE(check(extension("2035-01-01", "2030-01-01"), Level::kThuong));
  EXPECT_FALSE(check(extension("2035-01-01", "2030-01-01"), Level::kMat, {}));
  EXPECT_FALSE(
      check(extension("2035-01-01", "2030-01-01"), Level::kMat, {day("1999-03-04"), {}}));
  Extension nameless = extension("2035-01-01", "2030-01-01");
  nameless.decision.clear();
  EXPECT_FALSE(check(nameless));
}

TEST_F(ExtensionTest, GoesOnFromTheOneBefore) {
  const SecretLife life{day("2021-03-04"), day("2035-06-30")};
  EXPECT_EQ(protection(rules_, Level::kMat, life, day("2035-06-30")).state,
            Protection::kWarned);
  EXPECT_TRUE(protection(rules_, Level::kMat, life, day("2030-01-01")).extended);
  EXPECT_TRUE(
      check(extension("2045-06-30", "2035-05-01"), Level::kMat, life, "2035-06-01"));
  EXPECT_FALSE(
      check(extension("2045-07-01", "2035-05-01"), Level::kMat, life, "2035-06-01"));
  EXPECT_FALSE(
      check(extension("2045-06-30", "2035-05-02"), Level::kMat, life, "2035-06-01"));
}

// Whatever is asked for: protection never gets shorter, and never longer by more than one
// period at once; what is refused changes nothing.
TEST_F(ExtensionTest, RandomHistoriesKeepTheRules) {
  std::mt19937 random(20261122);
  const auto pick = [&random](int from, int to) {
    return std::uniform_int_distribution(from, to)(random);
  };
  int allowed = 0;
  for (int history = 0; history < 20'000; ++history) {
    const Level level = kSecret[pick(0, 2)];
    Record record;
    const Date classified = add_days(day("2020-07-01"), pick(0, 3650));
    record.fields["date"] = {{"value", format_date(classified)}, {"confidence", 1.0}};
    Date today = classified;
    for (int step = 0; step < 6; ++step) {
      today = add_days(today, pick(0, 3000));
      const SecretLife life = secret_life(record);
      const Date last = *protection(rules_, level, life, today).last_day;
      const Extension wish{add_days(last, pick(-30, 12'000)),
                           add_days(today, pick(-200, 5)), "1/QĐ", ""};
      if (!check_extension(rules_, level, life, wish, today)) continue;
      ++allowed;
      ASSERT_GT(wish.until, last);
      ASSERT_LE(wish.until, add_years(last, built_in().in_force(today)->years_of(level)));
      ASSERT_LE(wish.decided, today);
      ASSERT_GE(days_between(wish.decided, last), 60);
      record.acts.push_back({{"act", kExtend}, {"until", format_date(wish.until)}});
      ASSERT_EQ(*protection(rules_, level, secret_life(record), today).last_day,
                wish.until);
    }
  }
  EXPECT_GT(allowed, 5'000);
}

}  // namespace
}  // namespace tangthu::archive
