// Formats beyond PNG, plain JPEG and plain TIFF, through the sandboxed decoders.
#include "decoding.h"

namespace tangthu::scanner {
namespace {

using namespace testing;

// Smooth, so that what a lossy compression takes is little.
Picture smooth_picture(int width, int height, int channels) {
  Picture picture{width, height, channels, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const int values[] = {x * 3, y * 4, 128};
        picture.pixels.push_back(static_cast<std::uint8_t>(values[c]));
      }
    }
  }
  return picture;
}

// Only so many bits of each sample are kept.
Picture with_bits(const Picture& picture, int bits) {
  Picture out = picture;
  const int most = (1 << bits) - 1;
  for (auto& value : out.pixels)
    value = static_cast<std::uint8_t>((value >> (8 - bits)) * 255 / most);
  return out;
}

Picture white_from(const Picture& picture, int left) {
  Picture out = picture;
  for (int i = 0; i < out.width * out.height * out.channels; ++i) {
    if (i / out.channels % out.width >= left)
      out.pixels[static_cast<std::size_t>(i)] = 255;
  }
  return out;
}

void expect_page(MediaType type, const Bytes& file, const Picture& picture,
                 int tolerance = 0, int dpi = 300,
                 int line = __builtin_LINE()) {  // clang 14 has no std::source_location
  const ::testing::ScopedTrace trace(__FILE__, line, "");
  const Decoded got = decode(type, file);
  ASSERT_FALSE(got.error.has_value()) << got.error->text();
  ASSERT_EQ(got.pages.size(), 1U);
  expect_same(got.pages[0], picture, tolerance);
  EXPECT_EQ(got.pages[0].dpi(), dpi);
}

void expect_refused(MediaType type, const Bytes& file, const char* text) {
  const Decoded got = decode(type, file);
  ASSERT_TRUE(got.error.has_value());
  EXPECT_STREQ(got.error->text(), text);
}

TEST(BmpTest, LeptonicasComeOutAsTheyWentIn) {
  for (const int channels : {1, 3}) {
    const Picture picture = test_picture(37, 21, channels);
    expect_page(MediaType::kBmp, make_bmp(picture, 200), picture, 0, 200);
  }
}

TEST(BmpTest, EveryOtherKindComesOutAsItWentIn) {
  const Picture grey = test_picture(37, 21, 1);
  const Picture colour = test_picture(37, 21, 3);
  const auto odd = make_odd_bmp;
  expect_page(MediaType::kBmp, odd(grey, BmpKind::kOneBit), black_and_white(grey));
  expect_page(MediaType::kBmp, odd(grey, BmpKind::kFourBit), with_bits(grey, 4));
  expect_page(MediaType::kBmp, odd(grey, BmpKind::kRuns4),
              white_from(with_bits(grey, 4), 36));
  expect_page(MediaType::kBmp, odd(grey, BmpKind::kRuns8), white_from(grey, 36));
  expect_page(MediaType::kBmp, odd(colour, BmpKind::kFiveBits), with_bits(colour, 5));
  expect_page(MediaType::kBmp, odd(colour, BmpKind::kMasks), colour);
  expect_page(MediaType::kBmp, odd(colour, BmpKind::kFromTop), colour);
  expect_page(MediaType::kBmp, odd(colour, BmpKind::kOs2), colour);
}

TEST(BmpTest, NoTruncationPasses) {
  expect_no_truncation_passes(MediaType::kBmp, make_bmp(test_picture(37, 21, 3), 300));
  expect_no_truncation_passes(MediaType::kBmp,
                              make_odd_bmp(test_picture(37, 21, 1), BmpKind::kRuns8));
}

TEST(BmpTest, AHugeHeaderIsRefusedAtOnce) {
  Bytes file = make_odd_bmp(test_picture(4, 4, 3), BmpKind::kFromTop);
  for (const std::size_t at : {19U, 23U})
    file[at] = 0x9c;
  expect_refused(MediaType::kBmp, file, "the image is larger than 150 million pixels");
}

TEST(WebpTest, LosslessComesOutAsItWentInAndLossyAlmost) {
  const Picture colour = test_picture(37, 21, 3);
  expect_page(MediaType::kWebp, make_webp(colour, WebpKind::kLossless), colour);
  const Picture grey = test_picture(37, 21, 1);
  expect_page(MediaType::kWebp, make_webp(grey, WebpKind::kLossless), grey);
  const Picture smooth = smooth_picture(64, 48, 3);
  expect_page(MediaType::kWebp, make_webp(smooth, WebpKind::kLossy), smooth, 12);
}

TEST(WebpTest, TransparencyIsWhitePaper) {
  const Picture colour = test_picture(40, 10, 3);
  expect_page(MediaType::kWebp, make_webp(colour, WebpKind::kAlpha),
              white_from(colour, 20));
}

TEST(WebpTest, TheOrientationIsApplied) {
  const Picture stored = test_picture(20, 11, 3);
  for (const int orientation : {2, 6, 8}) {
    expect_page(MediaType::kWebp, make_webp(stored, WebpKind::kLossless, orientation),
                shown(stored, orientation));
  }
}

