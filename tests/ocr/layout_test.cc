#include "ocr/layout.h"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "ocr/line_slope.h"
#include "tests/ocr/print.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Align;
using tangthu::testing::Print;

// The left edges of the lines, in reading order.
std::vector<Box> boxes(const Layout& layout) {
  std::vector<Box> out;
  for (const PieceRow& row : layout.lines) {
    Box box;
    for (const std::size_t i : row)
      box = united(box, layout.pieces.pieces[i].box);
    out.push_back(box);
  }
  return out;
}

TEST(LayoutTest, BlankPageHasNoLines) {
  EXPECT_TRUE(find_layout(Print().page(), Blots::kDropped).lines.empty());
}

TEST(LayoutTest, MarksBelongToTheirLine) {
  Print print;
  print.text(30, 100, "Ủy Ẩ Ệ ỗ ặ ị");
  const Layout layout = find_layout(print.page(), Blots::kDropped);
  ASSERT_EQ(layout.lines.size(), 1U);
  std::size_t components = 0;
  for (const Piece& piece : layout.pieces.pieces)
    components += piece.components.size();
  EXPECT_EQ(components, layout.ink.components.size());
}

TEST(LayoutTest, HeadingColumnsAreReadOneAfterTheOther) {
  Print print;
  print.text(55, 20, "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ\nSố: 12/SNV", 13, "", Align::kCentre,
             70);
  print.text(140, 20, "CỘNG HÒA XÃ HỘI\nĐộc lập - Tự do\nHải Sơn, ngày 05", 13, "",
             Align::kCentre, 80);
  const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_LT(lines[2].right(), lines[3].x);
  EXPECT_LT(lines[3].y, lines[2].y);
}

TEST(LayoutTest, JustifiedParagraphIsNotCutIntoColumns) {
  Print print;
  const std::string words =
      "Thực hiện kế hoạch công tác năm của Ủy ban nhân dân tỉnh về việc kiểm tra công "
      "tác văn thư, lưu trữ tại các cơ quan, đơn vị trên địa bàn tỉnh. ";
  print.paragraph(30, 40, words + words + words, 160);
  const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
  ASSERT_GE(lines.size(), 5U);
  for (std::size_t i = 1; i < lines.size(); ++i)
    EXPECT_GT(lines[i].y, lines[i - 1].y);
}

// Large print with wide spaces: each word is a piece, its accents are as high as letters
// of the small print and stand off.
TEST(LayoutTest, AccentOfALoneWordMakesNoPieceOfItsOwn) {
  Print print;
  print.paragraph(30, 60, "Thực hiện kế hoạch công tác năm của Ủy ban nhân dân tỉnh", 150,
                  9);
  print.text(30, 100, "BẾN", 14, "bold");
  print.text(70, 100, "KẾ", 14, "bold");
  const Layout layout = find_layout(print.page(), Blots::kDropped);
  const int words_top = static_cast<int>(95 / 25.4 * 300);
  const auto& pieces = layout.pieces.pieces;
  EXPECT_EQ(std::count_if(pieces.begin(), pieces.end(),
                          [&](const Piece& piece) { return piece.box.y > words_top; }),
            2);
}

TEST(LayoutTest, LastLineOfAParagraphIsNotCutByTheColumnsBelow) {
  Print print;
  print.text(30, 100,
             "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về");
  print.text(30, 106, "Ban Chỉ huy Phòng, chống");
  print.text(86, 106, "thiên tai tỉnh An Giang để xem xét");
  double y = 120;
  for (const auto& [left, right] :
       {std::pair("Nơi nhận:", "TRƯỞNG BAN"), std::pair("- Như trên;", "PHÓ CHỦ TỊCH"),
        std::pair("- Lưu: VT.", "Nguyễn Văn Phong")}) {
    print.text(30, y, left);
    print.text(95, y, right);
    y += 7;
  }
  const Layout layout = find_layout(print.page(), Blots::kDropped);
  ASSERT_EQ(layout.lines.size(), 8U);
  EXPECT_EQ(layout.lines[1].size(), 2U);
}

// The title's left edge lies below the gap between the heading's columns and leaves
// little of it white; it stands off from both.
TEST(LayoutTest, TitleBelowDoesNotJoinTheColumnsAbove) {
  Print print;
  print.text(55, 20, "BỘ Y TẾ", 13, "", Align::kCentre, 75);
  print.text(55, 29, "Số: 829/GGT-BYT", 13, "", Align::kCentre, 75);
  print.text(140, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 13, "", Align::kCentre, 80);
  print.text(140, 25.5, "Độc lập - Tự do - Hạnh phúc", 13, "", Align::kCentre, 80);
  print.text(140, 33, "Hà Nội, ngày 06", 13, "", Align::kCentre, 80);
  print.text(84, 48, "GIẤY GIỚI THIỆU CỦA BỘ", 13);
  const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_LT(lines[1].right(), lines[2].x);
  EXPECT_LT(lines[2].y, lines[1].y);
}

