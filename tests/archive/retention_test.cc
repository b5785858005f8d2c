// How long papers are kept, by dated rules.
#include "archive/retention/retention.h"

#include <gtest/gtest.h>

#include "archive/rules_file.h"

namespace tangthu::archive {
namespace {

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

RetentionRuleBook book(const std::string& text) {
  return RetentionRuleBook::parse(text, "r.toml").value();
}

const std::string kSet = "[a]\nfrom = \"2020-01-01\"\nlaw = \"a\"\nsource = \"a test\"\n";

TEST(RetentionTest, APeriodBeginsWithTheYearAfterOrWithTheDay) {
  const auto rules =
      book(std::string(built_in_rules("retention"))).in_force(day("2026-01-01"));
  EXPECT_EQ(rules.kept_until("06", day("2015-03-04")), day("2025-12-31"));
  EXPECT_EQ(rules.kept_until("02", day("2015-12-31")), day("2085-12-31"));
  EXPECT_EQ(rules.kept_until("01", day("2015-03-04")), std::nullopt) << "for ever";
  EXPECT_EQ(rules.kept_until("07", day("2015-03-04")), std::nullopt) << "a person says";
  const auto exact = book(kSet + "begins = \"date\"\nyears-06 = 4\n");
  EXPECT_EQ(exact.in_force(day("2024-01-01")).kept_until("06", day("2020-02-29")),
            day("2024-02-29"));
  EXPECT_EQ(exact.in_force(day("2024-01-01")).kept_until("06", day("2021-02-28")),
            day("2025-02-28"));
}

TEST(RetentionTest, ASetIsInForceFromItsDay) {
  const auto two = book(kSet +
                        "years-06 = 10\n[b]\nfrom = \"2026-07-01\"\nlaw = \"b\"\n"
                        "source = \"a test\"\nyears-06 = 15\n");
  EXPECT_EQ(two.in_force(day("2026-06-30")).years.at("06"), 10);
  EXPECT_EQ(two.in_force(day("2026-07-01")).years.at("06"), 15);
  EXPECT_EQ(two.in_force(day("1990-01-01")).years.at("06"), 10);
}

TEST(RetentionTest, WhatIsNoRuleIsRefusedWithItsPlace) {
  const auto refused = [](const std::string& text, const std::string& place) {
    const auto parsed = RetentionRuleBook::parse(text, "r.toml");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code(), ErrorCode::kUsage);
    EXPECT_NE(parsed.error().subject().find(place), std::string::npos)
        << parsed.error().subject();
  };
  refused("", "r.toml");
  refused(kSet + "years-06 = 0\n", "r.toml:5");
  refused(kSet + "years-06 = 201\n", "r.toml:5");
  refused(kSet + "years- = 5\n", "r.toml:5");
  refused(kSet + "begins = \"soon\"\n", "r.toml:5");
  refused(kSet + "other = 5\n", "r.toml:5");
  refused("[a]\nlaw = \"a\"\nsource = \"b\"\n", "r.toml: a");
  refused(kSet + "[b]\nfrom = \"2020-01-01\"\nlaw = \"b\"\nsource = \"c\"\n",
          "r.toml: b");
}

}  // namespace
}  // namespace tangthu::archive
