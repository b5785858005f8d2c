// Separator sheets, from the printed PDF through a worn copy back to what they say.
#include <gtest/gtest.h>

#include "samples/degrade/degrade.h"
#include "samples/page_maker.h"
#include "scanner/batch/barcode.h"
#include "scanner/batch/barcode_mend.h"
#include "scanner/batch/separator_reader.h"
#include "scanner/batch/separator_sheet.h"
#include "scanner/page_source.h"
#include "tests/support/made_page.h"

namespace tangthu::scanner {
namespace {

using samples::Grade;

std::vector<Page> printed(const std::vector<Separator>& sheets) {
  const auto pdf = separator_pdf(sheets);
  EXPECT_TRUE(pdf);
  const InputFile file{"sheets.pdf", MediaType::kPdf, *pdf};
  const auto source = open_pages(file);
  EXPECT_TRUE(source);
  std::vector<Page> pages;
  for (auto page = (*source)->next(); page && *page; page = (*source)->next())
    pages.push_back(std::move(**page));
  return pages;
}

TEST(SeparatorTest, WhatASheetSaysIsReadBack) {
  for (const std::string dossier : {"", "H01.12.2020.15", "Hồ sơ: Đất đai", "a:b"}) {
    const auto text = separator_text({dossier});
    ASSERT_TRUE(text);
    const ReadCode read = parse_separator(*text);
    EXPECT_EQ(read.kind, CodeKind::kSeparator) << *text;
    EXPECT_EQ(read.separator.dossier, dossier);
  }
}

// Printed sheets live for years: these bytes must stay readable.
TEST(SeparatorTest, VersionOneIsFrozen) {
  EXPECT_EQ(*separator_text({""}), "TANGTHU:1:DOC:66");
  EXPECT_EQ(*separator_text({"H01"}), "TANGTHU:1:DOSSIER:42:H01");
}

TEST(SeparatorTest, OneWrongCharacterIsNoticed) {
  const std::string text = *separator_text({"H01.12.2020.15"});
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (char other = ' '; other < 0x7F; ++other) {
      if (other == text[at]) continue;
      std::string changed = text;
      changed[at] = other;
      EXPECT_NE(parse_separator(changed).kind, CodeKind::kSeparator) << changed;
    }
  }
}

TEST(SeparatorTest, OthersCodesAndNewerOnesAreNotTakenForOurs) {
  EXPECT_EQ(parse_separator("https://example.vn/tra-cuu").kind, CodeKind::kForeign);
  EXPECT_EQ(parse_separator("").kind, CodeKind::kForeign);
  EXPECT_EQ(parse_separator("TANGTHU:2:DOC:11").kind, CodeKind::kNewer);
  EXPECT_EQ(parse_separator("TANGTHU:1:DOC").kind, CodeKind::kDamaged);
  EXPECT_EQ(parse_separator("TANGTHU:1:DOSSIER:00:").kind, CodeKind::kDamaged);
  EXPECT_EQ(parse_separator("TANGTHU:").kind, CodeKind::kDamaged);
}

TEST(SeparatorTest, ABadDossierCodeMakesNoSheet) {
  for (const std::string& bad : {std::string(101, 'x'), std::string("a\nb"),
                                 std::string("\xFF"), std::string("a\0b", 3)}) {
    const auto pdf = separator_pdf({{bad}});
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), ErrorCode::kUsage);
  }
  EXPECT_FALSE(separator_pdf({}));
  EXPECT_FALSE(separator_pdf(std::vector<Separator>(kMaxSeparatorSheets + 1)));
}

TEST(SeparatorTest, TheLongestDossierCodeIsPrintedAndRead) {
  const std::string longest(kMaxDossierCodeBytes, 'Q');
  const auto pages = printed({{longest}});
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(read_separator(pages[0]).separator.dossier, longest);
}

