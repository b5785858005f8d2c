#include "archive/hit_boxes.h"

#include <sstream>

#include <gtest/gtest.h>

namespace tangthu::archive {
namespace {

using Texts = std::vector<std::string>;

// Words lie side by side, 10 wide, one line 20 below the other.
Json page_of(const std::vector<std::string>& lines) {
  Json out = {{"number", 1}, {"captured_page", 1}, {"lines", Json::array()}};
  int y = 0;
  for (const std::string& line : lines) {
    Json words = Json::array();
    std::istringstream in(line);
    int x = 0;
    for (std::string word; in >> word; x += 10)
      words.push_back({{"text", word}, {"confidence", 0.9}, {"box", {x, y, 9, 12}}});
    out["lines"].push_back({{"text", line}, {"box", {0, y, x, 12}}, {"words", words}});
    y += 20;
  }
  return out;
}

PageBoxes boxes(const Json& page, const Texts& wanted) {
  auto found = find_boxes(page, 1, wanted);
  EXPECT_TRUE(found.has_value());
  return found ? std::move(*found) : PageBoxes();
}

Texts texts(const PageBoxes& page) {
  Texts out;
  for (const BoxedWord& word : page.words)
    out.push_back(word.text);
  return out;
}

TEST(HitBoxesTest, AWordIsBoxedWhereverItStandsWithAnyMarks) {
  const PageBoxes found = boxes(page_of({"Tài liệu mật,", "mất MẬT khẩu"}), {"mat"});
  EXPECT_EQ(texts(found), (Texts{"mật,", "mất", "MẬT"}));
  EXPECT_EQ(found.words[0].box, (Box{20, 0, 9, 12}));
  EXPECT_EQ(found.words[2].box, (Box{10, 20, 9, 12}));
}

TEST(HitBoxesTest, APhraseIsBoxedWhereItStandsTogetherOverLinesToo) {
  const Json page = page_of({"nhà của bí mật", "nhà nước và nước"});
  EXPECT_EQ(texts(boxes(page, {"mat nha nuoc"})), (Texts{"mật", "nhà", "nước"}));
  // It goes on over the page's end.
  EXPECT_EQ(texts(boxes(page, {"va nuoc ngoai"})), (Texts{"nước", "và", "nước"}));
}

TEST(HitBoxesTest, ACodeInPiecesIsBoxedWhole) {
  const Json page = page_of({"Số: 582 /QĐ- SGDĐT ngày 05 tháng 3 năm 2020"});
  EXPECT_EQ(texts(boxes(page, {"qd sgddt"})), (Texts{"/QĐ-", "SGDĐT"}));
  EXPECT_EQ(texts(boxes(page, {"2020-03-05"})),
            (Texts{"ngày", "05", "tháng", "3", "năm", "2020"}));
  EXPECT_EQ(texts(boxes(page, {"th*"})), (Texts{"tháng"}));
}

TEST(HitBoxesTest, DecomposedWordsKeepTheirPlaces) {
  EXPECT_EQ(texts(boxes(page_of({"Tu\u031B pha\u0301p mật vụ"}), {"vu"})), (Texts{"vụ"}));
}

TEST(HitBoxesTest, APageHasSoManyBoxesAtMost) {
  std::string line;
  for (std::size_t i = 0; i < kMaxPageBoxes; ++i)
    line += "mật ";
  const PageBoxes full = boxes(page_of({line}), {"mat"});
  EXPECT_EQ(full.words.size(), kMaxPageBoxes);
  EXPECT_FALSE(full.has_more);
  const PageBoxes more = boxes(page_of({line, "mật"}), {"mat"});
  EXPECT_EQ(more.words.size(), kMaxPageBoxes);
  EXPECT_TRUE(more.has_more);
}

TEST(HitBoxesTest, APageOfASpreadNamesItsCapture) {
  Json page = page_of({"mật"});
  page["captured_page"] = 3;
  EXPECT_EQ(boxes(page, {"mat"}).captured_page, 3);
  page.erase("captured_page");
  EXPECT_EQ(boxes(page, {"mat"}).captured_page, 1);
}

TEST(HitBoxesTest, ADamagedPageIsNamedSo) {
  for (const Json& page :
       {Json(3), Json::object(), Json({{"lines", {{{"words", 1}}}}})}) {
    const auto found = find_boxes(page, 1, {"mat"});
    ASSERT_FALSE(found.has_value()) << page;
    EXPECT_EQ(found.error().code(), ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace tangthu::archive
