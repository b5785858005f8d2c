// Files through the sandboxed decoders, as the product opens them.
#include <cstdlib>

#include "decoding.h"

namespace tangthu::scanner {
namespace {

using namespace testing;

TEST(PngTest, EveryKindComesOutAsItWentIn) {
  const Picture grey = test_picture(37, 21, 1);
  const Picture colour = test_picture(37, 21, 3);
  for (const Depth depth : {Depth::kEight, Depth::kSixteen}) {
    for (const bool interlaced : {false, true}) {
      for (const Picture& picture : {grey, colour}) {
        const Decoded got =
            decode(MediaType::kPng, make_png(picture, 200, depth, interlaced));
        ASSERT_EQ(got.pages.size(), 1U);
        expect_same(got.pages[0], picture);
        EXPECT_EQ(got.pages[0].dpi(), 200);
      }
    }
  }
}

TEST(PngTest, BitonalIsGreyAndPaletteIsColour) {
  const Picture grey = test_picture(37, 21, 1);
  const Decoded one = decode(MediaType::kPng, make_png(grey, 300, Depth::kOne));
  ASSERT_EQ(one.pages.size(), 1U);
  expect_same(one.pages[0], black_and_white(grey));

  const Decoded palette = decode(MediaType::kPng, make_png(grey, 300, Depth::kPalette));
  ASSERT_EQ(palette.pages.size(), 1U);
  ASSERT_EQ(palette.pages[0].channels(), 3);
  EXPECT_EQ(palette.pages[0].row(3)[0], grey.at(0, 3));
  EXPECT_EQ(palette.pages[0].row(3)[1], 255 - grey.at(0, 3));
  EXPECT_EQ(palette.pages[0].row(3)[2], 9);
}

TEST(PngTest, TransparencyIsWhitePaper) {
  const Picture colour = test_picture(40, 10, 3);
  const Decoded got = decode(MediaType::kPng, make_png(colour, 300, Depth::kAlpha));
  ASSERT_EQ(got.pages.size(), 1U);
  ASSERT_EQ(got.pages[0].channels(), 3);
  EXPECT_EQ(got.pages[0].row(2)[3], colour.at(1, 2, 0));
  EXPECT_EQ(got.pages[0].row(2)[39 * 3], 255);
}

TEST(PngTest, ResolutionThatIsNotSaidIs300) {
  EXPECT_EQ(decode(MediaType::kPng, make_png(test_picture(9, 9, 1), 0)).pages.at(0).dpi(),
            kDefaultDpi);
}

TEST(PngTest, HugeHeaderIsRefusedAtOnceWithARemedy) {
  const Decoded got = decode(MediaType::kPng, make_png_header(40'000, 40'000));
  ASSERT_TRUE(got.error.has_value());
  EXPECT_STREQ(got.error->text(), "the image is larger than 150 million pixels");
  EXPECT_STRNE(got.error->remedy(), "");
}

TEST(PngTest, NoTruncationPasses) {
  expect_no_truncation_passes(MediaType::kPng, make_png(test_picture(64, 64, 3), 300));
}

TEST(PngTest, AChangedByteIsNoticed) {
  const Bytes whole = make_png(test_picture(64, 64, 3), 300);
  for (std::size_t at = 70; at < whole.size(); at += 97) {
    Bytes changed = whole;
    changed[at] ^= 0x10;
    EXPECT_TRUE(decode(MediaType::kPng, changed).error.has_value()) << at;
  }
}

TEST(JpegTest, ComesOutAsItWentIn) {
  // Smooth, so that what the compression loses is little.
  Picture smooth{64, 48, 3, {}};
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      for (const int value : {x * 3, y * 4, 128}) {
        smooth.pixels.push_back(static_cast<std::uint8_t>(value));
      }
    }
  }
  for (const JpegKind kind :
       {JpegKind::kPlain, JpegKind::kProgressive, JpegKind::kCmyk}) {
    const Decoded got = decode(MediaType::kJpeg, make_jpeg(smooth, 200, 0, kind));
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], smooth, 4);
    EXPECT_EQ(got.pages[0].dpi(), kind == JpegKind::kCmyk ? kDefaultDpi : 200);
  }
}

