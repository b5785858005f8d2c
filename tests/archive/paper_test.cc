#include "archive/paper/paper.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive/paper/csv.h"
#include "archive/paper/wrap.h"
#include "base/unicode.h"
#include "tests/support/pdfa_check.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::archive {
namespace {

using test::shell;

const IssuingBody kBody = {"ỦY BAN NHÂN DÂN TỈNH HÀ GIANG", "SỞ NỘI VỤ", "", ""};

double one_each(std::u32string_view text) {
  return static_cast<double>(text.size());
}

std::vector<std::string> wrapped(const std::string& text, double width) {
  std::vector<std::string> out;
  for (const std::u32string& line : wrap(printable(text), width, one_each))
    out.push_back(to_utf8(line));
  return out;
}

PaperWriter begin(PaperShape shape = PaperShape::kPortrait) {
  return PaperWriter::begin(shape, "Sổ thử").value();
}

// As pdftotext has it, pages parted by form feeds.
std::string text_of(const Bytes& pdf) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "paper.pdf";
  test::write_file(file, pdf);
  return shell("pdftotext -layout '" + file.string() + "' -").output;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + what.size()))
    ++found;
  return found;
}

std::vector<PaperColumn> two_columns() {
  return {{"Số thứ tự", 1, CellAlign::kCentre}, {"Trích yếu", 5, CellAlign::kLeft}};
}