// What cleaning leaves of the page's edge: high and thin, beside the lines or between
// two.
TEST(LayoutTest, ScrapsOfThePagesEdgeAreInNoLine) {
  Print print;
  const std::string words =
      "Thực hiện kế hoạch công tác năm của Ủy ban nhân dân tỉnh về việc kiểm tra công "
      "tác văn thư, lưu trữ tại các cơ quan, đơn vị trên địa bàn tỉnh. ";
  print.paragraph(30, 40, words + words, 150);
  for (double y = 38; y < 70; y += 5)
    print.rule(4, y, 4, y + 4, 0.4);
  const Layout layout = find_layout(print.page(), Blots::kDropped);
  const std::vector<Box> lines = boxes(layout);
  ASSERT_GE(lines.size(), 4U);
  for (const Box& line : lines)
    EXPECT_GT(line.x, 25 / 25.4 * 300);
}

TEST(LayoutTest, HairThatTouchesALetterDoesNotMakeItsLineHigher) {
  Print print;
  print.text(30, 100, "tỉnh Hoà Bình đề nghị các cơ quan", 13);
  const int usual = boxes(find_layout(print.page(), Blots::kDropped)).front().height;
  print.rule(60, 92, 63, 103, 0.2);
  const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LT(lines.front().height, 1.6 * usual);
}

TEST(LayoutTest, CreaseAcrossTwoLinesDoesNotJoinThem) {
  for (const double end : {62, 90}) {
    Print print;
    print.text(30, 100, "(để thực hiện);", 11);
    print.text(30, 105.5, "Lưu: văn thư, văn phòng", 11);
    print.rule(60, 109, end, 99, 0.2);
    const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
    ASSERT_EQ(lines.size(), 2U) << end;
    EXPECT_LT(lines[0].bottom(), lines[1].y + lines[1].height / 2) << end;
  }
}

// Beside large print, which makes small letters of two lines no higher than its capitals.
TEST(LayoutTest, SmallLinesWhoseLettersTouchAreTwo) {
  Print print;
  double y = 40;
  for (int i = 0; i < 12; ++i)
    y = print.text(30, y, "Ủy ban nhân dân tỉnh đề nghị các cơ quan, đơn vị", 15);
  print.text(30, 150, "Cổng thông tin điện tử", 10);
  print.text(30, 154.4, "Lưu: văn thư, văn phòng", 10);
  for (const double x : {38.0, 49.0})
    print.rule(x, 151.2, x, 157.0, 0.6);
  const std::vector<Box> lines = boxes(find_layout(print.page(), Blots::kDropped));
  ASSERT_EQ(lines.size(), 14U);
  EXPECT_LT(lines[12].bottom(), lines[13].y + lines[13].height / 2);
}

TEST(LayoutTest, LineThatRunsAskewIsReadLevel) {
  Print level;
  level.text(30, 100, "các huyện, thị xã, thành phố", 13);
  Print askew;
  const std::vector<std::string> words = {"các", "huyện,", "thị", "xã,", "thành", "phố"};
  double x = 30;
  for (std::size_t i = 0; i < words.size(); ++i) {
    askew.text(x, 100 + 0.5 * static_cast<double>(i), words[i], 13);
    x += 2.3 * static_cast<double>(to_code_points(words[i]).size()) + 1.2;
  }
  const auto height = [](const Print& print) {
    const Page page = print.page();
    const Layout layout = find_layout(page, Blots::kDropped);
    EXPECT_EQ(layout.lines.size(), 1U);
    return cut_line(page, layout, layout.lines.front()).image.height;
  };
  EXPECT_LT(height(askew), 1.25 * height(level));
}

TEST(LineSlopeTest, FeetOfCharactersTellIt) {
  std::vector<Box> letters;
  for (int i = 0; i < 20; ++i)
    letters.push_back({30 * i, 100 + i + (i % 7 == 3 ? 12 : 0), 20, 25});
  EXPECT_NEAR(line_slope(letters, 25), 1 / 30.0, 0.004);
  for (Box& letter : letters)
    letter.y = 100 + letter.x / 400;
  EXPECT_EQ(line_slope(letters, 25), 0);  // level enough
  for (std::size_t i = 0; i < letters.size(); ++i)
    letters[i].y = 100 + static_cast<int>(i) + static_cast<int>(i * 7 % 5) * 6;
  EXPECT_EQ(line_slope(letters, 25), 0);  // a pen's
}

TEST(LayoutTest, TableIsReadCellByCell) {
  Print print;
  for (const double x : {30.0, 90.0, 150.0})
    print.rule(x, 50, x, 90);
  for (const double y : {50.0, 70.0, 90.0})
    print.rule(30, y, 150, y);
  print.text(33, 52, "Một hai\nba bốn");
  print.text(93, 52, "Năm sáu\nbảy tám");
  print.text(33, 72, "Chín mười");
  const Layout layout = find_layout(print.page(), Blots::kDropped);
  ASSERT_EQ(layout.tables.size(), 1U);
  EXPECT_EQ(layout.tables[0].cells.size(), 4U);
  const std::vector<Box> lines = boxes(layout);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_LT(lines[1].right(), lines[2].x);
  EXPECT_LT(lines[2].y, lines[1].y);
  EXPECT_GT(lines[4].y, lines[3].y);
  EXPECT_LT(lines[4].x, lines[3].x);
}

TEST(LayoutTest, RuledLinesAreNotText) {
  Print print;
  print.rule(30, 50, 150, 50);
  print.rule(30, 60, 150, 60);
  EXPECT_TRUE(find_layout(print.page(), Blots::kDropped).lines.empty());
}

}  // namespace
}  // namespace tangthu::ocr