TEST(JpegTest, EveryExifOrientationIsApplied) {
  Picture stored{32, 16, 1, {}};
  for (int i = 0; i < 32 * 16; ++i) {
    stored.pixels.push_back(static_cast<std::uint8_t>(i % 32 * 5 + i / 32 * 6));
  }
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const Decoded got = decode(MediaType::kJpeg, make_jpeg(stored, 300, orientation));
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], shown(stored, orientation), 3);
  }
}

TEST(JpegTest, NoTruncationPasses) {
  expect_no_truncation_passes(MediaType::kJpeg, make_jpeg(test_picture(96, 96, 3), 300));
  expect_no_truncation_passes(MediaType::kJpeg, make_jpeg(test_picture(96, 96, 3), 300, 0,
                                                          JpegKind::kProgressive));
}

TEST(TiffTest, EveryKindComesOutAsItWentIn) {
  const Picture grey = test_picture(53, 41, 1);
  const Picture colour = test_picture(53, 41, 3);
  std::vector<TiffPage> pages(8);
  pages[0].picture = grey;
  pages[1].picture = colour;
  pages[2].picture = colour;
  pages[2].compression = 5;
  pages[3].picture = grey;
  pages[3].bits = 16;
  pages[4].picture = grey;
  pages[4].bits = 1;
  pages[4].compression = 4;
  pages[5].picture = grey;
  pages[5].palette = true;
  pages[6].picture = colour;
  pages[6].cmyk = true;
  pages[7].picture = grey;
  pages[7].compression = 8;
  const Decoded got = decode(MediaType::kTiff, make_tiff(pages));
  ASSERT_FALSE(got.error.has_value()) << got.error->text();
  ASSERT_EQ(got.pages.size(), pages.size());
  for (const std::size_t i : {0U, 1U, 2U, 3U, 6U, 7U}) {
    SCOPED_TRACE(i);
    expect_same(got.pages[i], pages[i].picture, i == 6 ? 1 : 0);
  }
  expect_same(got.pages[4], black_and_white(grey));
  ASSERT_EQ(got.pages[5].channels(), 3);
  EXPECT_EQ(got.pages[5].row(2)[3], grey.at(1, 2));
  EXPECT_EQ(got.pages[5].row(2)[4], 0);
}

TEST(TiffTest, EveryOrientationIsApplied) {
  const Picture stored = test_picture(20, 11, 3);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    TiffPage page;
    page.picture = stored;
    page.orientation = orientation;
    const Decoded got = decode(MediaType::kTiff, make_tiff({page}));
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], shown(stored, orientation));
  }
}

TEST(TiffTest, AFaxOfUnequalResolutionIsMadeSquare) {
  TiffPage fax;
  fax.picture = test_picture(204, 98, 1);
  fax.bits = 1;
  fax.compression = 4;
  fax.dpi_x = 204;
  fax.dpi_y = 98;
  const Decoded got = decode(MediaType::kTiff, make_tiff({fax}));
  ASSERT_EQ(got.pages.size(), 1U);
  EXPECT_EQ(got.pages[0].width(), 204);
  EXPECT_EQ(got.pages[0].height(), 204);
  EXPECT_EQ(got.pages[0].dpi(), 204);
}

TEST(TiffTest, DamageInAPageIsAnErrorAndNotAGreyPage) {
  TiffPage page;
  page.picture = test_picture(200, 200, 1);
  for (const int compression : {1, 4, 5, 8}) {
    SCOPED_TRACE(compression);
    page.compression = compression;
    page.bits = compression == 4 ? 1 : 8;
    const Bytes whole = make_tiff({page, page});
    ASSERT_FALSE(decode(MediaType::kTiff, whole).error.has_value());
    const Bytes cut(whole.begin(), whole.begin() + static_cast<long>(whole.size() / 2));
    EXPECT_TRUE(decode(MediaType::kTiff, cut).error.has_value());
    if (compression == 1) continue;  // has nothing by which to notice
    Bytes changed = whole;
    for (std::size_t at = 400; at < 500; ++at)
      changed[at] = 0;
    EXPECT_TRUE(decode(MediaType::kTiff, changed).error.has_value());
  }
}

