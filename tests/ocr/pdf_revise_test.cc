// Corrected words in an access copy.
#include "ocr/pdf_revise.h"

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "ocr/pdf_shown.h"
#include "tests/support/pdfa_check.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::ocr {
namespace {

Line line_of(const std::vector<std::string>& words, int x, int y) {
  Line line;
  for (const std::string& text : words) {
    const int width = 26 * static_cast<int>(to_code_points(text).size());
    line.words.push_back({text, 0.9, {x, y, width, 48}});
    line.text += (line.text.empty() ? "" : " ") + text;
    line.box = united(line.box, line.words.back().box);
    x += width + 14;
  }
  return line;
}

PdfPage page_of(std::vector<Line> lines) {
  PdfPage page;
  page.picture =
      jpeg_picture(Page::create(1240, 1754, PixelFormat::kGrey, 150).value()).value();
  page.text.clean_width = 1240;
  page.text.clean_height = 1754;
  page.text.clean_dpi = 150;
  page.text.lines = std::move(lines);
  return page;
}

// Words: 0 Số: 1 ?1 2 /QĐ-UBND 3–6 the motto, 7–10 place and date
Bytes sample(int pages = 1) {
  std::vector<PdfPage> all;
  for (int i = 0; i < pages; ++i) {
    all.push_back(page_of({line_of({"Số:", "?1", "/QĐ-UBND"}, 100, 200),
                           line_of({"CỘNG", "HÒA", "XÃ", "HỘI"}, 640, 240),
                           line_of({"Huế,", "ngày", "tháng", "3"}, 640, 330)}));
  }
  return write_pdf(all, {"Cũ", "vi", 1772349300}).value();
}

std::string text_of(const Bytes& pdf, const std::string& options = "-raw") {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "a.pdf";
  test::write_file(file, pdf);
  return test::shell("pdftotext " + options + " " + file.string() + " -").output;
}

using Changes = std::vector<WordChange>;
Bytes revised(const Bytes& pdf, const Changes& changes, std::size_t words = 11,
              int page = 1) {
  auto out = revise_pdf(pdf, {page, words, changes, std::nullopt});
  EXPECT_TRUE(out);
  return out ? std::move(*out) : Bytes();
}

constexpr const char* kRest = "CỘNG HÒA XÃ HỘI\nHuế, ngày tháng 3\n\f";

TEST(PdfReviseTest, AWordStandsInPlaceOfAnotherAndTheRestAsBefore) {
  const Bytes pdf = revised(sample(), {{1, WordPlace::kInstead, {"87"}}});
  EXPECT_EQ(text_of(pdf), std::string("Số: 87 /QĐ-UBND\n") + kRest);
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  const std::string before = text_of(sample(), "-bbox");
  const std::string after = text_of(pdf, "-bbox");
  const auto places = [](std::string text) {
    return text.substr(text.find("CỘNG") - 90);
  };
  EXPECT_EQ(places(after), places(before));
}

TEST(PdfReviseTest, WordsComeGoAndAreCorrectedAgain) {
  Bytes pdf = revised(
      sample(), {{1, WordPlace::kInstead, {"8", "7"}}, {8, WordPlace::kBehind, {"05"}}});
  EXPECT_EQ(text_of(pdf), "Số: 8 7 /QĐ-UBND\nCỘNG HÒA XÃ HỘI\nHuế, ngày 05 tháng 3\n\f");
  pdf = revised(pdf,
                {{1, WordPlace::kInstead, {"Đ½"}},
                 {2, WordPlace::kInstead, {}},
                 {12, WordPlace::kBehind, {"năm", "2020"}}},
                13);
  EXPECT_EQ(text_of(pdf),
            "Số: Đ½ /QĐ-UBND\nCỘNG HÒA XÃ HỘI\nHuế, ngày 05 tháng 3 năm 2020\n\f");
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

TEST(PdfReviseTest, WhereThereIsNoRoomTheWordBesideGivesSome) {
  const Bytes pdf = revised(sample(), {{3, WordPlace::kBehind, {"CHXHCN"}}});
  EXPECT_EQ(text_of(pdf).rfind("Số: ?1 /QĐ-UBND\nCỘNG CHXHCN HÒA XÃ HỘI\n", 0), 0U);
}

TEST(PdfReviseTest, ALineIsAddedBelowAnother) {
  const Bytes pdf = revised(sample(), {{10, WordPlace::kNextLine, {"Kính", "gửi:"}},
                                       {10, WordPlace::kNextLine, {"Sở", "Y", "tế"}}});
  EXPECT_EQ(text_of(pdf),
            std::string("Số: ?1 /QĐ-UBND\nCỘNG HÒA XÃ HỘI\nHuế, ngày tháng 3\n") +
                "Kính gửi:\nSở Y tế\n\f");
}

TEST(PdfReviseTest, APageWithoutWordsGetsSome) {
  const Bytes empty = write_pdf({page_of({})}, {}).value();
  const Bytes pdf = revised(
      empty,
      {{0, WordPlace::kNextLine, {"Điều", "1."}}, {0, WordPlace::kNextLine, {"Hết"}}}, 0);
  EXPECT_EQ(text_of(pdf), "Điều 1.\nHết\n\f");
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

TEST(PdfReviseTest, OtherPagesStayAsTheyAre) {
  const Bytes pdf = revised(sample(3), {{1, WordPlace::kInstead, {"87"}}}, 11, 2);
  const std::string old = std::string("Số: ?1 /QĐ-UBND\n") + kRest;
  EXPECT_EQ(text_of(pdf), old + "Số: 87 /QĐ-UBND\n" + kRest + old);
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

TEST(PdfReviseTest, TheTitleIsReplacedInBothPlaces) {
  const auto pdf = revise_pdf(sample(), {0, 0, {}, PdfInfo{"Mới", "vi", 1772349300}});
  ASSERT_TRUE(pdf);
  const test::TemporaryFolder folder;
  test::write_file(folder.path() / "a.pdf", *pdf);
  EXPECT_NE(
      test::shell("pdfinfo " + (folder.path() / "a.pdf").string()).output.find("Mới"),
      std::string::npos);
  EXPECT_EQ(tests::pdfa_findings(*pdf), std::vector<std::string>{});
  EXPECT_EQ(text_of(*pdf), text_of(sample()));
}

TEST(PdfReviseTest, WhatDoesNotFitIsRefused) {
  EXPECT_FALSE(revise_pdf(sample(), {1, 10, {}, std::nullopt}));
  EXPECT_FALSE(revise_pdf(sample(), {2, 11, {}, std::nullopt}));
  EXPECT_FALSE(revise_pdf(as_bytes("%PDF-1.7\n"), {1, 0, {}, std::nullopt}));
}

// Numbers that a page can't have would not fit where they are written again.
TEST(PdfReviseTest, ContentWithNumbersOutOfRangeIsNotOurs) {
  const auto content = [](const std::string& size, const std::string& x) {
    return "BT\n3 Tr\n/Text " + size + " Tf\n1 0 0 1 " + x +
           " 700.00 Tm\n98.10 Tz <0001> Tj\nET\nq\nQ\n";
  };
  EXPECT_TRUE(read_shown(content("12.00", "72.00")));
  for (const char* size : {"1e-300", "inf", "nan", "0"})
    EXPECT_FALSE(read_shown(content(size, "72.00"))) << size;
  EXPECT_FALSE(read_shown(content("12.00", "1e300")));
}

}  // namespace
}  // namespace tangthu::ocr
