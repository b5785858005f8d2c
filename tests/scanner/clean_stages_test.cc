// Each stage says what it did; each can be left out, and then does nothing.
#include <gtest/gtest.h>

#include "clean_sheet.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

CleanedPage cleaned(const Page& page, StageSet left_out) {
  auto result = clean_page(page, {.turn_degrees = -1, .left_out = left_out});
  EXPECT_TRUE(result.has_value());
  return std::move(*result);
}

Page crooked_page() {
  Sheet sheet(1600, 1300);
  sheet.text(16, 12, 21);
  sheet.red_ring(250, 120, 22);
  return shoot(sheet, {.turn_degrees = 180, .skew_degrees = 3, .light_right = 0.8});
}

// Those of clean_page; spread works before it (spread.h).
std::vector<Stage> its_stages() {
  std::vector<Stage> out;
  for (const Stage stage : all_stages()) {
    if (stage != Stage::kSpread) out.push_back(stage);
  }
  return out;
}

const StageReport& report_of(const CleanedPage& page, Stage stage) {
  for (const StageReport& report : page.stages) {
    if (report.stage == stage) return report;
  }
  throw std::logic_error("a stage without a report");
}

TEST(CleanStagesTest, EveryStageReportsOnceWithAConfidence) {
  const CleanedPage page = cleaned(crooked_page(), {});
  ASSERT_EQ(page.stages.size(), its_stages().size());
  for (std::size_t i = 0; i < page.stages.size(); ++i) {
    EXPECT_EQ(page.stages[i].stage, its_stages()[i]);
    EXPECT_FALSE(page.stages[i].action.empty());
    EXPECT_GE(page.stages[i].confidence, 0);
    EXPECT_LE(page.stages[i].confidence, 1);
    EXPECT_GE(page.stages[i].milliseconds, 0);
  }
}

TEST(CleanStagesTest, EveryStageCanBeLeftOutAndSaysSo) {
  const Page captured = crooked_page();
  for (const Stage stage : its_stages()) {
    const CleanedPage page = cleaned(captured, StageSet().add(stage));
    EXPECT_EQ(report_of(page, stage).action, stage_action::kLeftOut) << stage_name(stage);
    EXPECT_EQ(page.stages.size(), its_stages().size()) << stage_name(stage);
  }
}

TEST(CleanStagesTest, WhatIsLeftOutIsNotDone) {
  const Page captured = crooked_page();
  const auto without = [&](Stage stage) {
    return cleaned(captured, StageSet().add(stage));
  };
  EXPECT_EQ(cleaned(captured, {}).turn_degrees, 180);
  EXPECT_EQ(without(Stage::kOrientation).turn_degrees, 0);
  EXPECT_EQ(without(Stage::kDeskew).skew_degrees, 0);
  EXPECT_TRUE(cleaned(captured, {}).has_red);
  EXPECT_FALSE(without(Stage::kColour).has_red);
  const auto corner = [](const CleanedPage& page) {
    return page.ink.row(page.ink.height() / 2)[80];
  };
  EXPECT_EQ(corner(cleaned(captured, {})), 255);
  EXPECT_LT(corner(without(Stage::kLight)), 250) << "paper in the dark half";
}

TEST(CleanStagesTest, WithNothingLeftInThePageIsTheGreyOfTheCapture) {
  StageSet all;
  for (const Stage stage : its_stages())
    all.add(stage);
  const Page captured = crooked_page();
  const CleanedPage page = cleaned(captured, all);
  EXPECT_EQ(page.ink.width(), captured.width());
  EXPECT_EQ(page.ink.height(), captured.height());
  EXPECT_EQ(page.to_master.xx, 1);
  EXPECT_FALSE(page.blank);
}

TEST(CleanStagesTest, NamesFindTheirStages) {
  for (const Stage stage : all_stages())
    EXPECT_EQ(find_stage(stage_name(stage)), stage);
  EXPECT_FALSE(find_stage("").has_value());
  EXPECT_FALSE(find_stage("Deskew").has_value());
}

}  // namespace
}  // namespace tangthu::scanner
