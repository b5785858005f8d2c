// Marks of numbered copies: what is seen, and what survives printing and scanning.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "ocr/copies/free_place.h"
#include "ocr/copies/mark_layout.h"
#include "ocr/copies/mark_reader.h"
#include "ocr/copies/pdf_copy.h"
#include "ocr/pdf.h"
#include "tests/support/pdfa_check.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::ocr {
namespace {

using test::shell;

constexpr MarkId kId{0x1234567890ab};

Page paper(int width, int height, int dpi, std::uint8_t level = 250) {
  Page page = Page::create(width, height, PixelFormat::kGrey, dpi).value();
  for (std::uint8_t& pixel : page.pixels())
    pixel = level;
  return page;
}

Bytes pdf_of(const std::vector<std::pair<int, int>>& sizes) {
  std::vector<PdfPage> pages;
  for (const auto& [width, height] : sizes) {
    PdfPage page;
    page.picture = jpeg_picture(paper(width, height, 100)).value();
    page.text.number = static_cast<int>(pages.size()) + 1;
    page.text.clean_width = width;
    page.text.clean_height = height;
    page.text.clean_dpi = 100;
    pages.push_back(std::move(page));
  }
  return write_pdf(pages, {"Tài liệu", "vi", 1772349300}).value();
}

CopyMarks marks() {
  CopyMarks out;
  out.id = kId;
  out.number = "BẢN SAO SỐ: 5";
  out.page_line = "Bản sao số 5/2026 – Nguyễn Thị Ngọc Ánh – 14:02:07 +07:00 – MẬT";
  out.closing_title = "BẢN SAO BÍ MẬT NHÀ NƯỚC";
  out.closing = {"Hình thức sao, chụp: sao y bản chính", "Nơi nhận: Sở Nội vụ"};
  out.signature = {"NGƯỜI CÓ THẨM QUYỀN", "", ""};
  return out;
}

class Folder {
 public:
  std::string file(const std::string& name, ByteView bytes) const {
    test::write_file(folder_.path() / name, bytes);
    return (folder_.path() / name).string();
  }

 private:
  test::TemporaryFolder folder_;
};

std::string text_of(const Bytes& pdf, int page) {
  const Folder folder;
  const std::string number = std::to_string(page);
  return shell("pdftotext -layout -f " + number + " -l " + number + " " +
               folder.file("a.pdf", pdf) + " -")
      .output;
}

// The dots alone on paper, turned about the page's middle and stretched.
Page printed(int dpi, double degrees, double stretch, MarkId id = kId) {
  constexpr double kWidth = 210;
  constexpr double kHeight = 297;
  const double per_mm = dpi / 25.4;
  Page page =
      paper(static_cast<int>(kWidth * per_mm), static_cast<int>(kHeight * per_mm), dpi);
  const double angle = degrees * 3.14159265 / 180;
  for (const MarkPoint& dot : mark_dots(id, kWidth, kHeight)) {
    const double x = (dot.x - kWidth / 2) * stretch;
    const double y = (dot.y - kHeight / 2) * stretch;
    const double px = (std::cos(angle) * x - std::sin(angle) * y + kWidth / 2) * per_mm;
    const double py = (std::sin(angle) * x + std::cos(angle) * y + kHeight / 2) * per_mm;
    const int left = static_cast<int>(std::floor(px - 0.5));
    const int top = static_cast<int>(std::floor(py - 0.5));
    if (left < 0 || top < 0 || left + 1 >= page.width() || top + 1 >= page.height())
      continue;
    for (int dy = 0; dy < 2; ++dy) {
      for (int dx = 0; dx < 2; ++dx) {
        const double share =
            (1 - std::abs(px - 0.5 - left - dx)) * (1 - std::abs(py - 0.5 - top - dy));
        page.row(top + dy)[left + dx] = static_cast<std::uint8_t>(250 - 170 * share);
      }
    }
  }
  return page;
}

MarkEvidence evidence_of(MarkId id) {
  MarkEvidence out{};
  const MarkSymbols symbols = encode_mark(id);
  for (std::size_t i = 0; i < kMarkSymbols; ++i)
    out[i][symbols[i]] = 5;
  return out;
}

TEST(CopyMarkTest, AnIdIsReadBackThoughAThirdOfItsSymbolsIsLost) {
  for (const std::uint64_t value : {0x0ULL, 0xffffffffffffULL, 0x1234567890abULL}) {
    MarkEvidence evidence = evidence_of({value});
    for (std::size_t i = 0; i < kMarkSymbols; i += 3)
      evidence[i].fill(0);
    const auto read = decode_mark(evidence);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id.value, value);
  }
}

