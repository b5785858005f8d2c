#include "samples/encode.h"

#include <gtest/gtest.h>

namespace tangthu::samples {
namespace {

Page striped(int dpi) {
  Page page = Page::create(60, 40, PixelFormat::kRgb, dpi).value();
  for (int y = 0; y < page.height(); ++y) {
    for (std::size_t x = 0; x < page.stride(); ++x) {
      page.row(y)[x] = static_cast<std::uint8_t>(y % 8 < 4 ? 255 : 20);
    }
  }
  return page;
}

std::vector<Page> pages(int count) {
  std::vector<Page> all;
  for (int i = 0; i < count; ++i)
    all.push_back(striped(200));
  return all;
}

std::size_t occurrences(ByteView bytes, std::string_view word) {
  const std::string_view text = as_text(bytes);
  std::size_t count = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1))
    ++count;
  return count;
}

TEST(EncodeTest, EachFormatHasItsSignature) {
  EXPECT_EQ(as_text(encode(pages(1), FileFormat::kPng).value()).substr(1, 3), "PNG");
  const Bytes jpeg = encode(pages(1), FileFormat::kJpeg).value();
  EXPECT_EQ(jpeg[0], 0xFF);
  EXPECT_EQ(jpeg[1], 0xD8);
  EXPECT_EQ(as_text(encode(pages(2), FileFormat::kTiff).value()).substr(0, 2), "II");
  EXPECT_EQ(as_text(encode(pages(2), FileFormat::kPdf).value()).substr(0, 5), "%PDF-");
}

TEST(EncodeTest, JpegTellsItsResolution) {
  const Bytes jpeg = encode(pages(1), FileFormat::kJpeg).value();
  // JFIF: units at 13 (1 = dots an inch), then the density.
  ASSERT_GT(jpeg.size(), 18U);
  EXPECT_EQ(jpeg[13], 1);
  EXPECT_EQ(jpeg[14] * 256 + jpeg[15], 200);
}

TEST(EncodeTest, PdfHoldsOneJpegAPageAndNoText) {
  const Bytes pdf = encode(pages(3), FileFormat::kPdf).value();
  EXPECT_EQ(occurrences(pdf, "/DCTDecode"), 3U);
  EXPECT_EQ(occurrences(pdf, "/Font"), 0U);
}

TEST(EncodeTest, PngAndJpegRefuseSeveralPages) {
  EXPECT_EQ(encode(pages(2), FileFormat::kPng).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(encode(pages(2), FileFormat::kJpeg).error().code(), ErrorCode::kUsage);
}

TEST(EncodeTest, TheSamePagesGiveTheSameBytes) {
  for (const FileFormat format :
       {FileFormat::kPng, FileFormat::kJpeg, FileFormat::kTiff, FileFormat::kPdf}) {
    EXPECT_EQ(encode(pages(1), format).value(), encode(pages(1), format).value());
  }
}

}  // namespace
}  // namespace tangthu::samples
