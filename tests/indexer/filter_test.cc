#include "indexer/filter.h"

#include <gtest/gtest.h>

namespace tangthu::indexer {
namespace {

NumberRange range_of(FilterField field, std::u32string_view value) {
  const auto filter = parse_filter(field, value, 0);
  EXPECT_TRUE(filter.has_value());
  if (!filter || filter->ranges.size() != 1) return {1, 0};
  return filter->ranges[0];
}

TEST(FilterTest, ADateIsADayAMonthOrAYear) {
  const std::pair<std::u32string_view, NumberRange> cases[] = {
      {U"2019", {20190101, 20191231}},
      {U"2020-02", {20200201, 20200229}},
      {U"2/2019", {20190201, 20190228}},
      {U"2019/11", {20191101, 20191130}},
      {U"05/3/2020", {20200305, 20200305}},
      {U"2020-3-5", {20200305, 20200305}},
      {U"ngày 5 tháng 3 năm 2020", {20200305, 20200305}},
      {U"2019..2021-06", {20190101, 20210630}},
      {U"..2019", {0, 20191231}},
      {U"2019..", {20190101, UINT32_MAX}},
      {U"5.3.2020..6.3.2020", {20200305, 20200306}},
      {U">=2020-05-01", {20200501, UINT32_MAX}},
      {U">2019", {20191232, UINT32_MAX}},
      {U"<2019", {0, 20190100}},
      {U"<=2019-02", {0, 20190228}},
      {U"=2019-02", {20190201, 20190228}},
  };
  for (const auto& [value, range] : cases) {
    const NumberRange found = range_of(FilterField::kDate, value);
    EXPECT_EQ(found.least, range.least);
    EXPECT_EQ(found.most, range.most);
  }
}

TEST(FilterTest, LevelsGoByCodeOrByName) {
  for (const auto value : {U"toi-mat", U"Tối mật", U"TOIMAT", U"toi_mat"}) {
    EXPECT_EQ(range_of(FilterField::kLevel, value), (NumberRange{2, 2}));
  }
  EXPECT_EQ(range_of(FilterField::kLevel, U"mat..toi-mat"), (NumberRange{1, 2}));
}

TEST(FilterTest, NothingIsBelowTheLeast) {
  const auto filter = parse_filter(FilterField::kLevel, U"<thuong", 0);
  ASSERT_TRUE(filter.has_value());
  for (std::uint32_t level = 0; level < 4; ++level) {
    EXPECT_FALSE(filter->passes(std::optional(level)));
  }
}

TEST(FilterTest, ADocumentWithoutAValueIsInNoRange) {
  Filter filter{FilterField::kDate, false, {NumberRange{}}, {}};
  EXPECT_TRUE(filter.passes(std::optional<std::uint32_t>(20200101)));
  EXPECT_FALSE(filter.passes(std::optional<std::uint32_t>()));
  filter.excluded = true;
  EXPECT_FALSE(filter.passes(std::optional<std::uint32_t>(20200101)));
  EXPECT_TRUE(filter.passes(std::optional<std::uint32_t>()));
}

TEST(FilterTest, TextsAreComparedWholeOrByTheirBeginning) {
  const auto whole = parse_filter(FilterField::kDossier, U"HS-2019", 0);
  ASSERT_TRUE(whole.has_value());
  EXPECT_TRUE(whole->passes(std::optional<std::string_view>("hs-2019")));
  EXPECT_FALSE(whole->passes(std::optional<std::string_view>("hs-2019-1")));
  const auto prefix = parse_filter(FilterField::kFonds, U"Phông*", 0);
  ASSERT_TRUE(prefix.has_value());
  EXPECT_TRUE(prefix->passes(std::optional<std::string_view>("phong 12")));
}

TEST(FilterTest, NamesGoWithOrWithoutMarks) {
  EXPECT_EQ(filter_field("ngày"), FilterField::kDate);
  EXPECT_EQ(filter_field("NGAY-NHAP"), FilterField::kAdded);
  EXPECT_EQ(filter_field("hồ_sơ"), FilterField::kDossier);
  EXPECT_EQ(filter_field("phong"), std::nullopt);
}

}  // namespace
}  // namespace tangthu::indexer
