// hOCR, ALTO and JSON against what their readers rely on: schemas, and the places.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "ocr/alto.h"
#include "ocr/hocr.h"
#include "ocr/placed_text.h"
#include "tests/support/json_schema.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::ocr {
namespace {

Line line_of(const std::vector<Word>& words) {
  Line line;
  for (const Word& word : words) {
    if (!line.text.empty()) line.text += ' ';
    line.text += word.text;
    line.box = united(line.box, word.box);
  }
  line.words = words;
  return line;
}

PageText page_of(int number) {
  PageText page;
  page.number = number;
  page.captured_page = number;
  page.width = 1000;
  page.height = 1400;
  page.dpi = 150;
  page.clean_width = 1000;
  page.clean_height = 1400;
  page.clean_dpi = 150;
  page.stages.push_back({"deskew", "turned", 0.9});
  page.lines = {
      line_of({{"UBND", 0.9, {100, 50, 90, 30}}, {"TỈNH", 0.95, {200, 40, 80, 40}}}),
      line_of({{"Số:", 0.9, {120, 100, 50, 30}}, {"a<b&\"c\"", 0.2, {180, 100, 80, 38}}}),
      line_of({{"CỘNG", 1.2, {600, 50, 100, 40}}, {"HÒA", -0.1, {710, 50, 70, 40}}}),
      Line{},
      line_of({{"Thôn", 0.9, {100, 900, 80, 30}}, {"xã", 0.9, {190, 910, 40, 20}}}),
  };
  return page;
}

DocumentText document_of(std::vector<PageText> pages) {
  DocumentText document;
  document.file = "tủ 1/\"a\" & <b>.tif";
  document.pages = std::move(pages);
  document.fields["number"] = {std::nullopt, 0.1, 1, {10, 20, 50, 30}};
  document.stamps.push_back({"MẬT", "secrecy", 0.8, 1, {10, 20, 50, 30}});
  return document;
}

// What xmllint says of the document; nothing when all is well.
std::string xml_faults(const std::string& xml, const std::string& options) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "made.xml";
  test::write_file(path, as_bytes(xml));
  const test::Said said =
      test::shell("xmllint --nonet --noout " + options + " " + path.string());
  return said.status == 0 ? "" : "xmllint: " + said.output;
}

std::string alto_faults(const std::string& xml) {
  return xml_faults(xml, "--schema " TANGTHU_SOURCE_DIR "/tests/ocr/alto-4.4-subset.xsd");
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(FormatsTest, AltoKeepsItsSchema) {
  const std::string alto = to_alto(document_of({page_of(1), page_of(2)}));
  EXPECT_EQ(alto_faults(alto), "");
  EXPECT_NE(alto_faults(alto.substr(0, alto.find("</PrintSpace>"))), "");
  std::string strange = alto;
  strange.replace(strange.find("WC=\"0.9"), 7, "WC=\"7.9");
  EXPECT_NE(alto_faults(strange), "");
}

TEST(FormatsTest, AltoOfAnEmptyPageKeepsItsSchema) {
  PageText empty = page_of(1);
  empty.lines.clear();
  EXPECT_EQ(alto_faults(to_alto(document_of({empty}))), "");
}

TEST(FormatsTest, HocrIsWellFormedAndNamesItsClasses) {
  const std::string hocr = to_hocr(document_of({page_of(1), page_of(2)}));
  EXPECT_EQ(xml_faults(hocr, ""), "");
  for (const char* part :
       {"class=\"ocr_page\" id=\"page_2\"", "ppageno 1", "scan_res 150 150",
        "class=\"ocr_carea\"", "class=\"ocr_par\"",
        "class=\"ocr_line\" id=\"line_1_1\" title=\"bbox 100 40 280 80; baseline 0.0000 "
        "0\"",
        "title=\"bbox 100 50 190 80; x_wconf 90\">UBND</span>", "a&lt;b&amp;&quot;c",
        "x_wconf 100\">CỘNG", "x_wconf 0\">HÒA"}) {
    EXPECT_TRUE(has(hocr, part)) << part;
  }
}

TEST(FormatsTest, ColumnsOfTheHeadingAreBlocksOfTheirOwn) {
  const PageText page = page_of(1);
  const auto blocks = text_blocks(page);
  ASSERT_EQ(blocks.size(), 3U);
  EXPECT_EQ(blocks[0].size(), 2U);
  EXPECT_EQ(blocks[1][0].text, "CỘNG HÒA");
  EXPECT_EQ(blocks[2][0].text, "Thôn xã");
}

// "g", "Ộ" and a comma hang below the line that the other letters stand on.
TEST(FormatsTest, TheBaselineIsWhereLettersStand) {
  PageText page = page_of(1);
  const Line line = line_of({{"Hùng", 0.9, {10, 100, 50, 38}},
                             {"An", 0.9, {70, 100, 40, 30}},
                             {"Hòa,", 0.9, {120, 100, 50, 36}},
                             {"VIÊN", 0.9, {180, 95, 50, 35}}});
  EXPECT_EQ(placed_baseline(line, page).start.y, 130);
  EXPECT_EQ(placed_baseline(line, page).end.x, 230);
}

TEST(FormatsTest, ATurnedPageLiesOnTheCapture) {
  PageText page = page_of(1);
  page.width = 1400;
  page.height = 1000;
  page.turn_degrees = 90;
  page.to_master = Affine{0, 1, 0, -1, 0, 1000};  // (x, y) → (y, 1000 − x)
  const std::string hocr = to_hocr(document_of({page}));
  EXPECT_TRUE(has(hocr, "title=\"bbox 40 720 80 900; textangle 90\""));
  const std::string alto = to_alto(document_of({page}));
  EXPECT_TRUE(has(alto, "ROTATION=\"90\""));
  EXPECT_TRUE(has(alto, "BASELINE=\"80.0,900.0 80.0,720.0\""));
  EXPECT_EQ(alto_faults(alto), "");
}

TEST(FormatsTest, JsonKeepsItsSchema) {
  std::stringstream text;
  text << std::ifstream(TANGTHU_SOURCE_DIR "/docs/ocr.schema.json").rdbuf();
  tests::JsonSchema schema(Json::parse(text.str()));
  Json json = to_json(document_of({page_of(1), page_of(2)}));
  EXPECT_EQ(schema.findings(json), std::vector<std::string>{});
  json["pages"][1]["lines"][0]["words"][0]["box"] = {1, 2, 3};
  json["pages"][0].erase("dpi");
  json["fields"]["colour"] = json["fields"]["number"];
  json["stamps"][0]["confidence"] = 1.5;
  json["level"] = "none";
  EXPECT_EQ(schema.findings(json),
            (std::vector<std::string>{
                "/level: enum", "/fields/colour: enum", "/stamps/0/confidence: maximum",
                "/pages/0: required dpi", "/pages/1/lines/0/words/0/box: minItems"}));
}

}  // namespace
}  // namespace tangthu::ocr
