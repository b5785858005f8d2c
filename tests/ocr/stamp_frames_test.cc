// What frames stamps, and which lines of a page are theirs.
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "ocr/stamp_incoming.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamped_lines.h"
#include "ocr/stamps.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Align;
using tangthu::testing::Print;

// Decree 30's form.
void draw_incoming(Print& print, double x, double y) {
  print.rectangle(x, y, 50, 30);
  print.rule(x, y + 7, x + 50, y + 7, 0.5);
  print.rule(x, y + 21, x + 50, y + 21, 0.5);
  print.rule(x + 18, y + 7, x + 18, y + 21, 0.5);
  print.text(x + 25, y + 1.2, "VĂN PHÒNG", 9, "", Align::kCentre);
  print.text(x + 9, y + 10.5, "ĐẾN", 13, "Bold", Align::kCentre);
  print.text(x + 20, y + 8.5, "Số: ………………", 9);
  print.text(x + 20, y + 15, "Ngày: ……………", 9);
  print.text(x + 2, y + 23.5, "Chuyển: ………………………", 9);
}

std::vector<Stamp> stamps_on(const Page& layer) {
  auto engine = Engine::create("vie", "");
  if (!engine) return {};
  return find_stamps(layer, {}, **engine,
                     std::chrono::steady_clock::now() + std::chrono::seconds(60));
}

Line line_of(std::initializer_list<Word> words) {
  Line line;
  for (const Word& word : words) {
    line.words.push_back(word);
    line.box = united(line.box, word.box);
  }
  line.text = joined_words(line.words);
  return line;
}

TEST(RectangleTest, FrameIsFoundThoughAStrokeRunsAcross) {
  Print print;
  print.rectangle(50, 60, 30, 8);
  print.rule(20, 90, 100, 40, 1);
  const auto found = find_rectangles(print.page());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].width * 25.4 / 300, 30, 1);
  EXPECT_NEAR(found[0].height * 25.4 / 300, 8, 0.8);
}

TEST(RectangleTest, LeaningFrameIsFound) {
  Print print;
  print.stamp(60, 60, "TỐI MẬT", 16, 7, 0.3);
  const auto found = find_rectangles(print.page());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].degrees, 7, 1);
}

TEST(RectangleTest, CellsOfATableAndRowsOfPrintAreNone) {
  Print print;
  for (int i = 0; i <= 4; ++i) {
    print.rule(30, 60 + 10.0 * i, 180, 60 + 10.0 * i, 0.4);
    print.rule(30 + 37.5 * i, 60, 30 + 37.5 * i, 100, 0.4);
  }
  print.paragraph(30, 130,
                  "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015; căn cứ đề nghị "
                  "của Giám đốc Sở Nội vụ tại Tờ trình số 12 ngày 05 tháng 3 năm 2020.",
                  160);
  EXPECT_TRUE(find_rectangles(print.page()).empty());
}

// A frame of 40 by 8 mm of which worn rubber left dashes, and scraps of letters.
void draw_worn_frame(Print& print, double x, double y) {
  for (const auto& [from, to] :
       {std::pair{0.0, 3.0}, {9.0, 16.0}, {22.0, 30.0}, {35.0, 40.0}})
    print.rule(x + from, y, x + to, y, 0.5);
  for (const auto& [from, to] :
       {std::pair{0.0, 6.0}, {12.0, 15.0}, {20.0, 24.0}, {29.0, 40.0}})
    print.rule(x + from, y + 8, x + to, y + 8, 0.5);
  print.rule(x, y, x, y + 2, 0.5);
  print.rule(x + 40, y, x + 40, y + 5, 0.5);
  print.rule(x + 27, y + 2.5, x + 29, y + 5.5, 0.6);
  print.rule(x + 31, y + 2.5, x + 31, y + 5, 0.6);
}

TEST(RectangleTest, WornFrameIsFoundAsABrokenOne) {
  Print print;
  draw_worn_frame(print, 40, 60);
  EXPECT_TRUE(find_rectangles(print.page()).empty());
  const auto found = find_rectangles(print.page(), Lines::kBroken);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].width * 25.4 / 300, 40, 1);
  EXPECT_NEAR(found[0].height * 25.4 / 300, 8, 0.8);
}

TEST(RectangleTest, RowsOfPrintAreNoBrokenFrames) {
  Print print;
  print.text(30, 40, "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", 13, "Bold");
  print.rule(40, 47, 70, 47, 0.4);
  print.text(30, 50, "Số: 12/QĐ-UBND", 13);
  print.paragraph(30, 70,
                  "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015; căn cứ đề nghị "
                  "của Giám đốc Sở Nội vụ tại Tờ trình số 12 ngày 05 tháng 3 năm 2020.",
                  160);
  for (const Rectangle& found : find_rectangles(print.page(), Lines::kBroken))
    EXPECT_FALSE(found.has_clear_lines());
}

