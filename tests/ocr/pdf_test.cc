#include "ocr/pdf.h"

#include <array>
#include <sstream>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "ocr/pdf_stamp_line.h"
#include "tests/support/pdfa_check.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::ocr {
namespace {

using test::Said;
using test::shell;

// For the outside programs.
class Folder {
 public:
  std::string file(const std::string& name, ByteView bytes) const {
    const auto path = folder_.path() / name;
    test::write_file(path, bytes);
    return path.string();
  }

 private:
  test::TemporaryFolder folder_;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  return words;
}

Page grey_page(int width, int height, PixelFormat format) {
  Page page = Page::create(width, height, format, 300).value();
  for (int y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < page.stride(); ++x)
      page.row(y)[x] = static_cast<std::uint8_t>(y % 7 == 0 ? 40 : 235);
  }
  return page;
}

Line line_of(const std::vector<std::string>& words, int x, int y) {
  Line line;
  for (const std::string& text : words) {
    const int width = 26 * static_cast<int>(to_code_points(text).size());
    line.words.push_back({text, 0.9, {x, y, width, 48}});
    if (!line.text.empty()) line.text += ' ';
    line.text += text;
    line.box = united(line.box, line.words.back().box);
    x += width + 14;
  }
  return line;
}

PdfPage sample_page(int number) {
  PdfPage page;
  page.picture = jpeg_picture(grey_page(1240, 1754, PixelFormat::kRgb)).value();
  page.text.number = number;
  page.text.clean_width = 1240;
  page.text.clean_height = 1754;
  page.text.clean_dpi = 150;
  page.text.lines = {
      line_of({"QUYẾT", "ĐỊNH"}, 500, 300),
      line_of({"Về", "việc", "bổ", "nhiệm", "cán", "bộ", "quản", "lý"}, 260, 380),
      line_of({"Điều", std::to_string(number) + ".", "Ông", "Nguyễn", "Văn", "Gypqj;"},
              160, 480),
      line_of({"“Đoàn", "kết”", "–", "§7", "½", "\xF0\xA0\x80\x8B"}, 160, 560),
  };
  return page;
}

PdfInfo sample_info() {
  return {"Quyết định <về> việc & \"bổ nhiệm\"", "vi", 1772349300};
}

Bytes sample_pdf(int pages) {
  std::vector<PdfPage> all;
  for (int i = 1; i <= pages; ++i)
    all.push_back(sample_page(i));
  return write_pdf(all, sample_info()).value();
}

TEST(PdfTest, KeepsWhatPdfA2uAsks) {
  EXPECT_EQ(tests::pdfa_findings(sample_pdf(3)), std::vector<std::string>{});
}

