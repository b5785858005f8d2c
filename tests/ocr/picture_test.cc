// Pictures of access copies: what layers keep, and when a page is kept in one piece.
#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

#include "ocr/bit_mask.h"
#include "ocr/coloured_ink.h"
#include "ocr/fax.h"
#include "ocr/page_picture.h"
#include "ocr/paper.h"

namespace tangthu::ocr {
namespace {

constexpr int kWidth = 900;
constexpr int kHeight = 700;

struct Rgb {
  std::uint8_t r, g, b;
};
constexpr Rgb kPaper{228, 214, 176};
constexpr Rgb kBlack{60, 58, 55};
constexpr Rgb kBlue{70, 70, 160};

void paint(Page& page, const Box& box, Rgb colour) {
  for (int y = box.y; y < box.bottom(); ++y) {
    for (int x = box.x; x < box.right(); ++x) {
      std::uint8_t* pixel = page.row(y) + x * page.channels();
      pixel[0] = colour.r;
      if (page.channels() == 3) pixel[1] = colour.g, pixel[2] = colour.b;
    }
  }
}

Page blank(PixelFormat format = PixelFormat::kRgb) {
  Page page = Page::create(kWidth, kHeight, format, 300).value();
  paint(page, {0, 0, kWidth, kHeight}, kPaper);
  return page;
}

// Rows of strokes like print: 5 pixels wide, 30 high.
void print_lines(Page& page, Rgb colour, int top, int bottom) {
  for (int y = top; y + 30 < bottom; y += 60) {
    for (int x = 60; x + 20 < kWidth - 60; x += 17)
      paint(page, {x, y, 5, 30}, colour);
  }
}

// As cleaning has it.
Page ink_of(const Page& page) {
  Page grey = Page::create(page.width(), page.height(), PixelFormat::kGrey, 300).value();
  for (int y = 0; y < page.height(); ++y) {
    for (int x = 0; x < page.width(); ++x) {
      const std::uint8_t* pixel = page.row(y) + x * page.channels();
      int sum = 0;
      for (int c = 0; c < page.channels(); ++c)
        sum += pixel[c];
      grey.row(y)[x] =
          static_cast<std::uint8_t>(std::min(255, sum * 255 / (page.channels() * 206)));
    }
  }
  return grey;
}

PagePicture picture_of(const Page& page, LayerLoss* loss = nullptr) {
  return layered_picture(page, ink_of(page), loss).value();
}

// Of noise and shades, as a photograph has them.
void photograph(Page& page, const Box& box) {
  std::uint32_t state = 7;
  for (int y = box.y; y < box.bottom(); ++y) {
    for (int x = box.x; x < box.right(); ++x) {
      state = state * 1'664'525 + 1'013'904'223;
      const double wave = 60 * std::sin(x * 0.05) * std::cos(y * 0.04);
      const auto v = static_cast<std::uint8_t>(90 + wave + static_cast<int>(state >> 27));
      paint(page, {x, y, 1, 1}, {v, v, v});
    }
  }
}

TEST(PictureTest, PrintIsAMaskOverThePaper) {
  Page page = blank();
  print_lines(page, kBlack, 60, 640);
  const PagePicture picture = picture_of(page);
  ASSERT_EQ(picture.layers.size(), 2U);
  EXPECT_EQ(picture.layers[0].coding, LayerCoding::kJpeg);
  EXPECT_EQ(picture.layers[0].width, kWidth / 2);
  const PictureLayer& print = picture.layers[1];
  EXPECT_EQ(print.coding, LayerCoding::kFax);
  EXPECT_EQ(print.width, 2 * kWidth);
  EXPECT_NEAR(print.colour[0], kBlack.r, 2);
  EXPECT_NEAR(print.colour[2], kBlack.b, 2);
}

TEST(PictureTest, APageWithoutPrintIsPaperAlone) {
  EXPECT_EQ(picture_of(blank()).layers.size(), 1U);
}

TEST(PictureTest, GreyPagesAreLayeredToo) {
  Page page = blank(PixelFormat::kGrey);
  print_lines(page, kBlack, 60, 640);
  const PagePicture picture = picture_of(page);
  ASSERT_EQ(picture.layers.size(), 2U);
  EXPECT_EQ(picture.layers[0].channels, 1);
}

TEST(PictureTest, APhotographIsKeptInOnePiece) {
  Page page = blank();
  print_lines(page, kBlack, 400, 640);
  photograph(page, {100, 40, 700, 330});
  LayerLoss loss;
  const PagePicture picture = picture_of(page, &loss);
  EXPECT_GT(loss.pictures, 0.06);
  ASSERT_EQ(picture.layers.size(), 1U);
  EXPECT_EQ(picture.layers[0].width, kWidth);
}

TEST(PictureTest, ASmallPhotographStaysUnderThePrint) {
  Page page = blank();
  print_lines(page, kBlack, 60, 640);
  photograph(page, {64, 64, 128, 128});
  LayerLoss loss;
  const PagePicture picture = picture_of(page, &loss);
  EXPECT_GT(loss.pictures, 0.0);
  EXPECT_EQ(picture.layers.size(), 2U);
}

TEST(PictureTest, ACoarsePageIsKeptInOnePiece) {
  Page page = Page::create(kWidth, kHeight, PixelFormat::kGrey, 100).value();
  paint(page, {0, 0, kWidth, kHeight}, kPaper);
  EXPECT_EQ(layered_picture(page, ink_of(page)).value().layers[0].width, kWidth);
}

// A number in blue pen stays blue; print on yellow paper is black all the same.
TEST(PictureTest, ColouredInkIsToldFromPrint) {
  Page page = blank();
  print_lines(page, kBlack, 60, 300);
  print_lines(page, kBlue, 360, 600);
  const BitMask ink = BitMask::darker(ink_of(page), 180);
  const BitMask coloured = coloured_ink(page, ink);
  EXPECT_FALSE(coloured.at(62, 70));
  EXPECT_TRUE(coloured.at(62, 370));
}

// A scanner whose channels lie a pixel apart gives print a red and a blue side.
TEST(PictureTest, FringesAreNoColouredInk) {
  Page page = blank();
  print_lines(page, kBlack, 60, 600);
  for (int y = 0; y < kHeight; ++y) {
    std::uint8_t* row = page.row(y);
    for (int x = kWidth - 1; x > 1; --x)
      row[3 * x + 2] = row[3 * (x - 1) + 2];
  }
  const BitMask ink = BitMask::darker(ink_of(page), 180);
  const std::int64_t all = ink.count();
  BitMask left = ink;
  left.remove(coloured_ink(page, ink));
  EXPECT_GT(left.count(), all * 95 / 100);
}

TEST(PictureTest, PaperFillsInWhatThePrintHid) {
  Page page = blank();
  paint(page, {0, 0, 450, kHeight}, {200, 180, 140});
  Page printed = page.clone();
  print_lines(printed, kBlack, 60, 640);
  const BitMask ink = BitMask::darker(ink_of(printed), 120);
  const Page paper = paper_behind(printed, ink.grown(1), 2).value();
  const Page without = paper_behind(page, BitMask(kWidth, kHeight), 2).value();
  int most = 0;
  for (int y = 0; y < paper.height(); ++y) {
    for (std::size_t i = 0; i < paper.stride(); ++i) {
      if (i / 3 > 215 && i / 3 < 235) continue;  // where the paper changes
      most = std::max(most, std::abs(paper.row(y)[i] - without.row(y)[i]));
    }
  }
  EXPECT_LE(most, 1);
}

TEST(PictureTest, PaperUnderNothingButInkIsWhite) {
  const Page page = blank();
  const BitMask ink = BitMask::darker(ink_of(page), 256);
  EXPECT_EQ(paper_behind(page, ink, 3).value().row(5)[5], 255);
}

TEST(PictureTest, MasksOfOddSizesKeepTheirPixels) {
  for (const int width : {1, 63, 64, 65, 130}) {
    Page grey = Page::create(width, 5, PixelFormat::kGrey, 300).value();
    for (int x = 0; x < width; ++x)
      grey.row(2)[x] = x % 3 == 0 ? 0 : 255, grey.row(0)[x] = 255;
    const BitMask mask = BitMask::darker(grey, 128);
    for (int x = 0; x < width; ++x) {
      EXPECT_EQ(mask.at(x, 2), x % 3 == 0);
      EXPECT_FALSE(mask.at(x, 0));
    }
    const BitMask back = mask.halved().doubled(width, 5);
    EXPECT_TRUE(back.at(0, 2));
    BitMask rest = mask;
    rest.remove(back);
    EXPECT_TRUE(rest.empty());
    BitMask past = mask.grown(2);
    past.remove(BitMask::darker(grey, 256));
    EXPECT_TRUE(past.empty());
    EXPECT_EQ(mask.packed().size(), static_cast<std::size_t>((width + 7) / 8 * 5));
    EXPECT_TRUE(encode_fax(mask));
  }
}

// An edge that covers a quarter of its pixel lies a quarter of it further.
TEST(PictureTest, ADoubledMaskKnowsWhereEdgesLieWithinPixels) {
  for (const auto& [edge, wanted] : {std::pair(250, 6), std::pair(120, 7)}) {
    Page grey = Page::create(10, 4, PixelFormat::kGrey, 300).value();
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 10; ++x)
        grey.row(y)[x] = static_cast<std::uint8_t>(x < 3 ? 0 : x == 3 ? edge : 255);
    }
    const BitMask mask = BitMask::darker_doubled(grey, 128, BitMask::darker(grey, 256));
    EXPECT_EQ(mask.width(), 20);
    EXPECT_EQ(mask.count(), wanted * mask.height());
    EXPECT_TRUE(mask.at(wanted - 1, 7));
    EXPECT_FALSE(mask.at(wanted, 0));
  }
}

TEST(PictureTest, LoneBitsGoAndPairsStay) {
  BitMask mask(100, 10);
  mask.row(3)[0] = std::uint64_t{1} << 20;
  mask.row(7)[0] = 1;                       // x = 63 …
  mask.row(8)[1] = std::uint64_t{1} << 63;  // … and, below it, 64
  mask.drop_lone_bits();
  EXPECT_EQ(mask.count(), 2);
}

TEST(PictureTest, OnlyPngsThatAPdfCanHoldAreTaken) {
  EXPECT_FALSE(lossless_picture({}));
  EXPECT_FALSE(lossless_picture(as_bytes("\x89PNG\r\n\x1A\nIHDR")));
}

}  // namespace
}  // namespace tangthu::ocr
