// Fields of pages that specks, typewriters and pens spoilt: each was read wrongly, or not
// at all, on a page of the maker's hard grade.
#include <sstream>

#include <gtest/gtest.h>

#include "ocr/fields.h"
#include "ocr/fields_parts.h"
#include "ocr/kept_words.h"
#include "ocr/listed_bodies.h"
#include "tests/ocr/page_builder.h"

namespace tangthu::ocr {
namespace {

PageBuilder paper(const std::string& number = "Số: 582/QĐ-SGDĐT",
                  const std::string& body = "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
                  const std::string& above = "UBND TỈNH HÀ NAM") {
  PageBuilder page;
  page.centred(620, 200, above)
      .centred(620, 270, body)
      .centred(620, 370, number)
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1277, 560, "QUYẾT ĐỊNH");
  return page;
}

Fields signed_by(const std::string& authority, const std::string& title) {
  PageBuilder page = paper();
  page.left(300, 2500, "Nơi nhận:")
      .left(300, 2570, "- Lưu: VT.")
      .centred(1800, 2500, authority)
      .centred(1800, 2570, title)
      .centred(1800, 2950, "Nguyễn Văn An");
  return page.fields();
}

std::string recipients(const std::vector<std::string>& lines) {
  PageBuilder page = paper();
  page.left(300, 2500, "Nơi nhận:");
  int y = 2570;
  for (const std::string& line : lines) {
    page.left(300, y, line);
    y += 70;
  }
  return value(page.fields(), "recipients");
}

std::vector<Word> words(const std::string& text, double confidence = 0.95) {
  std::vector<Word> out;
  std::istringstream in(text);
  for (std::string word; in >> word;)
    out.push_back({word, confidence, {}});
  return out;
}

TEST(HardAuthorityTest, SpecksInFrontHideNone) {
  for (const char* read : {"'K/T GIÁM ĐỐC", "_K/T GIÁM ĐỐC", "- K/T GIÁM ĐỐC"}) {
    const Fields fields = signed_by(read, "PHÓ GIÁM ĐỐC");
    EXPECT_EQ(value(fields, "signer_authority"), "K/T GIÁM ĐỐC") << read;
    EXPECT_EQ(value(fields, "signer_title"), "PHÓ GIÁM ĐỐC") << read;
  }
}

TEST(HardAuthorityTest, OneOfItsLettersTellsItToAPerson) {
  for (const auto& [read, meant] : {std::pair("K/? GIÁM ĐỐC", "K/T GIÁM ĐỐC"),
                                    std::pair("#/L GIÁM ĐỐC", "T/L GIÁM ĐỐC"),
                                    std::pair("T/1L GIÁM ĐỐC", "T/L GIÁM ĐỐC")}) {
    const Fields fields = signed_by(read, "CHÁNH THANH TRA");
    EXPECT_EQ(value(fields, "signer_authority"), meant) << read;
    EXPECT_LT(fields.at("signer_authority").confidence, kAskedBelow) << read;
  }
}

TEST(HardAuthorityTest, TheDecreesFormsHaveAPointAndTheOldOnesNoQuote) {
  EXPECT_EQ(value(signed_by("TL CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "signer_authority"),
            "TL. CHỦ TỊCH");
  EXPECT_EQ(value(signed_by("K/T' GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "signer_authority"),
            "K/T GIÁM ĐỐC");
}

TEST(HardTitleTest, ATypewritersChiefIsOne) {
  const Fields fields = signed_by("K/T BỘ xRưởnG", "THỨ 'rxƯỞNG");
  EXPECT_EQ(value(fields, "signer_authority"), "K/T BỘ TRƯỞNG");
  EXPECT_EQ(value(fields, "signer_title"), "THỨ TRƯỞNG");
  EXPECT_EQ(value(fields, "signer"), "Nguyễn Văn An");
}

TEST(HardCopiesTest, FiguresReadDoubtfullyHaveLostTheirB) {
  const std::vector<Word> doubtful = kept_item(words("Lưu: VT, VP (30)", 0.75));
  EXPECT_EQ(doubtful.back().text, "(30b)");
  EXPECT_LT(doubtful.back().confidence, kAskedBelow);
  EXPECT_EQ(kept_item(words("Lưu: VT, VP (16b›")).back().text, "(16b)");
  EXPECT_EQ(kept_item(words("Lưu: VT, VP (12b'")).back().text, "(12b)");
  EXPECT_EQ(recipients({"- Như Điều 3;", "- ưu: VT, VPB."}), "Như Điều 3; Lưu: VT, VPB");
  EXPECT_EQ(kept_item(words("Lưu: VT, VP (Sb)")).back().text, "(5b)");
  EXPECT_EQ(recipients({"- Như Điều 3;", "- Lưu: VT, QLVT-(26b)."}),
            "Như Điều 3; Lưu: VT, QLVT (26b)");
  EXPECT_EQ(recipients({"- Như Điều 3;", "- Lưu: VT, P.A03."}),
            "Như Điều 3; Lưu: VT, PA03");
}

TEST(HardRecipientsTest, AnItemBeginsWithACapital) {
  EXPECT_EQ(recipients({"- Ủy ban nhân dân các huyện, thị xã;", "thành phố (để t/h);",
                        "- Lưu: VT, VP."}),
            "Ủy ban nhân dân các huyện, thị xã, thành phố (để t/h); Lưu: VT, VP");
}

TEST(HardRecipientsTest, BeIsNoPurpose) {
  EXPECT_EQ(recipients({"- Bộ chủ quản (để be);", "- Lưu: VT, VP."}),
            "Bộ chủ quản (để b/c); Lưu: VT, VP");
}

TEST(HardRecipientsTest, APurposeThatIsLostIsForAPerson) {
  PageBuilder page = paper();
  page.left(300, 2500, "Nơi nhận:")
      .left(300, 2570, "- Bộ chủ quản (để")
      .left(300, 2640, "- Lưu: VT, VP.");
  EXPECT_LT(page.fields().at("recipients").confidence, kAskedBelow);
}

TEST(HardRecipientsTest, AStopInsideAnItemIsAComma) {
  EXPECT_EQ(recipients({"- Ủy ban nhân dân các huyện, thị xã. thành phố (để t/h);",
                        "- Lưu: VT, VP."}),
            "Ủy ban nhân dân các huyện, thị xã, thành phố (để t/h); Lưu: VT, VP");
}

TEST(HardRecipientsTest, DirtBeforeTheLastItemIsNone) {
  EXPECT_EQ(recipients({"- Như Điều 3;", "C Lưu: VT, VP."}), "Như Điều 3; Lưu: VT, VP");
}

TEST(HardRecipientsTest, WordsThatASpeckJoinedArePartedAsListsHaveThem) {
  EXPECT_EQ(recipients({"- Thường trực Tỉnh.uỷ;", "- Các phòng..ban chuyên môn;",
                        "- SởNội vụ;", "- Lưu: VT, VP."}),
            "Thường trực Tỉnh uỷ; Các phòng, ban chuyên môn; Sở Nội vụ; Lưu: VT, VP");
}

TEST(HardSubjectTest, SpecksAtAWordAreNoPartOfIt) {
  PageBuilder page = paper();
  page.centred(1277, 630, "Về việc quản lý tài .liệu ở hành *lang § tuổi");
  EXPECT_EQ(value(page.fields(), "subject"),
            "Về việc quản lý tài liệu ở hành lang 5 tuổi");
}

TEST(HardSubjectTest, AYearBeginsTheBody) {
  PageBuilder page = paper();
  page.centred(1277, 630, "Về việc xây dựng trụ sở phường Lê Lợi, phường Trần Phú")
      .centred(1277, 690, "Năm 2012, trong điều kiện còn nhiều khó khăn, được sự");
  EXPECT_EQ(value(page.fields(), "subject"),
            "Về việc xây dựng trụ sở phường Lê Lợi, phường Trần Phú");
}

TEST(HardSubjectTest, ASpeckBehindItMakesItNoAddress) {
  PageBuilder page = paper();
  page.centred(1277, 630, "Về việc xây dựng trường học an toàn,")
      .centred(1277, 690, "phòng, chống bạo lực học đường:");
  EXPECT_EQ(value(page.fields(), "subject"),
            "Về việc xây dựng trường học an toàn, phòng, chống bạo lực học đường");
}

TEST(HardSubjectTest, ASpeckBesideTheColumnEndsNone) {
  PageBuilder page = paper();
  page.left(200, 600, "J").centred(1277, 630, "Về việc tổ chức Đại hội Thể dục thể thao");
  EXPECT_EQ(value(page.fields(), "subject"), "Về việc tổ chức Đại hội Thể dục thể thao");
}

TEST(HardSubjectTest, AMisreadOpeningBelowTheNumberIsOne) {
  PageBuilder page;
  page.centred(620, 200, "UBND TỈNH HÀ NAM")
      .centred(620, 270, "SỞ GIÁO DỤC VÀ ĐÀO TẠO")
      .centred(620, 370, "Số: 582/SGDĐT-VP")
      .centred(620, 430, "VÁ tiêu hủy tài liệu hết giá", 0.55)
      .centred(620, 480, "trị bảo quản")
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .left(470, 700, "Kính gửi: Ủy ban nhân dân tỉnh Hà Nam");
  EXPECT_EQ(value(page.fields(), "subject"), "tiêu hủy tài liệu hết giá trị bảo quản");
}

TEST(HardSymbolTest, LettersOfTheBodyHaveItsStroke) {
  EXPECT_EQ(
      value(paper("Số: 12/BB-DHSP", "TRƯỜNG ĐẠI HỌC SƯ PHẠM HÀ NAM").fields(), "symbol"),
      "BB-ĐHSP");
}

TEST(HardSymbolTest, APenInFrontOfItTakesNoPart) {
  EXPECT_EQ(value(paper("Số: $2 CV/SGDĐT").fields(), "symbol"), "CV/SGDĐT");
  for (const char* read : {"Số: 7/#QĐ-SGDĐT", "Số: 0/2 QĐ-SGDĐT"}) {
    const Fields fields = paper(read).fields();
    EXPECT_EQ(value(fields, "symbol"), "QĐ-SGDĐT") << read;
    EXPECT_LT(fields.at("number").confidence, kAskedBelow) << read;
  }
}

TEST(HardSymbolTest, AYearThatTheNumberRanIntoIsItsOwn) {
  const Fields fields = paper("Số: 7321998/QĐ-SGDĐT").fields();
  EXPECT_EQ(value(fields, "symbol"), "1998/QĐ-SGDĐT");
  EXPECT_FALSE(fields.at("number").value);
}

TEST(HardSymbolTest, ADashThatWasLostIsPutBackBetweenTypeAndBody) {
  const Fields fields = paper("Số: 12 /QĐSGDĐT").fields();
  EXPECT_EQ(value(fields, "symbol"), "QĐ-SGDĐT");
  EXPECT_EQ(fields.at("symbol").read, "QĐSGDĐT");
}

TEST(HardNumberTest, AnIBehindFiguresIsAFigure) {
  const Fields fields = paper("Số: 5I/QĐ-SGDĐT").fields();
  EXPECT_EQ(value(fields, "number"), "51");
  EXPECT_EQ(value(paper("Số: 5a/QĐ-SGDĐT").fields(), "number"), "5a");
}

TEST(HardBodyTest, WordsOfAListedNameAreItsOwn) {
  for (const char* read :
       {"SỞ GIÁO DUG VÀ ĐÀO TẠO", "SỞ GIÁO DuxG VÀ ĐÀO TẠO", "SỞ GIÁO mựyr VÀ ĐÀO TẠO"}) {
    const Fields fields = paper("Số: 582/QĐ-SGDĐT", read).fields();
    EXPECT_EQ(value(fields, "agency"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO") << read;
    EXPECT_EQ(fields.at("agency").read, read);
  }
}

TEST(HardBodyTest, NamesOfOtherBodiesStay) {
  for (const char* read : {"SỞ GIÁO DƯỠNG VÀ HƯỚNG NGHIỆP", "SỞ NỘI VỤ", "SỞ NGOẠI VỤ",
                           "SỞ NÔNG NGHIỆP VÀ LÂM SẢN MIỀN NÚI"})
    EXPECT_NE(value(paper("Số: 582/QĐ-UB", read).fields(), "agency").find(read),
              std::string::npos);
}

TEST(HardBodyTest, SpecksMakeNoDashAndNoComma) {
  EXPECT_EQ(value(paper("Số: 582/QĐ-UBND", "- TỈNH CAO BẰNG", "ỦY BAN NHÂN DÂN").fields(),
                  "agency"),
            "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG");
  EXPECT_EQ(value(paper("Số: 582/QĐ-UBND", "TỈNH SƠN-LA", "ỦY BAN NHÂN DÂN").fields(),
                  "agency"),
            "ỦY BAN NHÂN DÂN TỈNH SƠN LA");
  EXPECT_EQ(
      value(paper("Số: 582/QĐ-SVHTTDL", "SỞ VĂN HOÁ, THỂ, THAO VÀ DU LỊCH").fields(),
            "agency"),
      "SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH");
  EXPECT_EQ(value(paper("Số: 582/QĐ-PCTT",
                        "BAN CHỈ HUY PHÒNG, CHỐNG THIÊN TAI VÀ TÌM KIẾM CỨU NẠN")
                      .fields(),
                  "agency"),
            "BAN CHỈ HUY PHÒNG, CHỐNG THIÊN TAI VÀ TÌM KIẾM CỨU NẠN");
}

TEST(HardBodyTest, ATypewritersCapitalsAreThose) {
  const Fields fields = paper("Số: 582/QĐ-SYT", "sở y TẾ").fields();
  EXPECT_EQ(value(fields, "agency"), "SỞ Y TẾ");
  EXPECT_EQ(value(fields, "parent_agency"), "UBND TỈNH HÀ NAM");
}

TEST(HardPlaceTest, ALostWordOfItIsInTheBodysName) {
  PageBuilder page = paper("Số: 582/QĐ-UBND", "TỈNH QUẢNG TRỊ", "ỦY BAN NHÂN DÂN");
  page.centred(1740, 370, "Quảng ngày 05 tháng 3 năm 2020");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "place"), "Quảng Trị");
  EXPECT_LT(fields.at("place").confidence, kAskedBelow);
}

TEST(HardPlaceTest, ASpeckInAListedNameIsNoPartOfIt) {
  PageBuilder page = paper();
  page.centred(1740, 370, "Yên. Bái, ngày 05 tháng 3 năm 2020");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "place"), "Yên Bái");
  EXPECT_EQ(fields.at("place").read, "Yên. Bái");
}

}  // namespace
}  // namespace tangthu::ocr
