#include "ocr/text.h"

#include <gtest/gtest.h>

namespace tangthu::ocr {
namespace {

Word word(std::string text, double confidence, Box box) {
  return {std::move(text), confidence, box};
}

// A page turned by 90°: cleaned (x, y) lies at (1000 − y, x) of the master.
PageText turned_page() {
  PageText page;
  page.number = 2;
  page.width = 1000;
  page.height = 700;
  page.dpi = 300;
  page.turn_degrees = 270;
  page.skew_degrees = 0.12345;
  page.to_master = Affine{0, -1, 1000, 1, 0, 0};
  page.clean_width = 700;
  page.clean_height = 1000;
  page.clean_dpi = 300;
  Line line;
  line.text = "Kính gửi";
  line.box = {10, 20, 110, 30};
  line.words = {word("Kính", 0.9, {10, 20, 50, 30}), word("gửi", 0.6, {70, 20, 50, 30})};
  page.lines.push_back(line);
  return page;
}

TEST(TextTest, BoxesLeaveInPixelsOfTheMaster) {
  DocumentText document;
  document.file = "a.tif";
  document.pages.push_back(turned_page());
  const Json json = to_json(document);
  EXPECT_EQ(json["pages"][0]["lines"][0]["words"][0]["box"],
            Json::array({950, 10, 30, 50}));
  EXPECT_EQ(json["pages"][0]["lines"][0]["box"], Json::array({950, 10, 30, 110}));
  EXPECT_EQ(json["pages"][0]["skew_degrees"], 0.123);
}

TEST(TextTest, JsonHasTheMembersThatScriptsRelyOn) {
  DocumentText document;
  document.file = "a.tif";
  document.level = Level::kToiMat;
  document.pages.push_back(turned_page());
  document.fields["number"] = {std::nullopt, 0.1, 2, {10, 20, 50, 30}};
  document.fields["type"] = {"Quyết định", 0.98, 2, {10, 20, 50, 30}};
  document.stamps.push_back({"TỐI MẬT", "secrecy", 0.8, 2, {10, 20, 50, 30}});
  const Json json = to_json(document);
  EXPECT_EQ(json["file"], "a.tif");
  EXPECT_EQ(json["level"], "toi-mat");
  EXPECT_TRUE(json["fields"]["number"]["value"].is_null());
  EXPECT_EQ(json["fields"]["number"]["box"], Json::array({950, 10, 30, 50}));
  EXPECT_EQ(json["fields"]["type"]["value"], "Quyết định");
  EXPECT_EQ(json["fields"]["type"]["page"], 2);
  EXPECT_EQ(json["stamps"][0]["kind"], "secrecy");
  EXPECT_EQ(json["stamps"][0]["box"], Json::array({950, 10, 30, 50}));
  for (const char* member : {"number", "width", "height", "dpi", "turn_degrees",
                             "skew_degrees", "stages", "lines"}) {
    EXPECT_TRUE(json["pages"][0].contains(member)) << member;
  }
}

TEST(TextTest, AFieldOfAnUnknownPageHasNoBox) {
  DocumentText document;
  document.fields["type"] = {"Quyết định", 1.5, 9, {10, 20, 50, 30}};
  const Json json = to_json(document);
  EXPECT_EQ(json["fields"]["type"]["box"], Json::array({0, 0, 0, 0}));
  EXPECT_EQ(json["fields"]["type"]["confidence"], 1.0);
}

TEST(TextTest, JsonTextIsComposed) {
  DocumentText document;
  document.fields["place"] = {"Ha\xCC\x80 No\xCC\xA3\xCC\x82i", 1, 1, {}};
  EXPECT_EQ(to_json(document)["fields"]["place"]["value"], "Hà Nội");
}

TEST(TextTest, LongWordsWeighMoreInTheMeanConfidence) {
  EXPECT_NEAR(turned_page().mean_confidence(), (0.9 * 4 + 0.6 * 3) / 7, 1e-9);
  EXPECT_EQ(PageText{}.mean_confidence(), 0);
}

TEST(TextTest, AFormFeedStandsBetweenPages) {
  DocumentText document;
  document.pages = {turned_page(), turned_page()};
  EXPECT_EQ(plain_text(document), "Kính gửi\n\fKính gửi\n");
}

}  // namespace
}  // namespace tangthu::ocr