TEST(PdfTest, KeepsPdfA2uWithoutTitleDateOrText) {
  PdfPage page = sample_page(1);
  page.text.lines.clear();
  page.picture = jpeg_picture(grey_page(600, 800, PixelFormat::kGrey)).value();
  const Bytes pdf = write_pdf({page}, {}).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

TEST(PdfTest, ExtractsTheRecognisedWordsInOrder) {
  const Folder folder;
  const std::string path = folder.file("a.pdf", sample_pdf(2));
  const Said ran = shell("pdftotext " + path + " -");
  ASSERT_EQ(ran.status, 0);
  std::string expected;
  for (const int number : {1, 2})
    expected += plain_text(sample_page(number).text);
  EXPECT_EQ(words_of(ran.output), words_of(expected));
}

TEST(PdfTest, WordsLieOnTheirPlaceInThePicture) {
  const Folder folder;
  const std::string path = folder.file("a.pdf", sample_pdf(1));
  const Said ran = shell("pdftotext -bbox " + path + " -");
  // "nhiệm": 260 + (2+4+2)·26 + 3·14 = 510 pixels from the left, 5 letters wide.
  const std::size_t at = ran.output.find(">nhiệm<");
  ASSERT_NE(at, std::string::npos);
  const std::string tag = ran.output.substr(ran.output.rfind("<word", at), 200);
  double left = 0, top = 0, right = 0, bottom = 0;
  ASSERT_EQ(std::sscanf(tag.c_str(),  // NOLINT: a fixed form
                        "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                        &left, &top, &right, &bottom),
            4);
  EXPECT_NEAR(left, 510 * 0.48, 0.3);
  EXPECT_NEAR(right, 640 * 0.48, 0.3);
  // Letters stand on 428, where words without hanging letters end.
  EXPECT_NEAR(top, (428 - 0.8 * 48) * 0.48, 0.3);
  EXPECT_NEAR(bottom, (428 + 0.2 * 48) * 0.48, 0.3);
}

// Two columns whose lines lie beside each other, of ragged boxes; the first word's box,
// as recognisers sometimes have it, reaches over the second's.
TEST(PdfTest, ColumnsAndRaggedBoxesExtractAsTheyWereRead) {
  PdfPage page = sample_page(1);
  page.text.lines = {
      line_of({"UỶ", "BAN", "NHÂN", "DÂN"}, 60, 100),
      line_of({"Số:", "12/UBND"}, 80, 230),
      line_of({"CỘNG", "HÒA", "XÃ", "HỘI"}, 640, 102),
      line_of({"Độc", "lập", "-", "Tự", "do"}, 660, 160),
      line_of({"Kính", "gửi:", "các", "xã"}, 160, 400),
  };
  page.text.lines[0].words[0].box.width = 300;
  page.text.lines[0].words[2].box = {380, 85, 104, 70};
  page.text.lines[4].words[1].box.x -= 200;
  const Folder folder;
  const std::string path = folder.file("a.pdf", write_pdf({page}, {}).value());
  EXPECT_EQ(shell("pdftotext -raw " + path + " -").output, plain_text(page.text) + "\f");
}

// Their lines are spaced wider than a paragraph's; readers took such a heading for a
// table of two rows.
TEST(PdfTest, HeadingColumnsExtractOneAfterTheOtherInAnyOrder) {
  PdfPage page = sample_page(1);
  page.text.lines = {line_of({"ỦY", "BAN", "NHÂN", "DÂN"}, 100, 100),
                     line_of({"TỈNH", "LẠNG", "SƠN"}, 113, 154),
                     line_of({"Số:", "12/HD-UBND"}, 113, 240),
                     line_of({"CỘNG", "HÒA", "XÃ", "HỘI"}, 640, 100),
                     line_of({"Tự", "do"}, 653, 154),
                     line_of({"Huế,", "năm", "2024"}, 640, 232)};
  const Folder folder;
  const std::string path = folder.file("a.pdf", write_pdf({page}, {}).value());
  EXPECT_EQ(words_of(shell("pdftotext " + path + " -").output),
            words_of(plain_text(page.text)));
}

// Of a page as it comes, in the order that a reader makes of it himself.
TEST(PdfTest, ParagraphsExtractByteForByte) {
  PdfPage page = sample_page(1);
  page.text.lines.clear();
  for (int i = 0; i < 12; ++i)
    page.text.lines.push_back(
        line_of({"Ủy", "ban", "nhân", "dân", "xã"}, 160, 200 + 66 * i));
  const Folder folder;
  const std::string path = folder.file("a.pdf", write_pdf({page}, {}).value());
  EXPECT_EQ(shell("pdftotext " + path + " -").output, plain_text(page.text) + "\n\f");
}

TEST(PdfTest, OtherReadersFindNoFault) {
  const Folder folder;
  const std::string path = folder.file("a.pdf", sample_pdf(2));
  const Said checked = shell("qpdf --check " + path);
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_EQ(checked.output.find("WARNING"), std::string::npos) << checked.output;
  const Said drawn =
      shell("gs -q -dNOPAUSE -dBATCH -sDEVICE=pgmraw -r30 -o /dev/null " + path);
  EXPECT_EQ(drawn.status, 0);
  EXPECT_EQ(drawn.output, "");
  const Said fonts = shell("pdffonts " + path);
  EXPECT_NE(fonts.output.find("TangthuInvisible"), std::string::npos);
  EXPECT_EQ(fonts.output.find("rror"), std::string::npos) << fonts.output;
}

TEST(PdfTest, StampLinesAreSeenAndKeepPdfA) {
  const std::string body = "Ủy ban nhân dân tỉnh Thừa Thiên – Huế";
  const std::string time = "Thời gian ký: 21/11/2026 09:30:00 +07:00";
  const Bytes plain = sample_pdf(2);
  const Bytes pdf = with_stamp_lines(plain, {body, time}).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  const Folder folder;
  const std::string path = folder.file("a.pdf", pdf);
  const std::string first = shell("pdftotext -raw -l 1 " + path + " -").output;
  EXPECT_NE(first.find(body), std::string::npos) << first;
  EXPECT_NE(first.find(time), std::string::npos) << first;
  const std::string second = shell("pdftotext -f 2 " + path + " -").output;
  EXPECT_EQ(second.find(time), std::string::npos);
  const Said checked = shell("qpdf --check " + path);
  EXPECT_EQ(checked.status, 0) << checked.output;
  // Drawn by another reader, there is ink where there was none.
  const std::string draw = "pdftoppm -r 40 -gray -l 1 -singlefile ";
  EXPECT_NE(shell(draw + path).output, shell(draw + folder.file("p.pdf", plain)).output);
}

TEST(PdfTest, LongStampLinesAreBroken) {
  std::string line = "Bản số hóa";
  for (int i = 0; i < 16; ++i)
    line += " của Ủy ban";
  const Folder folder;
  const std::string path =
      folder.file("a.pdf", with_stamp_lines(sample_pdf(1), {line}).value());
  const std::string text =
      shell("pdftotext -raw -r 72 -x 0 -y 0 -W 2000 -H 60 " + path + " -").output;
  EXPECT_EQ(words_of(text).size(), 3U + 3U * 16U) << text;
}

TEST(PdfTest, UnprintableStampLinesAreRefused) {
  const Bytes pdf = sample_pdf(1);
  for (const std::vector<std::string>& lines : {std::vector<std::string>{},
                                                {""},
                                                {"một\nhai"},
                                                {std::string(201, 'a')},
                                                {"漢"},
                                                std::vector<std::string>(7, "a")}) {
    const auto refused = with_stamp_lines(pdf, lines);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::kBadInput);
  }
  EXPECT_FALSE(with_stamp_lines(as_bytes("%PDF-1.7 no"), {"a"}).has_value());
}

// Grey bars for print, a red bar, on paper; and what cleaning would make of it.
PdfPage layered_page() {
  Page page = Page::create(1200, 900, PixelFormat::kRgb, 300).value();
  Page ink = Page::create(1200, 900, PixelFormat::kGrey, 300).value();
  for (int y = 0; y < 900; ++y) {
    for (int x = 0; x < 1200; ++x) {
      const bool bar = x % 20 < 6 && y % 60 < 30 && x > 60 && x < 1100 && y < 700;
      const bool red = y > 760 && y < 800;
      std::uint8_t* pixel = page.row(y) + 3 * x;
      pixel[0] = bar ? 50 : 230;
      pixel[1] = bar ? 50 : red ? 60 : 225;
      pixel[2] = bar ? 50 : red ? 60 : 210;
      ink.row(y)[x] = bar ? 40 : 255;
    }
  }
  PdfPage out;
  out.picture = layered_picture(page, ink).value();
  out.text.number = 1;
  out.text.clean_width = 1200;
  out.text.clean_height = 900;
  out.text.clean_dpi = 300;
  out.text.lines = {line_of({"Kính", "gửi:"}, 100, 100)};
  return out;
}

// Of the first page as a reader draws it at 300 dots an inch, without its header.
std::string drawn(const std::string& program, const std::string& path) {
  const std::string ppm = shell(program + " 2>/dev/null < " + path).output;
  const std::size_t end = ppm.find("255\n");
  return end == std::string::npos ? "" : ppm.substr(end + 4);
}

void expect_colour(const std::string& pixels, int x, int y, std::array<int, 3> wanted) {
  for (std::size_t c = 0; c < 3; ++c) {
    const std::size_t at = 3 * static_cast<std::size_t>(1200 * y + x) + c;
    ASSERT_LT(at, pixels.size());
    EXPECT_NEAR(static_cast<unsigned char>(pixels[at]), wanted[c], 14) << x << ' ' << y;
  }
}

TEST(PdfTest, LayersAreDrawnOverEachOther) {
  const PdfPage page = layered_page();
  ASSERT_EQ(page.picture.layers.size(), 2U);
  const Bytes pdf = write_pdf({page}, sample_info()).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  const Folder folder;
  const std::string path = folder.file("a.pdf", pdf);
  const Said checked = shell("qpdf --check " + path);
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_EQ(checked.output.find("WARNING"), std::string::npos) << checked.output;
  for (const char* program :
       {"pdftoppm -r 300 -", "gs -q -dNOPAUSE -dBATCH -sDEVICE=ppmraw -r300 -o - -"}) {
    const std::string pixels = drawn(program, path);
    ASSERT_EQ(pixels.size(), 1200U * 900U * 3U) << program;
    expect_colour(pixels, 203, 75, {50, 50, 50});     // a bar's middle
    expect_colour(pixels, 212, 75, {230, 225, 210});  // between two: no halo
    expect_colour(pixels, 600, 730, {230, 225, 210});
    expect_colour(pixels, 600, 780, {230, 60, 60});
  }
}

// Uncompressed, which deflate has too.
Bytes make_png(const Page& page) {
  std::string rows;
  for (int y = 0; y < page.height(); ++y)
    rows += '\0' + std::string(as_text({page.row(y), page.stride()}));
  std::uint32_t a = 1, b = 0;
  for (const char c : rows) {
    a = (a + static_cast<unsigned char>(c)) % 65'521;
    b = (b + a) % 65'521;
  }
  const int size = static_cast<int>(rows.size());
  std::string deflated = "\x78\x01\x01";
  for (const int part : {size, ~size})
    deflated += {static_cast<char>(part), static_cast<char>(part >> 8)};
  deflated += rows;
  append_big_endian(deflated, b << 16 | a);
  std::string header;
  append_big_endian(header, static_cast<std::uint32_t>(page.width()));
  append_big_endian(header, static_cast<std::uint32_t>(page.height()));
  header += {8, 2, 0, 0, 0};
  std::string png = "\x89PNG\r\n\x1A\n";
  for (const auto& [kind, data] : {std::pair("IHDR", header), std::pair("IDAT", deflated),
                                   std::pair("IEND", std::string())}) {
    append_big_endian(png, static_cast<std::uint32_t>(data.size()));
    png += kind + data + "crc.";
  }
  return to_bytes(as_bytes(png));
}

TEST(PdfTest, WithoutLossEveryPixelIsThere) {
  Page page = Page::create(140, 100, PixelFormat::kRgb, 300).value();
  std::uint32_t state = 1;
  for (std::uint8_t& value : page.pixels())
    value = static_cast<std::uint8_t>((state = state * 1'664'525 + 1'013'904'223) >> 24);
  const Bytes png = make_png(page);
  PdfPage sheet;
  sheet.picture = lossless_picture(png).value();
  sheet.text.clean_dpi = 300;
  const Bytes pdf = write_pdf({sheet}, {}).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  const Folder folder;
  const std::string path = folder.file("a.pdf", pdf);
  const std::string ppm =
      shell("pdfimages " + path + " " + path + " && cat " + path + "-000.ppm").output;
  EXPECT_TRUE(ppm.ends_with(as_text(page.pixels())));
  for (std::size_t size = 0; size < png.size(); size += 97)
    EXPECT_FALSE(lossless_picture(ByteView(png).first(size)));
}

TEST(PdfTest, EqualInputGivesEqualBytes) {
  EXPECT_EQ(sample_pdf(2), sample_pdf(2));
}

TEST(PdfTest, TextIsComposed) {
  PdfPage page = sample_page(1);
  page.text.lines = {line_of({"Ha\xCC\x80", "No\xCC\xA3\xCC\x82i"}, 100, 100)};
  const Folder folder;
  const std::string path = folder.file("a.pdf", write_pdf({page}, {}).value());
  EXPECT_EQ(words_of(shell("pdftotext " + path + " -").output),
            (std::vector<std::string>{"Hà", "Nội"}));
}

TEST(PdfTest, OnePageAloneKeepsPdfAAndNothingOfTheOthers) {
  const Bytes all = sample_pdf(3);
  const Bytes one = extract_pdf_page(all, 2).value();
  EXPECT_EQ(tests::pdfa_findings(one), std::vector<std::string>{});
  const Folder folder;
  const std::string path = folder.file("one.pdf", one);
  EXPECT_EQ(words_of(shell("pdftotext " + path + " -").output),
            words_of(plain_text(sample_page(2).text)));
  EXPECT_LT(one.size(), all.size() / 2);
}

TEST(PdfTest, AskingForAMissingPageIsNotFound) {
  const Bytes all = sample_pdf(2);
  for (const int number : {-1, 0, 3}) {
    const auto page = extract_pdf_page(all, number);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code(), ErrorCode::kNotFound);
  }
}

TEST(PdfTest, DamagedInputIsAnErrorNotACrash) {
  Bytes all = sample_pdf(1);
  EXPECT_FALSE(extract_pdf_page(as_bytes("no pdf at all"), 1));
  EXPECT_FALSE(extract_pdf_page({}, 1));
  for (std::size_t size = 0; size < all.size(); size += all.size() / 40 + 1) {
    (void)extract_pdf_page(ByteView(all).first(size), 1).has_value();
  }
  PdfPage page = sample_page(1);
  page.picture.layers.clear();
  const auto written = write_pdf({page}, {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code(), ErrorCode::kBadInput);
  EXPECT_FALSE(write_pdf({}, {}));
}

TEST(PdfTest, OddBoxesAreBorne) {
  PdfPage page = sample_page(1);
  page.text.lines = {line_of({"Một", "hai"}, 100, 100)};
  page.text.lines[0].words[0].box = {};
  page.text.lines[0].words[1].box = {-50, -10, 0, -3};
  page.text.lines.emplace_back();
  const Bytes pdf = write_pdf({page}, {}).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
}

}  // namespace
}  // namespace tangthu::ocr