TEST(CopyMarkTest, WrongSymbolsAreMended) {
  MarkEvidence evidence = evidence_of(kId);
  for (const std::size_t i : {3U, 17U, 29U}) {
    evidence[i].fill(0);
    evidence[i][(encode_mark(kId)[i] + 5U) % kMarkValues] = 5;
  }
  const auto read = decode_mark(evidence);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, kId);
  EXPECT_EQ(read->agreeing, 37);
}

TEST(CopyMarkTest, NoiseIsNoMark) {
  std::mt19937 random(7);
  std::normal_distribution<double> noise;
  for (int trial = 0; trial < 40; ++trial) {
    MarkEvidence evidence{};
    for (auto& row : evidence) {
      for (double& value : row)
        value = noise(random);
    }
    EXPECT_FALSE(decode_mark(evidence));
  }
}

// A mark is read years after it was made: neither code nor places may ever change.
TEST(CopyMarkTest, CodeAndPlacesAreThoseOfTheFirstVersion) {
  const MarkSymbols symbols = encode_mark(kId);
  std::uint64_t digest = 0;
  for (const std::uint8_t symbol : symbols)
    digest = digest * 31 + symbol;
  for (const MarkPoint& guide : tile_layout().guides)
    digest = digest * 31 + static_cast<std::uint64_t>(std::lround(guide.x * 100)) * 6000 +
             static_cast<std::uint64_t>(std::lround(guide.y * 100));
  for (const MarkPoint& symbol : tile_layout().symbols)
    digest = digest * 31 +
             static_cast<std::uint64_t>(std::lround(symbol.x * 100)) * 6000 +
             static_cast<std::uint64_t>(std::lround(symbol.y * 100));
  EXPECT_EQ(digest, 18284670064530266553ULL);
}

TEST(CopyMarkTest, IdsAreTwelveHexadecimalDigits) {
  EXPECT_EQ(kId.to_string(), "1234567890ab");
  EXPECT_EQ(MarkId::parse("1234567890ab"), kId);
  for (const char* text : {"", "1234567890a", "1234567890abc", "1234567890aB"})
    EXPECT_FALSE(MarkId::parse(text)) << text;
}

TEST(CopyMarkTest, IsFoundTurnedStretchedAndAtAnyResolution) {
  struct Case {
    int dpi;
    double degrees;
    double stretch;
  };
  for (const Case& each : {Case{150, 0, 1}, Case{150, 3, 1.02}, Case{100, -2, 0.97},
                           Case{300, 1.3, 1}, Case{150, 91, 1}, Case{200, 180, 0.9}}) {
    const auto found = find_mark(printed(each.dpi, each.degrees, each.stretch));
    ASSERT_TRUE(found) << each.dpi << " dpi, " << each.degrees << " degrees";
    EXPECT_EQ(found->id, kId);
  }
}

TEST(CopyMarkTest, AWrongResolutionInTheFileDoesNotHideIt) {
  const Page page = printed(150, 0.5, 1);
  Page told_wrong =
      Page::create(page.width(), page.height(), PixelFormat::kGrey, 72).value();
  std::copy(page.pixels().begin(), page.pixels().end(), told_wrong.pixels().begin());
  const auto found = find_mark(told_wrong);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, kId);
}

TEST(CopyMarkTest, PagesWithoutItHaveNone) {
  EXPECT_FALSE(find_mark(paper(1240, 1754, 150)));
  EXPECT_FALSE(find_mark(paper(20, 20, 150)));
  Page specks = paper(1240, 1754, 150);
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i)
    specks.row(static_cast<int>(random() % 1754))[random() % 1240] = 90;
  EXPECT_FALSE(find_mark(specks));
}

TEST(CopyPdfTest, MarkedCopiesKeepPdfA2uAndTheirText) {
  const Bytes pdf = mark_copy(pdf_of({{827, 1169}, {827, 1169}}), marks(), {}).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  const Folder folder;
  EXPECT_EQ(shell("qpdf --check " + folder.file("a.pdf", pdf)).status, 0);
  const std::string first = text_of(pdf, 1);
  const std::string last = text_of(pdf, 2);
  EXPECT_NE(first.find("BẢN SAO SỐ: 5"), std::string::npos) << first;
  EXPECT_EQ(last.find("BẢN SAO SỐ"), std::string::npos);
  EXPECT_EQ(first.find("BẢN SAO BÍ MẬT"), std::string::npos);
  for (const char* line : {"BẢN SAO BÍ MẬT NHÀ NƯỚC",
                           "Hình thức sao, chụp: sao y bản chính", "NGƯỜI CÓ THẨM QUYỀN"})
    EXPECT_NE(last.find(line), std::string::npos) << last;
  for (const std::string& page : {first, last})
    EXPECT_NE(page.find(marks().page_line), std::string::npos) << page;
}

