#include "ocr/recogniser.h"

#include <algorithm>
#include <ctime>
#include <thread>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "tests/ocr/print.h"
#include "tests/support/error_rate.h"

namespace tangthu::ocr {
namespace {

using tangthu::testing::Align;
using tangthu::testing::character_error_rate;
using tangthu::testing::Print;

constexpr const char* kBody =
    "Thực hiện Kế hoạch công tác năm 2024 của Ủy ban nhân dân tỉnh về việc kiểm tra công "
    "tác văn thư, lưu trữ tại các cơ quan, đơn vị trên địa bàn, Sở Nội vụ đề nghị các "
    "đơn vị báo cáo kết quả thực hiện trước ngày 15 tháng 9 năm 2024 để tổng hợp.";

class RecogniserTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = Recogniser::create({});
    ASSERT_TRUE(made.has_value());
    recogniser_ = std::move(*made);
  }

  PageText read(const Print& print) { return read(print, Print()); }
  PageText read(const Print& ink, const Print& red) {
    auto page = recogniser_->recognise(ink.page(), red.page());
    EXPECT_TRUE(page.has_value());
    return page ? std::move(*page) : PageText{};
  }
  static std::string text_of(const PageText& page) {
    std::string text;
    for (const Line& line : page.lines)
      text += line.text + "\n";
    return text;
  }

  std::unique_ptr<Recogniser> recogniser_;
};

TEST_F(RecogniserTest, BlankPageGivesNoLines) {
  const PageText page = read(Print());
  EXPECT_TRUE(page.lines.empty());
  EXPECT_TRUE(page.stamps.empty());
  EXPECT_EQ(page.clean_dpi, 300);
}

// Strokes as large as a signature look like letters to the model.
TEST_F(RecogniserTest, SignatureIsNoText) {
  Print print;
  print.text(130, 200, "Nguyễn Văn An", 14, "bold", Align::kCentre, 80);
  double x = 112;
  for (const double y : {178, 192, 180, 191, 179, 190}) {
    print.rule(x, 185, x + 5, y, 0.5);
    print.rule(x + 5, y, x + 6, 185, 0.5);
    x += 6;
  }
  EXPECT_EQ(text_of(read(print)), "Nguyễn Văn An\n");
}

// A number by hand can't be read, and takes the symbol behind it along; a person must
// still find the line.
TEST_F(RecogniserTest, NumberLineWithAPenInItIsKept) {
  Print print;
  print.text(40, 60, "Số", 13);
  print.text(63, 60, "/BGN-UBND", 13);
  double x = 47;
  for (const double y : {58, 66, 59, 67, 60, 65, 58}) {
    print.rule(x, 62, x + 1.6, y, 0.35);
    print.rule(x + 1.6, y, x + 2.3, 63, 0.35);
    x += 2.2;
  }
  EXPECT_EQ(to_lower(text_of(read(print))).substr(0, 4), "số");
}

// Old titles are spaced out: as wide as a signature, and each letter a word.
TEST_F(RecogniserTest, SpacedTitleIsText) {
  Print print;
  print.text(105, 60, "B  Á  O    C  Á  O", 14, "bold", Align::kCentre, 120);
  print.paragraph(30, 80, kBody, 150);
  std::string first = text_of(read(print));
  first.resize(first.find('\n'));
  std::erase(first, ' ');
  EXPECT_EQ(first, "BÁOCÁO");
}

TEST_F(RecogniserTest, OneLineIsRead) {
  Print print;
  print.text(40, 100, "Chỉ có một dòng chữ.");
  EXPECT_LT(character_error_rate("Chỉ có một dòng chữ.", text_of(read(print))), 0.06);
}

TEST_F(RecogniserTest, LetterIsReadAsAClerkReads) {
  Print print;
  print.text(55, 20, "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ\nSố: 1482/SNV-VTLT", 13, "",
             Align::kCentre, 70);
  print.text(140, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
             12.5, "Bold", Align::kCentre, 95);
  print.paragraph(30, 60, kBody, 160);
  print.text(30, 120, "Nơi nhận:\n- Như trên;\n- Lưu: VT, VTLT.", 11);
  print.text(150, 120, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", 14, "Bold", Align::kCentre);
  const std::string truth =
      std::string(
          "UBND TỈNH HẢI SƠN SỞ NỘI VỤ Số: 1482/SNV-VTLT CỘNG HÒA XÃ HỘI CHỦ "
          "NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ") +
      kBody + " Nơi nhận: - Như trên; - Lưu: VT, VTLT. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC";
  EXPECT_LT(character_error_rate(truth, text_of(read(print))), 0.02);
}

TEST_F(RecogniserTest, WordBoxesLieOnTheirInk) {
  Print print;
  print.text(40, 100, "Quyết định này");
  const PageText page = read(print);
  ASSERT_EQ(page.lines.size(), 1U);
  ASSERT_EQ(page.lines[0].words.size(), 3U);
  int right = 0;
  for (const Word& word : page.lines[0].words) {
    EXPECT_GT(word.confidence, 0.5);
    EXPECT_GE(word.box.x, right);
    EXPECT_NEAR(word.box.y, 100 * 300 / 25.4, 40);
    right = word.box.right();
  }
}

TEST_F(RecogniserTest, StampOnTheRedLayerIsFoundAndNotText) {
  Print ink;
  ink.paragraph(30, 60, kBody, 160);
  Print red;
  red.stamp(60, 30, "TỐI MẬT", 16, 5, 0.7);
  const PageText page = read(ink, red);
  ASSERT_EQ(page.stamps.size(), 1U);
  EXPECT_EQ(page.stamps[0].text, "TỐI MẬT");
  EXPECT_LT(character_error_rate(kBody, text_of(page)), 0.02);
}

TEST_F(RecogniserTest, StaysOnItsThread) {
  Print print;
  double y = 20;
  for (int i = 0; i < 4; ++i)
    y = print.paragraph(30, y, kBody, 160);
  const Page ink = print.page();
  const Page red = Print().page();
  const auto cpu = [](clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const double process = cpu(CLOCK_PROCESS_CPUTIME_ID);
  const double thread = cpu(CLOCK_THREAD_CPUTIME_ID);
  ASSERT_TRUE(recogniser_->recognise(ink, red).has_value());
  const double by_thread = cpu(CLOCK_THREAD_CPUTIME_ID) - thread;
  const double by_all = cpu(CLOCK_PROCESS_CPUTIME_ID) - process;
  EXPECT_LT(by_all, 1.1 * by_thread + 0.02);
}

TEST(RecogniserCreateTest, MissingLanguageNamesTheRemedy) {
  RecogniserOptions options;
  options.languages = "xxx";
  const auto made = Recogniser::create(options);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code(), ErrorCode::kUsage);
}

TEST(ErrorRateTest, CountsEditsOverTheTruth) {
  EXPECT_DOUBLE_EQ(character_error_rate("mật  thư", "mật\nthư"), 0.0);
  EXPECT_DOUBLE_EQ(character_error_rate("mật", "mặt"), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(character_error_rate("", "x"), 1.0);
  EXPECT_DOUBLE_EQ(character_error_rate(std::string(300, 'a'), std::string(150, 'a')),
                   0.5);
}

}  // namespace
}  // namespace tangthu::ocr