TEST(WebpTest, WhatMovesIsNoPage) {
  expect_refused(MediaType::kWebp,
                 make_webp(test_picture(20, 11, 3), WebpKind::kAnimation),
                 "the file uses a feature of its format that tangthu can't read");
}

TEST(WebpTest, NoTruncationPasses) {
  for (const WebpKind kind : {WebpKind::kLossless, WebpKind::kLossy}) {
    expect_no_truncation_passes(MediaType::kWebp,
                                make_webp(smooth_picture(64, 48, 3), kind));
  }
}

TEST(Jp2Test, EveryKindComesOutAsItWentIn) {
  const Picture grey = test_picture(37, 21, 1);
  const Picture colour = test_picture(37, 21, 3);
  for (const Picture& picture : {grey, colour}) {
    for (const int bits : {8, 12, 16}) {
      expect_page(MediaType::kJp2, make_jp2(picture, {.bits = bits}), picture, 1);
    }
    expect_page(MediaType::kJp2, make_jp2(picture, {.bare = true}), picture);
    expect_page(MediaType::kJp2, make_jp2(picture, {.tile = 16}), picture);
    expect_page(MediaType::kJp2, make_jp2(picture, {.alpha = true}),
                white_from(picture, 18));
  }
  expect_page(MediaType::kJp2, make_jp2(colour, {.cmyk = true}), colour);
  const Picture smooth = smooth_picture(64, 48, 3);
  expect_page(MediaType::kJp2, make_jp2(smooth, {.ycc = true}), smooth, 8);
  const Picture two = black_and_white(grey);
  expect_page(MediaType::kJp2, make_jp2(two, {.bits = 1}), two);
}

TEST(Jp2Test, TheResolutionIsRead) {
  const Picture grey = test_picture(37, 21, 1);
  expect_page(MediaType::kJp2, make_jp2(grey, {.dpi = 200}), grey, 0, 200);
}

TEST(Jp2Test, NoTruncationPasses) {
  const Picture picture = test_picture(64, 64, 3);
  expect_no_truncation_passes(MediaType::kJp2, make_jp2(picture, {.bare = true}));
  expect_no_truncation_passes(MediaType::kJp2, make_jp2(picture));
}

TEST(JpegTest, InksComeOutRightWhicheverWayTheyWereWritten) {
  const Picture smooth = smooth_picture(64, 48, 3);
  for (const JpegKind kind : {JpegKind::kCmyk, JpegKind::kPlainCmyk, JpegKind::kYcck}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const Decoded got = decode(MediaType::kJpeg, make_jpeg(smooth, 0, 0, kind));
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], smooth, 4);
  }
}

TEST(TiffTest, FaxesComeOutAsTheyWentIn) {
  const Picture grey = test_picture(53, 41, 1);
  for (const int compression : {2, 3, 4}) {
    for (const bool flag : {false, true}) {
      SCOPED_TRACE(compression);
      TiffPage fax;
      fax.picture = grey;
      fax.bits = 1;
      fax.compression = compression;
      fax.two_dimensional = flag && compression == 3;
      fax.white_is_zero = flag;
      Picture expected = black_and_white(grey);
      if (flag) {
        for (auto& value : expected.pixels)
          value ^= 255;
      }
      expect_page(MediaType::kTiff, make_tiff({fax}), expected);
    }
  }
}

TEST(TiffTest, TilesComeOutAsTheyWentIn) {
  for (const int channels : {1, 3}) {
    for (const int compression : {1, 5, 8}) {
      SCOPED_TRACE(compression);
      TiffPage page;
      page.picture = test_picture(53, 41, channels);
      page.compression = compression;
      page.tiled = true;
      expect_page(MediaType::kTiff, make_tiff({page}), page.picture);
    }
  }
}

TEST(TiffTest, SixteenBitsAndJpegComeOutAsTheyWentIn) {
  TiffPage wide;
  wide.picture = test_picture(53, 41, 3);
  wide.bits = 16;
  expect_page(MediaType::kTiff, make_tiff({wide}), wide.picture);
  wide.cmyk = true;
  wide.compression = 5;
  expect_page(MediaType::kTiff, make_tiff({wide}), wide.picture, 1);
  for (const int channels : {1, 3}) {
    for (const bool tiled : {false, true}) {
      TiffPage jpeg;
      jpeg.picture = smooth_picture(64, 48, channels);
      jpeg.compression = 7;
      jpeg.tiled = tiled;
      expect_page(MediaType::kTiff, make_tiff({jpeg}), jpeg.picture, 4);
    }
  }
}

TEST(FormatTest, ContentOfAnotherKindIsDamage) {
  for (const MediaType type : {MediaType::kBmp, MediaType::kWebp, MediaType::kJp2}) {
    const Decoded got = decode(type, to_bytes(as_bytes("not at all what it should be")));
    ASSERT_TRUE(got.error.has_value());
    EXPECT_EQ(got.error->code(), ErrorCode::kBadInput);
  }
}

}  // namespace
}  // namespace tangthu::scanner