TEST(WrapTest, LinesBreakAtSpacesElseBehindSignsElseAnywhere) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("một hai ba", 7), (Lines{"một hai", "ba"}));
  EXPECT_EQ(wrapped("582/QĐ-UBND", 8), (Lines{"582/QĐ-", "UBND"}));
  EXPECT_EQ(wrapped("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(wrapped("a\nb", 9), (Lines{"a", "b"}));
  EXPECT_EQ(wrapped("", 9), (Lines{""}));
  EXPECT_EQ(wrapped("ab", 0.5), (Lines{"a", "b"}));
}

RC_GTEST_PROP(WrapTest, NothingIsLostAndNoLineIsTooWide, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aaabc de/-.\n ")));
  const int width = *rc::gen::inRange(1, 12);
  std::string whole;
  for (const std::u32string& line : wrap(printable(text), width, one_each)) {
    RC_ASSERT(line.size() <= static_cast<std::size_t>(width));
    whole += to_utf8(line);
  }
  std::string expected = text;
  std::erase_if(whole, [](char c) { return c == ' '; });
  std::erase_if(expected, [](char c) { return c == ' ' || c == '\n'; });
  RC_ASSERT(whole == expected);
}

// A page had the signatures alone.
TEST(PaperTest, TheLastRowStandsOnThePageOfItsCertificate) {
  for (int rows = 0; rows <= 60; ++rows) {
    PaperWriter paper = begin();
    paper.heading(kBody, "SỔ THỬ", {});
    ASSERT_TRUE(paper.begin_table(two_columns()));
    for (int i = 1; i <= rows; ++i)
      ASSERT_TRUE(paper.row({std::to_string(i), "dòng " + std::to_string(i)}));
    PaperClosing closing;
    closing.words = {"Sổ này có {trang} trang."};
    closing.signatures = {{"NGƯỜI LẬP", "(Ký tên)", ""}};
    const std::string text = text_of(paper.finish(closing).value());
    const std::size_t pages = count(text, "\f");
    const std::size_t end = text.rfind('\f');
    const std::size_t begin = pages < 2 ? 0 : text.rfind('\f', end - 1);
    const std::string last = text.substr(begin, end - begin);
    EXPECT_EQ(count(last, "NGƯỜI LẬP"), 1U) << text;
    EXPECT_EQ(count(last, "Sổ này có " + std::to_string(pages) + " trang."), 1U) << text;
    EXPECT_GE(count(last, "dòng "), std::size_t{rows > 0}) << rows << text;
    for (int i = 1; i <= rows; ++i)
      ASSERT_EQ(count(text, "dòng " + std::to_string(i) + "\n"), 1U) << text;
  }
}

TEST(PaperTest, TextCopiesOutAsItWasPutIn) {
  // Decomposed on the way in; Ð (eth) is no Đ.
  PaperWriter paper = begin();
  paper.heading(kBody, "SỔ ĐĂNG KÝ VĂN BẢN ĐI", {"Năm 2026"});
  ASSERT_TRUE(paper.begin_table(two_columns()));
  const std::string words = "Quyết định về việc nghỉ phép: Ẵẫ Ỡỡ Ữữ Ỵỵ Đđ Ðð “” – €";
  ASSERT_TRUE(paper.row({"1", words}));
  ASSERT_TRUE(paper.row({"2", "Que\xCC\x82\xCC\x81t"}));
  const Bytes pdf = paper.finish({}).value();
  const std::string text = text_of(pdf);
  for (const char* part : {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do",
                           "SỞ NỘI VỤ", "SỔ ĐĂNG KÝ VĂN BẢN ĐI", "Quết", "Trang 1/1"})
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
  EXPECT_NE(text.find(words), std::string::npos) << text;
  EXPECT_EQ(to_nfc(text), text);
}

TEST(PaperTest, ItIsPdfA) {
  PaperWriter paper = begin(PaperShape::kLandscape);
  paper.mark("MẬT");
  paper.cover(kBody, "SỔ ĐĂNG KÝ", {"Năm 2026"});
  paper.heading(kBody, "SỔ ĐĂNG KÝ", {});
  ASSERT_TRUE(paper.begin_table(two_columns()));
  ASSERT_TRUE(paper.row({"1", "một"}, RowKind::kTotal));
  ASSERT_TRUE(paper.note("hai số không thuộc phạm vi được xem"));
  const Bytes pdf =
      paper.finish({{"Sổ này có {trang} trang."}, "", {{"NGƯỜI LẬP", "(Ký)", "Lê Na"}}})
          .value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

TEST(PaperTest, EveryPageHasTheHeadingsAndItsNumber) {
  PaperWriter paper = begin();
  ASSERT_TRUE(paper.begin_table(two_columns()));
  for (int i = 1; i <= 200; ++i)
    ASSERT_TRUE(paper.row(
        {std::to_string(i), "dòng một\ndòng hai\nhết " + std::to_string(i) + "."}));
  const Bytes pdf = paper.finish({{"Sổ này có {trang} trang."}, "", {}}).value();
  const std::string text = text_of(pdf);
  const std::size_t pages = count(text, "\f");
  ASSERT_GT(pages, 5U);
  EXPECT_EQ(count(text, "Trích yếu"), pages);
  for (std::size_t i = 1; i <= pages; ++i) {
    const std::string foot =
        "Trang " + std::to_string(i) + "/" + std::to_string(pages) + "\n";
    EXPECT_EQ(count(text, foot), 1U) << foot;
  }
  EXPECT_EQ(count(text, "Sổ này có " + std::to_string(pages) + " trang."), 1U);
  // A row stays on one page.
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\f', at), text.size());
    const std::string page = text.substr(at, end - at);
    EXPECT_EQ(count(page, "dòng một"), count(page, "hết "));
    at = end + 1;
  }
}

TEST(PaperTest, ARowHigherThanAPageGoesOnOnTheNext) {
  PaperWriter paper = begin();
  ASSERT_TRUE(paper.begin_table(two_columns()));
  std::string tall;
  for (int i = 0; i < 150; ++i)
    tall += "dòng " + std::to_string(i) + ".\n";
  ASSERT_TRUE(paper.row({"1", tall}));
  ASSERT_TRUE(paper.row({"2", "sau"}));
  const std::string text = text_of(paper.finish({}).value());
  EXPECT_GE(count(text, "\f"), 3U);
  for (int i = 0; i < 150; ++i) {
    EXPECT_EQ(count(text, "dòng " + std::to_string(i) + "."), 1U) << i;
  }
  EXPECT_EQ(count(text, "sau"), 1U);
}

TEST(PaperTest, TheCertificateStandsOnOnePageWithItsSignatures) {
  for (int rows = 20; rows < 60; ++rows) {
    PaperWriter paper = begin();
    ASSERT_TRUE(paper.begin_table(two_columns()));
    for (int i = 1; i <= rows; ++i)
      ASSERT_TRUE(paper.row({std::to_string(i), "x"}));
    const std::string text =
        text_of(paper.finish({{"Sổ này có {trang} trang."}, "", {{"NGƯỜI LẬP", "", ""}}})
                    .value());
    const std::size_t words = text.find("Sổ này có");
    const std::size_t name = text.find("NGƯỜI LẬP");
    ASSERT_NE(name, std::string::npos);
    EXPECT_EQ(count(text.substr(words, name - words), "\f"), 0U) << rows;
  }
}

TEST(PaperTest, WhatTheFontLacksIsAQuestionMark) {
  PaperWriter paper = begin();
  ASSERT_TRUE(paper.begin_table(two_columns()));
  ASSERT_TRUE(paper.row({"1", "chữ 漢 hết?"}));
  EXPECT_NE(text_of(paper.finish({}).value()).find("chữ ? hết?"), std::string::npos);
}

TEST(PaperTest, RowsThatDoNotFitTheTableAreRefused) {
  PaperWriter paper = begin();
  EXPECT_EQ(paper.row({"1"}).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(paper.note("x").error().code(), ErrorCode::kUsage);
  EXPECT_EQ(paper.begin_table({}).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(paper.begin_table({{"a", 0}}).error().code(), ErrorCode::kUsage);
  ASSERT_TRUE(paper.begin_table(two_columns()));
  EXPECT_EQ(paper.row({"1"}).error().code(), ErrorCode::kUsage);
}

TEST(PaperTest, DaysAreWrittenAsTheDecreeHasThem) {
  EXPECT_EQ(place_and_day("Hà Nội", "2020-03-05"), "Hà Nội, ngày 05 tháng 3 năm 2020");
  EXPECT_EQ(place_and_day("Hà Nội", "2020-02-15"), "Hà Nội, ngày 15 tháng 02 năm 2020");
  EXPECT_EQ(place_and_day("", ""),
            "................, ngày ..... tháng ..... năm .........");
}

TEST(CsvTest, CellsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(csv_line({"a", "b c", ""}), "a,b c,\r\n");
  EXPECT_EQ(csv_line({"a,b", "nói \"có\"", "x\ny"}),
            "\"a,b\",\"nói \"\"có\"\"\",\"x\ny\"\r\n");
}

TEST(CsvTest, NoCellIsAFormulaToASpreadsheet) {
  for (const char* text :
       {"=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "＝1", "-", "=cmd|' /C calc'!A0"}) {
    const std::string line = csv_line({text});
    EXPECT_EQ(line.substr(0, 2), "\"'") << text;
  }
  EXPECT_EQ(csv_line({"-12", "+3.5", "-1,5"}), "-12,+3.5,\"-1,5\"\r\n");
}

}  // namespace
}  // namespace tangthu::archive