TEST(SeparatorTest, WornSheetsAreRead) {
  const std::string dossier = "H01.12.2020.15-Đợt 2";
  const auto sheets = printed({{""}, {dossier}});
  ASSERT_EQ(sheets.size(), 2U);
  for (const Grade grade : {Grade::kClean, Grade::kScan}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      samples::Random random(seed);
      const auto worn = samples::degrade(sheets[seed % 2], grade, random);
      ASSERT_TRUE(worn);
      const ReadCode read = read_separator(worn->page);
      EXPECT_EQ(read.kind, CodeKind::kSeparator) << seed;
      EXPECT_EQ(read.separator.dossier, seed % 2 == 1 ? dossier : "") << seed;
    }
  }
}

TEST(SeparatorTest, PagesOfTextAreNone) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    samples::DocumentSpec spec;
    spec.seed = seed;
    spec.grade = Grade::kScan;
    EXPECT_EQ(read_separator(made_page(spec)).kind, CodeKind::kForeign);
  }
}

// As scanners leave it that threshold by a window: no ink farther from paper than that.
void hollow(Page& page, int reach) {
  const Page solid = page.clone();
  const auto dark = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < solid.width() && y < solid.height() &&
           solid.row(y)[x * solid.channels()] < 128;
  };
  // Runs of dark above each pixel, then beside it: of squares.
  std::vector<int> runs(static_cast<std::size_t>(page.width()));
  for (int y = 0; y < page.height(); ++y) {
    int wide = 0;
    for (int x = 0; x < page.width(); ++x) {
      int& run = runs[static_cast<std::size_t>(x)];
      run = dark(x, y) ? run + 1 : 0;
      wide = run > 2 * reach ? wide + 1 : 0;
      if (wide <= 2 * reach) continue;
      std::uint8_t* pixel = page.row(y - reach) + (x - reach) * page.channels();
      std::fill(pixel, pixel + page.channels(), std::uint8_t{255});
    }
  }
}

TEST(SeparatorTest, HollowFinderPatternsAreFilled) {
  const auto sheets = printed({{""}, {"H01.12.2020.15"}});
  for (const Page& sheet : sheets) {
    Page page = sheet.clone();
    hollow(page, 30);
    EXPECT_EQ(read_separator(page).kind, CodeKind::kSeparator);
  }
}

TEST(SeparatorTest, OnlyPagesWithSolidInkAreLookedAtClosely) {
  constexpr int kTo50Dpi = 6;
  for (const Page& sheet : printed({{""}, {std::string(kMaxDossierCodeBytes, 'Q')}}))
    EXPECT_TRUE(has_solid_ink(*reduced_grey(sheet, kTo50Dpi)));
  samples::DocumentSpec spec;
  spec.seed = 11;
  EXPECT_FALSE(has_solid_ink(*reduced_grey(made_page(spec), kTo50Dpi)));
}

// A manual that shows a sheet must not lose the page.
TEST(SeparatorTest, APictureOfASheetIsDoubtfulAndNoSeparator) {
  const auto sheets = printed({{""}});
  ASSERT_EQ(sheets.size(), 1U);
  const Page& sheet = sheets[0];
  constexpr int kSmaller = 3;
  auto page =
      Page::create(sheet.width(), sheet.height(), PixelFormat::kGrey, kDefaultDpi);
  ASSERT_TRUE(page);
  std::fill(page->pixels().begin(), page->pixels().end(), std::uint8_t{255});
  for (int y = 0; y < sheet.height() / kSmaller; ++y) {
    for (int x = 0; x < sheet.width() / kSmaller; ++x)
      page->row(y + 300)[x + 300] =
          sheet.row(y * kSmaller)[x * kSmaller * sheet.channels()];
  }
  EXPECT_FALSE(read_codes(*page).empty()) << "the test's picture must be legible";
  EXPECT_EQ(read_separator(*page).kind, CodeKind::kDamaged);
}

}  // namespace
}  // namespace tangthu::scanner