TEST(RectangleTest, FrameThatTheSheetCutsOffIsFound) {
  // Its fourth side is missing: a level that stood there went unseen.
  Print print;
  print.rule(8, 60, 26, 60, 0.5);
  print.rule(8, 68, 26, 68, 0.5);
  print.rule(26, 60, 26, 68, 0.5);
  const auto found = find_rectangles(print.page());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].width * 25.4 / 300, 18, 1);
}

TEST(StampKindsTest, WornFrameAroundScrapsIsInDoubtByItsLength) {
  Print print;
  draw_worn_frame(print, 40, 60);
  const auto stamps = stamps_on(print.page());
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].text, "TUYỆT MẬT");
  EXPECT_LT(stamps[0].confidence, 0.5);
}

TEST(IncomingStampTest, FormIsReadAsOneStamp) {
  Print print;
  draw_incoming(print, 120, 60);
  const auto stamps = stamps_on(print.page());
  ASSERT_EQ(stamps.size(), 1U);
  EXPECT_EQ(stamps[0].kind, "incoming");
  EXPECT_GE(stamps[0].confidence, 0.8);
  EXPECT_NEAR(stamps[0].box.width * 25.4 / 300, 50, 2);
}

TEST(IncomingStampTest, TwoOfItsNamesAreAskedFor) {
  EXPECT_TRUE(incoming_in({"VĂN PHÒNG", "ĐẾN", "Số:", "Ngày:"}).has_value());
  EXPECT_TRUE(incoming_in({"Số: 12", "Ngây 3/4"}).has_value());
  EXPECT_TRUE(incoming_in({"CÔNG VĂN ĐỀN"}).has_value());
  EXPECT_TRUE(incoming_in({"ĐẾN", "07/3/1342"}).has_value());
  EXPECT_FALSE(incoming_in({"ĐẾN"}).has_value());
  EXPECT_FALSE(incoming_in({"PHÒNG HÀNH CHÍNH", "Số: 12"}).has_value());
  EXPECT_FALSE(incoming_in({"TỐI MẬT"}).has_value());
  EXPECT_FALSE(incoming_in({}).has_value());
}

TEST(IncomingStampTest, NoteOfWhoCopiedIsACopy) {
  // Its number and day made it a receiver's stamp.
  const auto stamp = incoming_in({"BẢN SAO BÍ MẬT NHÀ NƯỚC", "Số: 03", "Ngày 5/6/2024"});
  ASSERT_TRUE(stamp.has_value());
  EXPECT_EQ(stamp->kind, "copy");
}

TEST(IncomingStampTest, WordsTellItWhereItsFrameIsLost) {
  const std::vector<Line> lines = {
      line_of({{"VĂN", 0.9, {1500, 600, 90, 40}}, {"PHÒNG", 0.9, {1600, 600, 120, 40}}}),
      line_of({{"ĐẾN", 0.9, {1450, 720, 120, 50}}}),
      line_of({{"Số:", 0.9, {1640, 700, 60, 40}}}),
      line_of({{"Ngày:", 0.9, {1640, 780, 90, 40}}}),
      line_of({{"Chuyển:", 0.9, {1430, 880, 130, 40}}})};
  const auto stamp = incoming_in_lines(lines, 3508, 300);
  ASSERT_TRUE(stamp.has_value());
  EXPECT_EQ(stamp->kind, "incoming");
  EXPECT_EQ(stamp->box.y, 600);
  EXPECT_FALSE(
      incoming_in_lines({lines.begin() + 2, lines.end()}, 3508, 300).has_value());
}

TEST(StampedLinesTest, WhatStandsInAReceiversStampIsNoText) {
  PageText page;
  page.stamps = {{"ĐẾN", "incoming", 0.9, 0, {1000, 500, 600, 360}},
                 {"MẬT", "secrecy", 0.25, 0, {1050, 520, 200, 90}}};
  page.lines = {
      line_of({{"Số:", 0.9, {1210, 600, 60, 40}}}),
      line_of({{"V/v", 0.9, {500, 610, 80, 40}},
               {"kiểm", 0.9, {590, 610, 80, 40}},
               {"Ngày:", 0.9, {1210, 610, 90, 40}}}),
  };
  drop_entries(page);
  drop_stamped_lines(page);
  ASSERT_EQ(page.stamps.size(), 1U);
  EXPECT_EQ(page.stamps[0].kind, "incoming");
  ASSERT_EQ(page.lines.size(), 1U);
  EXPECT_EQ(page.lines[0].text, "V/v kiểm");
  EXPECT_EQ(page.lines[0].box.right(), 670);
}

