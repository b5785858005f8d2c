// Where corrected values go among a page's words, and what is a value.
#include <gtest/gtest.h>

#include "archive/review_item.h"
#include "archive/review_text.h"
#include "archive/review_value.h"
#include "archive/word_alignment.h"

namespace tangthu::archive {
namespace {

using Lines = std::vector<std::string>;

Json box(int x, int y, int width, int height) {
  return Json::array({x, y, width, height});
}

// Every letter 10 wide, every line 30 high.
Json page_of(const std::vector<Lines>& lines) {
  Json out = {{"width", 1000}, {"height", 1400}, {"lines", Json::array()}};
  int y = 100;
  for (const Lines& line : lines) {
    Json words = Json::array();
    std::string text;
    int x = 100;
    for (const std::string& word : line) {
      const int width = 10 * static_cast<int>(word.size());
      words.push_back(
          {{"text", word}, {"confidence", 0.5}, {"box", box(x, y, width, 30)}});
      text += (text.empty() ? "" : " ") + word;
      x += width + 20;
    }
    out["lines"].push_back(
        {{"text", text}, {"box", box(100, y, x, 30)}, {"words", words}});
    y += 40;
  }
  return out;
}

Lines texts_of(const Json& page) {
  Lines out;
  for (const Json& line : page["lines"])
    out.push_back(line["text"]);
  return out;
}

const Box kFirstLine{90, 90, 900, 50};

// The first line after the field was given this value.
std::string corrected(const std::string& field, const Lines& line,
                      const std::string& before, const std::string& value) {
  const Json page = page_of({line, {"Căn", "cứ"}});
  const auto changes = place_value(field, *words_of(page), kFirstLine, before, value);
  const auto out = with_changes(page, changes, "lan", "2026-11-22T00:00:00Z");
  EXPECT_TRUE(out);
  EXPECT_EQ(texts_of(*out)[1], "Căn cứ");
  return texts_of(*out)[0];
}

TEST(ReviewPlaceTest, ANumberGoesWhereItWasWritten) {
  const struct {
    Lines line;
    std::string before;
    std::string after;
  } kCases[] = {
      {{"Số:", "81/QĐ-UBND"}, "81", "Số: 87/QĐ-UBND"},
      {{"Số:", "?1", "/QĐ-UBND"}, "", "Số: 87 /QĐ-UBND"},
      {{"Số", "43⁄4", "/BTT-STNMT"}, "", "Số 87 /BTT-STNMT"},
      {{"Số:", "24Z2/HĐ-SYT"}, "", "Số: 87/HĐ-SYT"},
      {{"Số:", "/QĐ-UBND"}, "", "Số: 87 /QĐ-UBND"},
      {{"Số:/QĐ-UBND"}, "", "Số: 87/QĐ-UBND"},
      {{"Số:", "|", "‘7", "/QĐ-UBND"}, "", "Số: 87 /QĐ-UBND"},
      {{"Số:"}, "", "Số: 87"},
      {{"Số:", "811/QĐ-1"}, "1", "Số: 87/QĐ-1"},
      // Nobody knows what these words have to do with a number.
      {{"CỘNG", "HÒA"}, "", "CỘNG HÒA"},
  };
  for (const auto& each : kCases)
    EXPECT_EQ(corrected("number", each.line, each.before, "87"), each.after);
}

TEST(ReviewPlaceTest, ADateGoesBetweenItsWords) {
  const struct {
    Lines line;
    std::string iso;
    std::string after;
  } kCases[] = {
      {{"Huế,", "ngày", "?5", "tháng", "3", "năm", "2020"},
       "2020-03-05",
       "Huế, ngày 05 tháng 3 năm 2020"},
      {{"Huế,", "ngày", "tháng", "3", "năm", "2020"},
       "2020-03-15",
       "Huế, ngày 15 tháng 3 năm 2020"},
      {{"Huế,", "ngày", "5", "tháng", "03", "năm", "2020"},
       "2020-03-05",
       "Huế, ngày 5 tháng 03 năm 2020"},
      {{"Huế,", "ngày", "5", "tháng", "năm", "20.."},
       "2019-02-05",
       "Huế, ngày 5 tháng 02 năm 2019"},
      {{"ngày", "0", "7?", "tháng", "9", "năm", "2013", "(Mật)"},
       "2013-09-07",
       "ngày 07 tháng 9 năm 2013 (Mật)"},
  };
  for (const auto& each : kCases)
    EXPECT_EQ(corrected("date", each.line, "", each.iso), each.after);
}

TEST(ReviewPlaceTest, OfATextOnlyWhatDiffersIsReplaced) {
  EXPECT_EQ(corrected("agency", {"UBND", "TINH", "QUANG", "NGAI,"},
                      "UBND Tinh Quang Ngai", "UBND tỉnh Quảng Ngãi"),
            "UBND tỉnh Quảng Ngãi");
  EXPECT_EQ(corrected("type", {"QUYẾT", "ĐỊNH"}, "Quyết định", "Quyết định"),
            "QUYẾT ĐỊNH");
  EXPECT_EQ(corrected("signer", {"TS.", "Nguyễn", "Văn", "An"}, "Nguyễn Văn An",
                      "Nguyễn Văn Ân"),
            "TS. Nguyễn Văn Ân");
  EXPECT_EQ(corrected("signer", {"TS.", "Nguyễn", "Văn", "An"}, "", "Lê Thị Bình"),
            "TS. Nguyễn Văn An")
      << "what was not read is nowhere";
}

TEST(ReviewPlaceTest, ThePageKeepsWhatWasRead) {
  Json page = page_of({{"Số:", "81/QĐ"}, {"Điểu", "1."}});
  page["corrections"] = {
      {{"line", 0}, {"word", 1}, {"before", "8l"}, {"after", "81"}},
      {{"line", 1}, {"word", 0}, {"before", "Đieu"}, {"after", "Điểu"}}};
  const auto once = with_changes(page, {{1, ocr::WordPlace::kInstead, {"8", "7/QĐ"}}},
                                 "lan", "2026-11-22T00:00:00Z");
  ASSERT_TRUE(once);
  EXPECT_EQ(texts_of(*once), (Lines{"Số: 8 7/QĐ", "Điểu 1."}));
  EXPECT_EQ((*once)["original"], Json({"Số: 81/QĐ", "Điểu 1."}));
  ASSERT_EQ((*once)["corrections"].size(), 1U) << "of words that are still there";
  EXPECT_EQ((*once)["corrections"][0]["line"], 1);
  const auto twice = with_changes(*once, {{0, ocr::WordPlace::kInstead, {}}}, "mai",
                                  "2026-11-23T00:00:00Z");
  ASSERT_TRUE(twice);
  EXPECT_EQ((*twice)["original"], (*once)["original"]);
  EXPECT_EQ((*twice)["revised"].size(), 2U);
  EXPECT_EQ((*twice)["revised"][1]["by"], "mai");
  for (const Json& line : (*twice)["lines"]) {
    for (const Json& word : line["words"])
      EXPECT_GT(word["box"][2], 0);
  }
}

Lines retyped(const std::vector<Lines>& before, const Lines& after) {
  const Json page = page_of(before);
  const auto changes = place_text(*words_of(page), after);
  const auto out = with_changes(page, changes, "lan", "2026-11-22T00:00:00Z");
  EXPECT_TRUE(out);
  return texts_of(*out);
}

TEST(ReviewPlaceTest, ATypedTextTakesTheLinesOfThePage) {
  const std::vector<Lines> page = {
      {"QUYET", "ĐỊNH"}, {"Về", "viec", "bổ", "nhiệm"}, {"Điều", "1."}};
  const Lines same = {"QUYẾT ĐỊNH", "Về việc bổ nhiệm", "Điều 1."};
  EXPECT_EQ(retyped(page, same), same);
  const Lines more = {"QUYẾT ĐỊNH", "Về việc bổ nhiệm", "cán bộ quản lý", "Điều 1."};
  EXPECT_EQ(retyped(page, more), more);
  const Lines fewer = {"QUYẾT ĐỊNH", "Điều 1."};
  EXPECT_EQ(retyped(page, fewer), fewer);
  const Lines one = {"Về việc bổ nhiệm trước thời hạn"};
  EXPECT_EQ(retyped(page, one), one);
  EXPECT_EQ(retyped(page, {"", "  "}), Lines{});
  EXPECT_EQ(retyped({}, same), same) << "a page that was not recognised";
  EXPECT_EQ(
      place_text(*words_of(page_of(page)), {"QUYET ĐỊNH", "Về viec bổ nhiệm", "Điều 1."})
          .size(),
      0U);
}

TEST(ReviewPlaceTest, TheAccessCopyCountsOnlyWordsThatItShows) {
  const std::vector<PlacedWord> words = {
      {"\x01", {}, 0}, {"Số:", {}, 0}, {"\x02", {}, 0}, {"/QĐ", {}, 0}};
  const auto shown = shown_changes(words, {{2, ocr::WordPlace::kInstead, {"87"}},
                                           {3, ocr::WordPlace::kInstead, {"/NQ"}}});
  EXPECT_EQ(shown.words, 2U);
  ASSERT_EQ(shown.changes.size(), 2U);
  EXPECT_EQ(shown.changes[0].word, 0U);
  EXPECT_EQ(shown.changes[0].place, ocr::WordPlace::kBehind);
  EXPECT_EQ(shown.changes[1].word, 1U);
}

TEST(ReviewValueTest, ValuesAreKeptInOneForm) {
  const struct {
    std::string field;
    std::string typed;
    std::string kept;
  } kGood[] = {
      {"number", " 87 ", "87"},
      {"number", "87a", "87a"},
      {"date", "16/1/2025", "2025-01-16"},
      {"date", "2025-01-16", "2025-01-16"},
      {"date", "29.02.2024", "2024-02-29"},
      {"symbol", "QĐ-UBND", "QĐ-UBND"},
      {"type", "quyet dinh", "Quyết định"},
      {"type", "Sắc lệnh", "Sắc lệnh"},
      {"urgency", "hoả tốc", "HỎA TỐC"},
      {"subject", "  Về\t việc  này ", "Về việc này"},
      {"signer", "Nguye\xCC\x82\xCC\x83n Văn An", "Nguyễn Văn An"},
  };
  for (const auto& [field, typed, kept] : kGood)
    EXPECT_EQ(review_value(field, typed).value_or("(refused)"), kept) << field;
  const std::pair<const char*, const char*> kBad[] = {
      {"number", "8x7"},
      {"number", "1234567"},
      {"number", "87/QĐ"},
      {"number", ""},
      {"date", "31/2/2025"},
      {"date", "29/2/2023"},
      {"date", "16/1"},
      {"date", "1/16/2025"},
      {"date", "16/1/1825"},
      {"date", "16/1-2025"},
      {"date", "ngày 5"},
      {"date", "5/3/20200"},
      {"symbol", "QĐ UBND"},
      {"urgency", "gấp lắm"},
      {"subject", "   "},
      {"subject",
       "a\x01"
       "b"},
      {"subject", "\xFF\xFE"},
  };
  for (const auto& [field, typed] : kBad) {
    const auto refused = review_value(field, typed);
    ASSERT_FALSE(refused) << field << " " << typed;
    EXPECT_EQ(refused.error().code(), ErrorCode::kUsage);
    EXPECT_STRNE(refused.error().remedy(), "");
    EXPECT_EQ(refused.error().subject(), field) << "and never what was typed";
  }
  EXPECT_FALSE(review_value("subject", std::string(8'001, 'a')));
}

TEST(ReviewItemTest, NamesComeBackFromTheirText) {
  const std::string id = DocumentId::random().to_string();
  for (const char* what : {"number", "signer_title", "page-12", "level"}) {
    const auto name = parse_item(id + "/" + what);
    ASSERT_TRUE(name) << what;
    EXPECT_EQ(name->text(), id + "/" + what);
  }
  for (const std::string& bad :
       {id, id + "/", id + "/page-0", id + "/page-", id + "/page--1", id + "/secrecy",
        id + "/numbers", id + "/page-99999999999"}) {
    EXPECT_EQ(parse_item(bad).error().code(), ErrorCode::kUsage) << bad;
  }
  EXPECT_EQ(parse_item("x/number").error().code(), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace tangthu::archive
