// Pages that lie on their side are read in scraps, however surely each letter was read.
#include "archive/scraps.h"

#include <string>

#include <gtest/gtest.h>

namespace tangthu::archive {
namespace {

ocr::PageText page_of(std::size_t lines, const std::string& text) {
  ocr::PageText page;
  for (std::size_t i = 0; i < lines; ++i)
    page.lines.push_back({text, {}, {{text, 0.97, {}}}});
  return page;
}

TEST(ScrapsTest, ManyLinesOfALetterOrTwo) {
  EXPECT_TRUE(is_in_scraps(page_of(kFewestScraps, "ơ l")));
  EXPECT_TRUE(is_in_scraps(page_of(60, std::string(kScrapBytes - 1, 'x'))));
}

TEST(ScrapsTest, LinesOfTextAreNone) {
  EXPECT_FALSE(is_in_scraps(page_of(60, std::string(kScrapBytes, 'x'))));
  EXPECT_FALSE(is_in_scraps(page_of(40, "Căn cứ Luật Tổ chức")));
}

TEST(ScrapsTest, FewLinesSayNothing) {
  EXPECT_FALSE(is_in_scraps(page_of(kFewestScraps - 1, "ơ l")));
  EXPECT_FALSE(is_in_scraps({}));
}

TEST(ScrapsTest, ScrapsBetweenLinesOfTextAreNotThePages) {
  ocr::PageText page = page_of(12, "ơ");
  const ocr::PageText text = page_of(6, "Căn cứ Luật Tổ chức chính quyền");
  page.lines.insert(page.lines.end(), text.lines.begin(), text.lines.end());
  EXPECT_FALSE(is_in_scraps(page));
}

}  // namespace
}  // namespace tangthu::archive