TEST(CopyPdfTest, TheMetadataNameTheMark) {
  const Bytes plain = pdf_of({{827, 1169}});
  EXPECT_FALSE(told_mark(plain));
  EXPECT_EQ(told_mark(mark_copy(plain, marks(), {}).value()), kId);
}

TEST(CopyPdfTest, EverySizeAndOrientationBearsAllMarks) {
  const std::pair<int, int> sizes[] = {
      {1169, 827}, {583, 827}, {413, 583}, {1654, 2339}, {827, 3000}};
  for (const auto& size : sizes) {
    const Bytes pdf = mark_copy(pdf_of({size}), marks(), {}).value();
    const std::string text = text_of(pdf, 1);
    for (const char* mark : {"BẢN SAO SỐ: 5", "Nguyễn Thị Ngọc Ánh", "NHÀ NƯỚC"})
      EXPECT_NE(text.find(mark), std::string::npos) << size.first << ": " << text;
  }
}

TEST(CopyPdfTest, AFullLastPageIsFollowedByOneWithTheClosingFrame) {
  const auto full = [](std::size_t) {
    return std::optional<Page>([] {
      Page page = paper(827, 1169, 100);
      for (int y = 60; y < 1100; ++y) {
        for (int x = 60; x < 770; ++x)
          page.row(y)[x] = y % 6 < 3 ? 20 : 250;
      }
      return page;
    }());
  };
  const Bytes pdf = mark_copy(pdf_of({{827, 1169}}), marks(), full).value();
  EXPECT_EQ(tests::pdfa_findings(pdf), std::vector<std::string>{});
  EXPECT_EQ(text_of(pdf, 1).find("NHÀ NƯỚC"), std::string::npos);
  EXPECT_NE(text_of(pdf, 1).find("BẢN SAO SỐ: 5"), std::string::npos);
  EXPECT_NE(text_of(pdf, 2).find("NHÀ NƯỚC"), std::string::npos);
  EXPECT_NE(text_of(pdf, 2).find(marks().page_line), std::string::npos);
}

TEST(CopyPdfTest, WhatIsNoPdfAndLinesThatAreTooLongAreRefused) {
  EXPECT_EQ(mark_copy(as_bytes("no PDF"), marks(), {}).error().code(),
            ErrorCode::kBadInput);
  CopyMarks wordy = marks();
  wordy.page_line = std::string(kLongestMarkLine + 1, 'a');
  EXPECT_EQ(mark_copy(pdf_of({{827, 1169}}), wordy, {}).error().code(),
            ErrorCode::kBadInput);
  CopyMarks none = marks();
  none.number.clear();
  EXPECT_EQ(mark_copy(pdf_of({{827, 1169}}), none, {}).error().code(),
            ErrorCode::kBadInput);
}

TEST(FreePlacesTest, TheNearestFreePlaceIsFound) {
  Page page = paper(2100, 2970, 254);  // ten pixels a millimetre
  for (int y = 0; y < 1000; ++y) {
    for (int x = 0; x < 2100; ++x)
      page.row(y)[x] = 30;
  }
  FreePlaces places(page, 210, 297);
  const MarkPlace place = places.find(40, 10, {105, 20}, 5);
  EXPECT_TRUE(place.free);
  EXPECT_NEAR(place.y, 100, 1.01);
  EXPECT_NEAR(place.x, 85, 1.01);
  places.take(place, 40, 10);
  const MarkPlace next = places.find(40, 10, {105, 20}, 5);
  EXPECT_TRUE(next.free);
  EXPECT_NE(next.x, place.x);
}

TEST(FreePlacesTest, WithoutRoomTheLeastCoveredPlaceIsGiven) {
  Page page = paper(2100, 2970, 254, 240);
  for (int y = 0; y < 2970; ++y) {
    for (int x = 0; x < 2100; ++x)
      page.row(y)[x] = x < 2000 && y % 20 < 5 ? 30 : 240;
  }
  const FreePlaces places(page, 210, 297);
  EXPECT_FALSE(places.find(40, 10, {20, 20}, 5).free);
}

}  // namespace
}  // namespace tangthu::ocr