TEST(StampedLinesTest, PrintThatAStampLiesAcrossStays) {
  PageText page;
  page.stamps = {{"ĐẾN", "incoming", 0.9, 0, {1000, 500, 600, 360}}};
  page.lines = {
      line_of({{"báo", 0.9, {880, 600, 90, 40}},
               {"cáo", 0.9, {985, 600, 90, 40}},
               {"Sở", 0.9, {1090, 600, 90, 40}}}),
      line_of(
          {{"Số:", 0.9, {1100, 700, 60, 40}}, {"12/QĐ-UBND", 0.9, {1170, 700, 300, 40}}}),
  };
  drop_stamped_lines(page);
  EXPECT_EQ(page.lines.size(), 2U);
  EXPECT_EQ(page.lines[0].words.size(), 3U);
}

TEST(StampedLinesTest, ADoubtfulStampTakesNoLines) {
  PageText page;
  page.stamps = {{"THƯỢNG KHẨN", "urgency", 0.53, 0, {1400, 2000, 600, 300}}};
  page.lines = {line_of(
      {{"TRƯỞNG", 0.9, {1500, 2100, 200, 40}}, {"PHÒNG", 0.9, {1710, 2100, 150, 40}}})};
  drop_stamped_lines(page);
  EXPECT_EQ(page.lines.size(), 1U);
}

TEST(StampedLinesTest, AnUrgentStampThatWasReadIsNoSecretOne) {
  PageText page;
  add_stamp(page, {"THƯỢNG KHẨN", "urgency", 0.58, 0, {443, 387, 476, 86}});
  add_stamp(page, {"TUYỆT MẬT", "secrecy", 0.25, 0, {444, 389, 477, 98}});
  EXPECT_EQ(page.stamps.size(), 1U);
  // One short word may be another.
  page.stamps = {{"KHẨN", "urgency", 0.58, 0, {443, 387, 236, 86}}};
  add_stamp(page, {"MẬT", "secrecy", 0.25, 0, {444, 389, 236, 98}});
  EXPECT_EQ(page.stamps.size(), 2U);
}

TEST(StampedLinesTest, ASurerStampKeepsADoubtfulOneOut) {
  PageText page;
  add_stamp(page, {"MẬT", "secrecy", 0.95, 0, {500, 500, 240, 100}});
  add_stamp(page, {"TỐI MẬT", "secrecy", 0.25, 0, {510, 505, 230, 90}});
  ASSERT_EQ(page.stamps.size(), 1U);
  add_stamp(page, {"TỐI MẬT", "secrecy", 0.85, 0, {510, 505, 230, 90}});
  EXPECT_EQ(page.stamps.size(), 2U);
}

TEST(StampKindsTest, DeclassifiedPaperKeepsBothFacts) {
  Print print;
  print.stamp(40, 50, "TỐI MẬT", 14, 1, 0.7);
  print.stamp(40, 66, "GIẢI MẬT\nTừ: 02/3/2020", 14, -1, 0.7);
  const auto stamps = stamps_on(print.page());
  ASSERT_EQ(stamps.size(), 2U);
  DocumentText document;
  document.stamps = stamps;
  EXPECT_TRUE(is_declassified(document));
  EXPECT_EQ(std::count_if(stamps.begin(), stamps.end(),
                          [](const Stamp& stamp) {
                            return stamp.kind == "secrecy" && stamp.text == "TỐI MẬT";
                          }),
            1);
}

TEST(StampKindsTest, CopiesAndUrgencyAreRead) {
  for (const auto& [words, kind] : {std::pair{"BẢN SAO SỐ 03", "copy"},
                                    {"SAO Y BẢN CHÍNH", "copy"},
                                    {"HỎA TỐC", "urgency"},
                                    {"THƯỢNG KHẨN", "urgency"},
                                    {"KHẨN", "urgency"}}) {
    Print print;
    print.stamp(60, 80, words, 14, -3, 0.6);
    const auto stamps = stamps_on(print.page());
    ASSERT_EQ(stamps.size(), 1U) << words;
    EXPECT_EQ(stamps[0].kind, kind) << words;
  }
}

TEST(StampKindsTest, WellReadPrintIsNoDoubtfulStamp) {
  Print print;
  print.stamp(60, 60, "▒▓▒", 16, 0, 0.8);
  auto engine = Engine::create("vie", "");
  ASSERT_TRUE(engine.has_value());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const std::vector<Line> lines = {
      line_of({{"Độc", 0.95, {700, 740, 120, 50}}, {"lập", 0.95, {840, 740, 120, 50}}})};
  EXPECT_EQ(find_stamps(print.page(), {}, **engine, deadline).size(), 1U);
  EXPECT_TRUE(find_stamps(print.page(), lines, **engine, deadline).empty());
}

TEST(StampKindsTest, WordsWithoutAFrameAreNone) {
  Print print;
  print.text(60, 80, "Trưởng", 13);
  print.text(60, 100, "Thường trực", 13);
  EXPECT_TRUE(stamps_on(print.page()).empty());
}

}  // namespace
}  // namespace tangthu::ocr
