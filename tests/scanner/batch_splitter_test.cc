// Where a batch is cut, and that no page is lost on the way.
#include <string>

#include <gtest/gtest.h>

#include "scanner/batch/duplex.h"
#include "scanner/batch/splitter.h"

namespace tangthu::scanner {
namespace {

// A batch in letters: p page, b blank, s separator, d dossier separator, f first page,
// ? doubtful first page, x damaged separator, N page of a new file, - a page that failed.
PageSigns signs_of(char letter) {
  PageSigns signs;
  signs.blank = letter == 'b';
  if (letter == 's') signs.code = {CodeKind::kSeparator, {}};
  if (letter == 'd') signs.code = {CodeKind::kSeparator, {"H02"}};
  if (letter == 'x') signs.code = {CodeKind::kDamaged, {}};
  if (letter == 'f') signs.first_page = FirstPage::kYes;
  if (letter == '?') signs.first_page = FirstPage::kDoubtful;
  if (letter == 'N') signs.file = FileStart::kNew;
  return signs;
}

// What came of it: '|' before each page that begins a document; '!' after a doubtful one.
// Separators stand as 's', their blank backs as '_'.
std::string cut(const SplitRules& rules, const std::string& batch) {
  Splitter splitter(rules);
  std::string out;
  for (const char letter : batch) {
    if (letter == '-') {
      splitter.skip();
      out += '-';
      continue;
    }
    const Placement placement = splitter.next(signs_of(letter));
    if (placement.opens) out += '|';
    switch (placement.role) {
      case PageRole::kPage:
      case PageRole::kBlankPage:
        out += letter;
        break;
      case PageRole::kSeparator:
        out += 's';
        break;
      case PageRole::kSeparatorBack:
        out += '_';
        break;
    }
    if (placement.doubt != Doubt::kNone) out += '!';
  }
  return out;
}

SplitRules by_separator(int sides = 1) {
  SplitRules rules;
  rules.at_separators = true;
  rules.sides_a_sheet = sides;
  return rules;
}

SplitRules by_blank(int sides = 1) {
  SplitRules rules;
  rules.at_blank_sheets = true;
  rules.sides_a_sheet = sides;
  return rules;
}

TEST(SplitterTest, WithoutRulesABatchIsOneDocument) {
  EXPECT_EQ(cut({}, "ppbpfp"), "|ppbpfp");
  EXPECT_EQ(cut({}, ""), "");
}

TEST(SplitterTest, ASeparatorBeginsADocumentAndIsNoPage) {
  EXPECT_EQ(cut(by_separator(), "sppspsppp"), "s|pps|ps|ppp");
  EXPECT_EQ(cut(by_separator(), "ppsp"), "|pps|p");
}

TEST(SplitterTest, SeparatorsInARowOrAtTheEndMakeNoEmptyDocument) {
  EXPECT_EQ(cut(by_separator(), "sspssps"), "ss|pss|ps");
}

TEST(SplitterTest, ASeparatorThatIsNotAskedForIsAPage) {
  EXPECT_EQ(cut(by_blank(), "psp"), "|psp");
}

TEST(SplitterTest, ADamagedSeparatorIsKeptAndNamed) {
  EXPECT_EQ(cut(by_separator(), "pxp"), "|px!p");
}

TEST(SplitterTest, TheBlankBackOfASeparatorGoesWithIt) {
  EXPECT_EQ(cut(by_separator(2), "sbppsbpp"), "s_|pps_|pp");
  // One side a sheet: a blank page there is a page.
  EXPECT_EQ(cut(by_separator(1), "sbp"), "s|bp");
}

TEST(SplitterTest, APrintedBackOfASeparatorIsKeptAndNamed) {
  EXPECT_EQ(cut(by_separator(2), "spppsbpp"), "s|p!pps_|pp");
}

TEST(SplitterTest, BlankSheetsEndADocumentAndStayWithIt) {
  EXPECT_EQ(cut(by_blank(), "ppbpbbp"), "|ppb|pbb|p");
}

TEST(SplitterTest, BlankSheetsBeforeTheFirstPageStayWithTheFirstDocument) {
  EXPECT_EQ(cut(by_blank(), "bbpbp"), "|bbpb|p");
  EXPECT_EQ(cut(by_blank(), "bb"), "|bb");
}

TEST(SplitterTest, ABlankBackEndsNothing) {
  EXPECT_EQ(cut(by_blank(2), "pbpbbbpp"), "|pbpbbb|pp");
  EXPECT_EQ(cut(by_blank(2), "ppbppp"), "|ppbppp");
}

TEST(SplitterTest, ACountIsOfSheets) {
  SplitRules rules;
  rules.sheets_a_document = 2;
  EXPECT_EQ(cut(rules, "ppppp"), "|pp|pp|p");
  rules.sides_a_sheet = 2;
  EXPECT_EQ(cut(rules, "pppppbpp"), "|pppp|pbpp");
}

TEST(SplitterTest, FirstPagesBeginDocumentsAndDoubtfulOnesAreNamed) {
  SplitRules rules;
  rules.at_first_pages = true;
  EXPECT_EQ(cut(rules, "fpffp?p"), "|fp|f|fp?!p");
  rules.sides_a_sheet = 2;
  EXPECT_EQ(cut(rules, "fpffpp"), "|fp|ff!pp");
}

TEST(SplitterTest, RulesWorkTogether) {
  SplitRules rules = by_separator();
  rules.at_first_pages = true;
  EXPECT_EQ(cut(rules, "sfpfpsp"), "s|fp|fps|p");
}

TEST(SplitterTest, ANewFileBeginsADocument) {
  EXPECT_EQ(cut({}, "ppNpN"), "|pp|Np|N");
}

TEST(SplitterTest, AFailedPageTakesItsSideOfASheet) {
  EXPECT_EQ(cut(by_separator(2), "p-sbpp"), "|p-s_|pp");
  EXPECT_EQ(cut(by_blank(2), "ppb-pp"), "|ppb-pp") << "the failed page wasn't blank";
}

TEST(SplitterTest, ADossierHoldsUntilTheNext) {
  Splitter splitter(by_separator());
  EXPECT_EQ(splitter.next(signs_of('p')).dossier, "");
  splitter.next(signs_of('d'));
  EXPECT_EQ(splitter.next(signs_of('p')).dossier, "H02");
  splitter.next(signs_of('s'));
  EXPECT_EQ(splitter.next(signs_of('p')).dossier, "H02");
}

TEST(CollationTest, BacksComeInReverse) {
  for (int sheet = 0; sheet < 3; ++sheet) {
    EXPECT_EQ(collated_page(Pass::kFronts, sheet, 0), 2 * sheet + 1);
    EXPECT_EQ(collated_page(Pass::kBacks, sheet, 3), 6 - 2 * sheet);
  }
}

}  // namespace
}  // namespace tangthu::scanner
