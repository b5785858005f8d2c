// What recognition made of faint print, seals and typewriters, and what fields make of
// it.
#include <gtest/gtest.h>

#include "ocr/fields.h"
#include "ocr/fields_parts.h"
#include "tests/ocr/page_builder.h"

namespace tangthu::ocr {
namespace {

// A decision whose signature stands below other lines.
PageBuilder signed_by(const std::string& authority, const std::string& title,
                      const std::string& signer = "Nguyễn Văn An") {
  PageBuilder page;
  page.centred(620, 200, "UBND TỈNH HÀ NAM")
      .centred(620, 270, "SỞ GIÁO DỤC VÀ ĐÀO TẠO")
      .centred(620, 370, "Số: 582/QĐ-SGDĐT")
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1277, 560, "QUYẾT ĐỊNH")
      .left(300, 2500, "Nơi nhận:")
      .left(300, 2570, "- Như Điều 3;");
  if (!authority.empty()) page.centred(1800, 2500, authority);
  page.centred(1800, 2570, title).centred(1800, 2950, signer);
  return page;
}

PageBuilder letter(const std::string& number, const std::string& subject) {
  PageBuilder page;
  page.centred(620, 200, "UBND TỈNH HÀ NAM")
      .centred(620, 270, "SỞ GIÁO DỤC VÀ ĐÀO TẠO")
      .centred(620, 370, number)
      .centred(620, 440, subject)
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1277, 700, "Kính gửi: Ủy ban nhân dân tỉnh Hà Nam");
  return page;
}

TEST(MendedTitleTest, ALetterOffAUsualTitle) {
  for (const char* read : {"GIẤÁM ĐỐC", "IÁM ĐỐC", "GIÁM Đốc", "GIÁM:'ĐỐC"}) {
    const Fields fields = signed_by("", read).fields();
    EXPECT_EQ(value(fields, "signer_title"), "GIÁM ĐỐC") << read;
    EXPECT_EQ(value(fields, "signer"), "Nguyễn Văn An") << read;
  }
  EXPECT_EQ(signed_by("", "GIẤÁM ĐỐC").fields().at("signer_title").read, "GIẤÁM ĐỐC");
}

TEST(MendedTitleTest, OtherTitlesStay) {
  for (const char* read : {"Q. GIÁM ĐỐC", "TỔ TRƯỞNG", "HỘI TRƯỞNG",
                           "TRƯỞNG PHÒNG NGHIỆP VỤ Y", "PHÓ CHÁNH VĂN PHÒNG"}) {
    EXPECT_EQ(value(signed_by("", read).fields(), "signer_title"), read);
  }
}

TEST(MendedTitleTest, ASignBesideItPartsItFromTheAuthority) {
  const Fields fields = signed_by("K/T BỘ TRƯỞNG Ì", "THỨ 'TRƯỞNG").fields();
  EXPECT_EQ(value(fields, "signer_authority"), "K/T BỘ TRƯỞNG");
  EXPECT_EQ(value(fields, "signer_title"), "THỨ TRƯỞNG");
}

TEST(MendedTitleTest, ASealsScrapsBelowItAndQuotesInItAreNoPart) {
  PageBuilder page = signed_by("", "GIÁM ĐỐC");
  page.centred(1800, 2640, "ZZ", 0.5);
  EXPECT_EQ(value(page.fields(), "signer_title"), "GIÁM ĐỐC");
  EXPECT_EQ(value(signed_by("", "TRƯỞNG PHÒNG KẾ” HOẠCH").fields(), "signer_title"),
            "TRƯỞNG PHÒNG KẾ HOẠCH");
}

TEST(MendedTitleTest, CapitalsTakenForSmallLetters) {
  EXPECT_EQ(value(signed_by("", "CỤC xưởng").fields(), "signer_title"), "CỤC TRƯỞNG");
  const Fields fields = signed_by("TUQ. BỘ rrưỜng", "CHÁNH VĂN PHÒNG").fields();
  EXPECT_EQ(value(fields, "signer_authority"), "TUQ. BỘ TRƯỞNG");
}

