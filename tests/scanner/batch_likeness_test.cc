// The same paper twice, and others; blank pages and pages that only look it.
#include <gtest/gtest.h>

#include "samples/degrade/degrade.h"
#include "samples/marks/marks.h"
#include "samples/page_maker.h"
#include "scanner/batch/likeness.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {
namespace {

using samples::Grade;

Page made(std::uint64_t seed) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.type = "QĐ";
  spec.length = samples::Length::kSinglePage;
  spec.dpi = 150;
  auto document = samples::make_document(spec);
  EXPECT_TRUE(document);
  return std::move(document->pages[0]);
}

Page scanned(const Page& page, std::uint64_t seed) {
  samples::Random random(seed);
  auto worn = samples::degrade(page, Grade::kScan, random);
  EXPECT_TRUE(worn);
  return std::move(worn->page);
}

PagePrint print(const Page& page) {
  const auto clean = clean_page(page);
  EXPECT_TRUE(clean);
  return print_of(page, clean->ink);
}

TEST(LikenessTest, TheSamePictureIsFoundExactly) {
  const Page page = made(1);
  DuplicateFinder finder;
  EXPECT_FALSE(finder.add(1, print(page)));
  const auto found = finder.add(2, print(page));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->earlier, 1);
  EXPECT_EQ(found->likeness, Likeness::kSamePicture);
}

TEST(LikenessTest, TheSamePaperScannedAgainIsFoundAndOthersAreNot) {
  const Page one = made(1);
  const Page other = made(2);
  DuplicateFinder finder;
  EXPECT_FALSE(finder.add(1, print(scanned(one, 11))));
  EXPECT_FALSE(finder.add(2, print(scanned(other, 12)))) << "another decision";
  const auto found = finder.add(3, print(scanned(one, 13)));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->earlier, 1);
  EXPECT_EQ(found->likeness, Likeness::kSamePaper);
}

TEST(LikenessTest, OnePixelMakesAnotherPictureOfTheSamePaper) {
  Page page = made(1);
  DuplicateFinder finder;
  finder.add(1, print(page));
  page.pixels()[page.size_bytes() - 1] ^= 1;
  const auto found = finder.add(2, print(page));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->likeness, Likeness::kSamePaper);
}

Page bare() {
  auto page = Page::create(1240, 1754, PixelFormat::kRgb, 150);
  EXPECT_TRUE(page);
  std::fill(page->pixels().begin(), page->pixels().end(), std::uint8_t{255});
  return std::move(*page);
}

TEST(BlankTest, AFaintStampASignatureOrOneLineIsNotBlank) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    samples::Random random(seed);
    Page stamped = bare();
    samples::StampStyle style;
    style.faintness = 0.5;
    samples::draw_rect_stamp(stamped, 400, 500, {"MẬT"}, style, random);
    EXPECT_FALSE(clean_page(stamped)->blank);
    Page line = bare();
    style.ink = samples::StampInk::kBlack;
    style.border = samples::StampBorder::kNone;
    samples::draw_rect_stamp(line, 300, 900, {"XEM TIẾP TRANG SAU"}, style, random);
    EXPECT_FALSE(clean_page(line)->blank) << "one pale line";
    Page signed_page = bare();
    samples::draw_signature(signed_page, 500, 900, 250, 110, random);
    EXPECT_FALSE(clean_page(scanned(signed_page, seed))->blank);
  }
  EXPECT_TRUE(clean_page(bare())->blank);
}

}  // namespace
}  // namespace tangthu::scanner