TEST(PdfTest, AScannedPageIsRenderedAtTheResolutionOfItsImage) {
  const Picture grey = test_picture(827, 1170, 1);
  const Picture colour = test_picture(1240, 1754, 3);
  for (const Picture& picture : {grey, colour}) {
    const double dpi = picture.width / 8.2667;
    const Decoded got = decode(MediaType::kPdf, make_scanned_pdf({picture}, dpi));
    ASSERT_FALSE(got.error.has_value()) << got.error->text();
    ASSERT_EQ(got.pages.size(), 1U);
    expect_same(got.pages[0], picture);
    EXPECT_NEAR(got.pages[0].dpi(), dpi, 1);
  }
}

TEST(PdfTest, EveryPageComesInOrder) {
  std::vector<Picture> pictures(3, test_picture(500, 707, 3));
  pictures[1].pixels.assign(pictures[1].pixels.size(), 0);
  const Decoded got = decode(MediaType::kPdf, make_scanned_pdf(pictures, 150));
  ASSERT_EQ(got.pages.size(), 3U);
  EXPECT_EQ(got.pages[1].row(100)[100], 0);
  EXPECT_EQ(got.pages[2].channels(), 3);
}

TEST(PdfTest, ATypesetPageIsRenderedAt300WithTheSystemsFonts) {
  const Decoded got = decode(MediaType::kPdf, make_text_pdf());
  ASSERT_FALSE(got.error.has_value()) << got.error->text();
  ASSERT_EQ(got.pages.size(), 1U);
  const Page& page = got.pages[0];
  EXPECT_EQ(page.width(), 2479);
  EXPECT_EQ(page.height(), 3508);
  EXPECT_EQ(page.dpi(), 300);
  EXPECT_EQ(page.format(), PixelFormat::kGrey);
  std::size_t dark = 0;
  for (const std::uint8_t value : page.pixels())
    dark += value < 64 ? 1U : 0U;
  EXPECT_GT(dark, 5000U) << "the text was not drawn";
}

TEST(PdfTest, AHugeSheetIsRenderedCoarserOrRefused) {
  const Decoded plan = decode(MediaType::kPdf, make_blank_pdf(4000, 6000));
  ASSERT_EQ(plan.pages.size(), 1U);
  EXPECT_LT(plan.pages[0].dpi(), 300);
  EXPECT_TRUE(
      decode(MediaType::kPdf, make_blank_pdf(140'000, 140'000)).error.has_value());
}

TEST(PdfTest, APasswordIsToldFromDamage) {
  const TemporaryFolder folder;
  write_file(folder / "open.pdf", make_text_pdf());
  const std::string command = "qpdf --encrypt user owner 256 -- '" +
                              (folder / "open.pdf").string() + "' '" +
                              (folder / "locked.pdf").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own command
  const Decoded got = decode(MediaType::kPdf, read_file(folder / "locked.pdf"));
  ASSERT_TRUE(got.error.has_value());
  EXPECT_STREQ(got.error->text(), "the file is protected by a password");
}

TEST(PdfTest, NoTruncationPasses) {
  const Bytes whole = make_scanned_pdf({test_picture(300, 424, 1)}, 100);
  for (const std::size_t part : {1U, 2U, 5U, 9U}) {
    const Bytes cut(whole.begin(),
                    whole.begin() + static_cast<long>(whole.size() * part / 10));
    EXPECT_TRUE(decode(MediaType::kPdf, cut).error.has_value()) << part;
  }
}

TEST(DecodeTest, ContentOfAnotherKindIsDamage) {
  for (const MediaType type :
       {MediaType::kPng, MediaType::kJpeg, MediaType::kTiff, MediaType::kPdf}) {
    const Decoded got = decode(type, to_bytes(as_bytes("not at all what it should be")));
    ASSERT_TRUE(got.error.has_value());
    EXPECT_EQ(got.error->code(), ErrorCode::kBadInput);
  }
}

TEST(DecodeTest, ASourceThatIsLeftEarlyLeavesNoProcess) {
  const InputFile file{"f", MediaType::kTiff,
                       make_tiff(std::vector<TiffPage>(
                           50, TiffPage{.picture = test_picture(400, 400, 3)}))};
  for (int i = 0; i < 5; ++i) {
    auto source = open_pages(file);
    ASSERT_TRUE(source.has_value());
    ASSERT_TRUE((*source)->next().has_value());
  }
}

}  // namespace
}  // namespace tangthu::scanner