TEST(MendedAuthorityTest, AStrokeReadAsALetterAndASpeckBeforeIt) {
  const Fields fields = signed_by("TrM UỶ BAN NHÂN DÂN", "CHỦ TỊCH").fields();
  EXPECT_EQ(value(fields, "signer_authority"), "T/M UỶ BAN NHÂN DÂN");
  EXPECT_EQ(value(signed_by("5 T/L TRƯỞNG BAN", "CHÁNH VĂN PHÒNG").fields(),
                  "signer_authority"),
            "T/L TRƯỞNG BAN");
}

TEST(MendedNumberTest, MisreadAnchorsAndFigures) {
  const Fields section = letter("§ố: 110/SGDĐT-VP", "V/v bão").fields();
  EXPECT_EQ(value(section, "number"), "110");
  EXPECT_EQ(value(section, "symbol"), "SGDĐT-VP");
  const Fields word = letter("sẽ 258 QĐ/SGDĐT", "V/v bão").fields();
  EXPECT_EQ(value(word, "number"), "258");
  EXPECT_EQ(value(word, "agency"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO");
  const Fields six = letter("Số: 86ó/SGDĐT-VP", "V/v bão").fields();
  EXPECT_EQ(value(six, "number"), "866");
  EXPECT_LT(six.at("number").confidence, kAskedBelow);
  EXPECT_EQ(value(letter("Số: 3750 'QĐ-SGDĐT", "V/v bão").fields(), "number"), "3750");
}

TEST(MendedDateTest, SixesAndOnesAmongFigures) {
  PageBuilder page = letter("Số: 582/SGDĐT-VP", "V/v bão");
  page.centred(1740, 370, "Hà Nam, ngày 1ó tháng 6 năm I999");
  EXPECT_EQ(value(page.fields(), "date"), "1999-06-16");
  EXPECT_LT(page.fields().at("date").confidence, kAskedBelow);
}

TEST(MendedTypeTest, ALetterInTheFirstPersonIsAnOpenOne) {
  const auto type_with = [](const std::string& line) {
    PageBuilder page = letter("Số: 582/SGDĐT-VP", "");
    return value(page.left(300, 900, line).fields(), "type");
  };
  EXPECT_EQ(type_with("Thay mặt Sở, tôi nhiệt liệt biểu dương các đồng chí."),
            "Thư công");
  EXPECT_EQ(type_with("Chúc các đồng chí mạnh khỏe."), "Thư công");
  EXPECT_EQ(type_with("Đề nghị các phòng báo cáo trước ngày tới."), "Công văn");
}

TEST(MendedSignerTest, TheOnlySurnameOfItsLettersIsProposedToAPerson) {
  const Fields fields = signed_by("", "GIÁM ĐỐC", "Định Văn An").fields();
  EXPECT_EQ(value(fields, "signer"), "Đinh Văn An");
  EXPECT_EQ(fields.at("signer").read, "Định Văn An");
  EXPECT_LT(fields.at("signer").confidence, kAskedBelow);
}

TEST(MendedRecipientsTest, ATypewritersRoomBehindLuuIsNoColumn) {
  PageBuilder page = signed_by("", "GIÁM ĐỐC");
  page.left(300, 2640, "- Lưu:_VT,_QLVT.");
  EXPECT_EQ(value(page.fields(), "recipients"), "Như Điều 3; Lưu: VT, QLVT");
}

TEST(MendedRecipientsTest, ADotIsABulletAndAnIAnL) {
  PageBuilder page = signed_by("", "GIÁM ĐỐC");
  page.left(300, 2640, ".Ban Giám đốc;").left(300, 2710, "- Iưu: VT, QLVT.");
  EXPECT_EQ(value(page.fields(), "recipients"),
            "Như Điều 3; Ban Giám đốc; Lưu: VT, QLVT");
}

TEST(MendedSubjectTest, ALineThatHadRoomForTheNextWordEndsIt) {
  PageBuilder page = signed_by("", "GIÁM ĐỐC");
  page.centred(1277, 630, "Kết quả kiểm soát tải trọng phương tiện")
      .centred(1277, 690, "Cục Đường bộ Việt Nam báo cáo kết quả kiểm soát tải trọng xe");
  EXPECT_EQ(value(page.fields(), "subject"), "Kết quả kiểm soát tải trọng phương tiện");
}

TEST(MendedSubjectTest, AnApplicationForLeaveHasNone) {
  PageBuilder page = signed_by("", "GIÁM ĐỐC");
  page.centred(1277, 640, "Xét đơn đề nghị nghỉ phép ngày 05/3/1985 của ông Thái");
  EXPECT_EQ(value(page.fields(), "subject"), "(absent)");
}

TEST(MendedSubjectTest, SignsInsideIt) {
  EXPECT_EQ(value(letter("Số: 582/SGDĐT-VP", "V/x tăng cường phòng. chống bão").fields(),
                  "subject"),
            "tăng cường phòng, chống bão");
  EXPECT_EQ(
      value(letter("Số: 582/SGDĐT-VP", "V/v tiết kiệm 10%c chi").fields(), "subject"),
      "tiết kiệm 10% chi");
  EXPECT_EQ(
      value(letter("Số: 582/SGDĐT-VP", "V/v dữ liệu .. dùng chung").fields(), "subject"),
      "dữ liệu dùng chung");
  EXPECT_EQ(
      value(letter("Số: 582/SGDĐT-VP", "V/v ứng phó bão số II").fields(), "subject"),
      "ứng phó bão số 11");
  EXPECT_EQ(value(letter("Số: 582/SGDĐT-VP", "V/\\+ mua sắm thuốc").fields(), "subject"),
            "mua sắm thuốc");
}

TEST(MendedSymbolTest, SpecksBeforeTheNumberAndAPenBeforeTheType) {
  EXPECT_EQ(value(letter("` Số: 582/SGDĐT-VP", "V/v bão").fields(), "symbol"),
            "SGDĐT-VP");
  EXPECT_EQ(repaired_symbol("OĐĐ/SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "QĐ/SGDĐT");
  EXPECT_EQ(repaired_symbol("7ZZ5/PG-SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "PG-SGDĐT");
  EXPECT_EQ(repaired_symbol("đá/PG-SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "PG-SGDĐT");
  EXPECT_EQ(repaired_symbol("OQ/SGDĐT-VP", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "SGDĐT-VP");
  EXPECT_EQ(repaired_symbol("2á2PG-SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "PG-SGDĐT");
  EXPECT_EQ(repaired_symbol("2008/TB-BYT", "BỘ Y TẾ"), "2008/TB-BYT");
  EXPECT_EQ(repaired_symbol("CV/SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "CV/SGDĐT");
  EXPECT_EQ(repaired_symbol("GUO/SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "GUQ/SGDĐT");
  EXPECT_EQ(repaired_symbol("2004/PG-SGDĐT", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "2004/PG-SGDĐT");
}

TEST(MendedAgencyTest, SignsOfARimAreNoPartOfIt) {
  PageBuilder page;
  page.centred(620, 200, "BẢO HIỂM XÃ HỘI")
      .centred(620, 270, ",¬TỈNH QUẢNG NGÃI")
      .centred(620, 370, "Số: 582/QĐ-BHXH")
      .centred(1740, 200, kMotto);
  EXPECT_EQ(value(page.fields(), "agency"), "BẢO HIỂM XÃ HỘI TỈNH QUẢNG NGÃI");
}

TEST(MendedAgencyTest, ASpeckInItsFirstWordsPartsItFromTheParentAllTheSame) {
  PageBuilder page;
  page.centred(620, 200, "BẢO HIỂM XÃ HỘI VIỆT NAM")
      .centred(620, 270, "BẢO,HIỂM XÃ HỘI TỈNH SÓC TRĂNG")
      .centred(620, 370, "Số: 582/QĐ-BHXH")
      .centred(1740, 200, kMotto);
  EXPECT_EQ(value(page.fields(), "parent_agency"), "BẢO HIỂM XÃ HỘI VIỆT NAM");
  EXPECT_EQ(value(page.fields(), "agency"), "BẢO HIỂM XÃ HỘI TỈNH SÓC TRĂNG");
}

}  // namespace
}  // namespace tangthu::ocr
