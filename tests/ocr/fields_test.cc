#include "ocr/fields.h"

#include <gtest/gtest.h>

#include "tests/ocr/page_builder.h"

namespace tangthu::ocr {
namespace {

TEST(FieldsTest, ReadsADecision) {
  const Fields fields = decision().fields();
  EXPECT_EQ(value(fields, "parent_agency"), "UBND TỈNH HÀ NAM");
  EXPECT_EQ(value(fields, "agency"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO");
  EXPECT_EQ(value(fields, "number"), "582");
  EXPECT_EQ(value(fields, "symbol"), "QĐ-SGDĐT");
  EXPECT_EQ(value(fields, "place"), "Hà Nam");
  EXPECT_EQ(value(fields, "date"), "2020-03-05");
  EXPECT_EQ(value(fields, "type"), "Quyết định");
  EXPECT_EQ(value(fields, "subject"),
            "Về việc bổ nhiệm cán bộ quản lý các trường trung học phổ thông");
  EXPECT_EQ(value(fields, "recipients"),
            "Như Điều 3; Ủy ban nhân dân tỉnh Hà Nam (để b/c); Lưu: VT, TCCB (04b)");
  EXPECT_EQ(value(fields, "signer_authority"), "KT. GIÁM ĐỐC");
  EXPECT_EQ(value(fields, "signer_title"), "PHÓ GIÁM ĐỐC");
  EXPECT_EQ(value(fields, "signer"), "Nguyễn Văn An");
  EXPECT_EQ(fields.size(), 12U);
}

TEST(FieldsTest, SaysWhereAFieldStands) {
  const Field signer = decision().fields().at("signer");
  EXPECT_EQ(signer.page, 1);
  EXPECT_EQ(signer.box.y, 2950);
  EXPECT_GT(signer.confidence, 0.85);
}

TEST(FieldsTest, ColumnsOnOneLineAreToldApart) {
  PageBuilder page;
  page.left(200, 200, std::string("UBND TỈNH HÀ NAM\t") + kMotto)
      .left(200, 270, std::string("SỞ Y TẾ ") + kMottoSecond)
      .left(200, 370, "Số: 12/QĐ-SYT  Hà Nam, ngày 7 tháng 12 năm 2019")
      .centred(1277, 560, "QUYẾT ĐỊNH");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "parent_agency"), "UBND TỈNH HÀ NAM");
  EXPECT_EQ(value(fields, "agency"), "SỞ Y TẾ");
  EXPECT_EQ(value(fields, "number"), "12");
  EXPECT_EQ(value(fields, "symbol"), "QĐ-SYT");
  EXPECT_EQ(value(fields, "place"), "Hà Nam");
  EXPECT_EQ(value(fields, "date"), "2019-12-07");
}

TEST(FieldsTest, AMissingNumberOrDayIsNeverGuessed) {
  const Fields fields =
      decision("Số:\t/QĐ-SGDĐT", "Hà Nam, ngày\ttháng 3 năm 2020").fields();
  EXPECT_EQ(value(fields, "number"), "(null)");
  EXPECT_EQ(value(fields, "symbol"), "QĐ-SGDĐT");
  EXPECT_EQ(value(fields, "date"), "(null)");
  EXPECT_EQ(value(fields, "place"), "Hà Nam");
  EXPECT_LT(fields.at("number").confidence, 0.3);
  EXPECT_LT(fields.at("date").confidence, 0.3);
}

TEST(FieldsTest, WhatIsNoNumberOrDayIsNotTakenForOne) {
  const Fields fields =
      decision("Số: 5§x/QĐ-SGDĐT", "Hà Nam, ngày 41 tháng 3 năm 2020").fields();
  EXPECT_EQ(value(fields, "number"), "(null)");
  EXPECT_EQ(value(fields, "date"), "(null)");
}

TEST(FieldsTest, APoorlyReadDayKeepsItsPoorConfidence) {
  PageBuilder page;
  page.centred(1740, 200, kMotto)
      .centred(1740, 370, "Hà Nội, ngày 05 tháng 3 năm 2020", 0.3);
  EXPECT_LT(page.fields().at("date").confidence, 0.35);
}

TEST(FieldsTest, BearsMisreadAnchors) {
  PageBuilder page;
  page.centred(620, 200, "BỘ NỘI VỤ")
      .centred(620, 370, "Sô: 87⁄QD-BNV")
      .centred(1740, 200, "CỘNG HOÀ XÃ HỘI CHỦ NGHlA VIỆT NAN")
      .centred(1740, 370, "Hà Nội, ngảy 1O thảng 11 năn 2021")
      .centred(1277, 560, "QUYÊT ĐỊNH");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "number"), "87");
  EXPECT_EQ(value(fields, "symbol"), "QĐ-BNV");
  EXPECT_EQ(value(fields, "date"), "2021-11-10");
  EXPECT_LT(fields.at("date").confidence, 0.6);
  EXPECT_EQ(value(fields, "type"), "Quyết định");
}

TEST(FieldsTest, ReadsAnOfficialLetter) {
  PageBuilder page;
  page.centred(620, 200, "ỦY BAN NHÂN DÂN")
      .centred(620, 270, "TỈNH BẮC GIANG")
      .centred(620, 370, "Số: 1204/UBND-TH")
      .centred(620, 450, "V/v tăng cường công tác")
      .centred(620, 510, "phòng, chống thiên tai")
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1740, 370, "Bắc Giang, ngày 28 tháng 02 năm 2023")
      .centred(1277, 700, "Kính gửi: Các sở, ban, ngành.")
      .left(470, 800, "Thực hiện chỉ đạo của Thủ tướng Chính phủ");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "parent_agency"), "(absent)");
  EXPECT_EQ(value(fields, "agency"), "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG");
  EXPECT_EQ(value(fields, "type"), "Công văn");
  EXPECT_EQ(value(fields, "subject"), "tăng cường công tác phòng, chống thiên tai");
  EXPECT_EQ(value(fields, "symbol"), "UBND-TH");
}

TEST(FieldsTest, TheSubjectOfALetterGoesWithoutItsOpeningHoweverItWasRead) {
  for (const char* opening : {"V/v", "VV/v", "V /v", "V/v:"}) {
    PageBuilder page;
    page.centred(620, 200, "SỞ NỘI VỤ")
        .centred(620, 370, "Số: 1204/SNV-VP")
        .centred(620, 450, std::string(opening) + " việc xét tuyển viên chức")
        .centred(1740, 200, kMotto)
        .centred(1740, 270, kMottoSecond)
        .centred(1740, 370, "Bắc Giang, ngày 28 tháng 02 năm 2023")
        .centred(1277, 700, "Kính gửi: Các sở, ban, ngành.");
    EXPECT_EQ(value(page.fields(), "subject"), "việc xét tuyển viên chức") << opening;
  }
}

TEST(FieldsTest, ASignerOfNoKnownSurnameGoesToAPerson) {
  const char* const date = "Hà Nam, ngày 05 tháng 3 năm 2020";
  const auto sureness = [&](const char* signer) {
    return decision("Số: 582/QĐ-SGDĐT", date, signer).fields().at("signer").confidence;
  };
  EXPECT_GT(sureness("Đinh Xuân Nhung"), kAskedBelow);
  EXPECT_LT(sureness("Đỉnh Xuân Nhung"), kAskedBelow);
}

TEST(FieldsTest, ReadsTheOldForms) {
  PageBuilder page;
  page.centred(620, 200, "UỶ BAN NHÂN DÂN")
      .centred(620, 270, "HUYỆN BÌNH LỤC")
      .centred(620, 370, "Số 87/QĐ-UB")
      .centred(1740, 200, kMotto)
      .centred(1740, 370, "Bình Lục, ngày 9 tháng 4 năm 1987")
      .centred(1277, 560, "QUYẾT ĐỊNH")
      .centred(1800, 2500, "T/M UỶ BAN NHÂN DÂN HUYỆN")
      .centred(1800, 2570, "K/T CHỦ TỊCH")
      .centred(1800, 2640, "PHÓ CHỦ TỊCH")
      .centred(1800, 2900, "TRẦN THỊ BÌNH");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "number"), "87");
  EXPECT_EQ(value(fields, "symbol"), "QĐ-UB");
  EXPECT_EQ(value(fields, "date"), "1987-04-09");
  EXPECT_EQ(value(fields, "signer_authority"), "T/M UỶ BAN NHÂN DÂN HUYỆN K/T CHỦ TỊCH");
  EXPECT_EQ(value(fields, "signer_title"), "PHÓ CHỦ TỊCH");
  EXPECT_EQ(value(fields, "signer"), "TRẦN THỊ BÌNH");
}

TEST(FieldsTest, NumbersOfLegalDocumentsBearTheYear) {
  const Fields fields = decision("Số: 15/2020/QĐ-UBND").fields();
  EXPECT_EQ(value(fields, "number"), "15");
  EXPECT_EQ(value(fields, "symbol"), "2020/QĐ-UBND");
}

TEST(FieldsTest, PenStrokesStayOutOfTheSymbol) {
  // A number by hand, as recognition reads it: slashes and all.
  for (const char* line : {"Số: ZZ//QĐ-BNV", "Số: ØỞZ/QĐ-BNV", "Số: /ý⁄/ /QĐ-BNV",
                           "Số: Z#Ø⁄/QĐ-BNV", "Số: 2/52/QĐ-BNV", "Số: 4-18/QĐ-BNV"}) {
    const Fields fields = decision(line).fields();
    EXPECT_EQ(value(fields, "symbol"), "QĐ-BNV") << line;
    EXPECT_FALSE(fields.at("number").value.has_value()) << line;
  }
}

TEST(FieldsTest, NumbersWithRoomForAPenAreDoubtful) {
  const double printed = decision("Số: 44/QĐ-BNV").fields().at("number").confidence;
  const double written = decision("Số: 44 /QĐ-BNV").fields().at("number").confidence;
  EXPECT_LE(written, 0.55 * printed);
}

TEST(FieldsTest, ATypeInTheLineOfItsSubjectIsFound) {
  PageBuilder page;
  page.centred(620, 200, "SỞ Y TẾ")
      .centred(620, 370, "Số: 9/BC-SYT")
      .centred(1740, 200, kMotto)
      .centred(1277, 560, "BÁO CÁO KẾT QUẢ CÔNG TÁC NĂM 2020")
      .left(470, 700, "Thực hiện kế hoạch");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "type"), "Báo cáo");
  EXPECT_EQ(value(fields, "subject"), "KẾT QUẢ CÔNG TÁC NĂM 2020");
}

TEST(FieldsTest, StampsDemandTheirLevel) {
  EXPECT_EQ(demanded_level({decision().page()}), Level::kThuong);
  EXPECT_EQ(demanded_level({decision().stamp("MẬT", "secrecy").page()}), Level::kMat);
  EXPECT_EQ(demanded_level({decision().stamp("TỐI MẬT", "secrecy").page()}),
            Level::kToiMat);
  EXPECT_EQ(demanded_level({decision().stamp("TUYỆT MẬT", "secrecy").page()}),
            Level::kTuyetMat);
}

TEST(FieldsTest, ADoubtfulStampCountsAsTheHigher) {
  // Read as a whole word, but hardly: another may be lost beside it.
  EXPECT_EQ(demanded_level({decision().stamp("MẬT", "secrecy", 0.6).page()}),
            Level::kToiMat);
  EXPECT_EQ(demanded_level({decision().stamp("TỐI MẬT", "secrecy", 0.25).page()}),
            Level::kTuyetMat);
  EXPECT_EQ(demanded_level({decision().stamp("T I MẬT", "secrecy", 0.4).page()}),
            Level::kToiMat);
  EXPECT_EQ(demanded_level({decision().stamp("T Y T MẬT", "secrecy", 0.4).page()}),
            Level::kTuyetMat);
  EXPECT_EQ(demanded_level({decision().stamp("", "secrecy", 0.2).page()}),
            Level::kTuyetMat);
}

TEST(FieldsTest, TheHighestStampOfAllPagesCounts) {
  PageText second = decision().stamp("TỐI MẬT", "secrecy").page();
  second.number = 2;
  const DocumentText document =
      read_document("a.tif", {decision().stamp("MẬT", "secrecy").page(), second});
  EXPECT_EQ(document.level, Level::kToiMat);
  EXPECT_EQ(document.stamps.size(), 2U);
  EXPECT_EQ(document.fields.at("secrecy").value, "TỐI MẬT");
  EXPECT_EQ(document.fields.at("secrecy").page, 2);
}

TEST(FieldsTest, DeclassificationDoesNotLowerTheLevel) {
  EXPECT_EQ(
      demanded_level(
          {decision().stamp("MẬT", "secrecy").stamp("GIẢI MẬT", "declassified").page()}),
      Level::kMat);
}

TEST(FieldsTest, APaperThatWasSecretIsMostSecretUntilAPersonHasLooked) {
  const DocumentText document =
      read_document("a.tif", {decision().stamp("GIẢI MẬT", "declassified").page()});
  EXPECT_EQ(document.level, Level::kTuyetMat) << "its own stamp was not found";
  EXPECT_LT(document.fields.at("secrecy").confidence, 0.5);
}

TEST(FieldsTest, AMarkPrintedInBlackCountsToo) {
  EXPECT_EQ(demanded_level({decision().centred(620, 460, "TỐI MẬT").page()}),
            Level::kToiMat);
  EXPECT_EQ(value(decision().centred(620, 460, "HỎA TỐC").fields(), "urgency"),
            "HỎA TỐC");
}

// "Sơn La" begins like "Số".
TEST(FieldsTest, APlaceThatBeginsLikeANumberIsAPlace) {
  const Fields fields =
      decision("Số: 5/QĐ-SGDĐT", "Sơn La, ngày 17 tháng 10 năm 2022").fields();
  EXPECT_EQ(value(fields, "place"), "Sơn La");
  EXPECT_EQ(value(fields, "number"), "5");
}

TEST(FieldsTest, LostMarksOfKnownWordsAreRestored) {
  PageBuilder other;
  other.centred(620, 200, "UỶ BAN NHÂN DÂN TỈNH SƠN LA")
      .centred(620, 270, "SỞ Y TÊ")
      .centred(620, 370, "Số: 5/QĐ-SYT")
      .centred(1740, 200, kMotto);
  EXPECT_EQ(value(other.fields(), "agency"), "SỞ Y TẾ");
  EXPECT_EQ(value(other.fields(), "parent_agency"), "UỶ BAN NHÂN DÂN TỈNH SƠN LA");
}

// A heading of one column's number and subject, and whom the letter is for.
PageBuilder letter(const std::string& body, const std::string& number,
                   const std::string& subject) {
  PageBuilder page;
  page.centred(620, 270, body)
      .centred(620, 370, number)
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1740, 370, "Vinh, ngày 28 tháng 02 năm 2023")
      .centred(1277, 700, "Kính gửi: Công ty Cổ phần Sông Lam.");
  if (!subject.empty()) page.centred(620, 450, subject);
  return page;
}

// A tax office's symbol begins like a directive's.
TEST(FieldsTest, WhatStandsBelowTheNumberIsALettersSubject) {
  const Fields fields = letter("CỤC THUẾ TỈNH NGHỆ AN", "Số: 1204/CT-TTHT",
                               "V/v chính sách thuế giá trị gia tăng")
                            .fields();
  EXPECT_EQ(value(fields, "type"), "Công văn");
  EXPECT_EQ(value(fields, "subject"), "chính sách thuế giá trị gia tăng");
}

TEST(FieldsTest, AnIncomingStampNamesNoType) {
  const Fields fields = letter("SỞ TƯ PHÁP", "Số: 87/STP-HCTP", "V/v khai sinh quá hạn")
                            .centred(1277, 520, "CÔNG VĂN ĐẾN")
                            .fields();
  EXPECT_EQ(value(fields, "subject"), "khai sinh quá hạn");
}

TEST(FieldsTest, ALetterOfIntroductionNamesItsPurposeInTheBody) {
  PageBuilder page;
  page.centred(620, 200, "VIỆN KIỂM SÁT NHÂN DÂN")
      .centred(620, 370, "Số: 31/GGT-VKSND")
      .centred(1740, 200, kMotto)
      .centred(1277, 560, "GIẤY GIỚI THIỆU")
      .left(470, 700, "Viện kiểm sát nhân dân trân trọng giới thiệu:")
      .left(470, 780, "Ông: Lò Văn Pánh")
      .left(470, 860, "Về việc: sao lục hồ sơ vụ án;")
      .left(470, 940, "Giấy có giá trị đến hết ngày 30/6/2024.");
  EXPECT_EQ(value(page.fields(), "subject"), "sao lục hồ sơ vụ án");
}

TEST(FieldsTest, ASubjectEndsBeforeTheLineThatOpensAnAddress) {
  PageBuilder page;
  page.centred(620, 200, "BAN CHỈ HUY QUÂN SỰ")
      .centred(620, 370, "Số: 2/CĐ-BCH")
      .centred(1740, 200, kMotto)
      .centred(1277, 560, "CÔNG ĐIỆN")
      .centred(1277, 630, "Về việc ứng phó bão số 5")
      .centred(1277, 690, "Ban Chỉ huy quân sự huyện điện:");
  EXPECT_EQ(value(page.fields(), "subject"), "Về việc ứng phó bão số 5");
}

TEST(FieldsTest, SpecksAroundATitleAreNoWords) {
  PageBuilder page;
  page.centred(620, 200, "SỞ Y TẾ")
      .centred(620, 370, "Số: 9/TB-SYT")
      .centred(1740, 200, kMotto)
      .centred(1277, 560, "“THÔNG BÁO.")
      .centred(1277, 640, ". Về việc nghỉ Tết Nguyên đán");
  EXPECT_EQ(value(page.fields(), "type"), "Thông báo");
  EXPECT_EQ(value(page.fields(), "subject"), "Về việc nghỉ Tết Nguyên đán");
}

// All is printed but the day; a pen writes higher than the month stands.
TEST(FieldsTest, ADayByHandGoesToAPersonHoweverSurelyItWasRead) {
  const auto sureness = [](const char* date) {
    return decision("Số: 582/QĐ-SGDĐT", date).fields().at("date").confidence;
  };
  EXPECT_GT(sureness("Hà Nam, ngày 05 tháng 3 năm 2020"), 0.9);
  EXPECT_LT(sureness("Hà Nam, ngày ^05 tháng 3 năm 2020"), kAskedBelow);
  EXPECT_LT(sureness("Hà Nam, ngày 05_tháng 3 năm 2020"), kAskedBelow);
}

TEST(FieldsTest, ADateIsFoundThoughItsFirstWordIsNot) {
  const Fields fields =
      decision("Số: 5/QĐ-SGDĐT", "Hà Nam, nsà 26 tháng T1 năm 2022").fields();
  EXPECT_EQ(value(fields, "date"), "2022-11-26");
  EXPECT_EQ(value(fields, "place"), "Hà Nam");
  EXPECT_LT(fields.at("date").confidence, kAskedBelow);
}

TEST(FieldsTest, FiguresReadAsSignsAreMendedAndDoubted) {
  for (const auto& [line, number] :
       {std::pair{"Số: I70/QĐ-SGDĐT", "170"}, std::pair{"Số: 7§5/QĐ-SGDĐT", "785"},
        std::pair{"Số: §8/QĐ-SGDĐT", "8"}}) {
    const Fields fields = decision(line).fields();
    EXPECT_EQ(value(fields, "number"), number) << line;
    EXPECT_FALSE(fields.at("number").read.empty());
    EXPECT_LT(fields.at("number").confidence, kAskedBelow);
  }
}

TEST(FieldsTest, APenInTheSlashLeavesTheType) {
  const Fields fields = decision("Số: #257TB-SGDĐT").fields();
  EXPECT_EQ(value(fields, "number"), "(null)");
  EXPECT_EQ(value(fields, "symbol"), "TB-SGDĐT");
}

TEST(FieldsTest, CapitalsOfPrintAreNoUrgency) {
  const Box below = {1500, 2400, 560, 120};
  const Box thin = {1900, 700, 140, 44};
  EXPECT_EQ(value(decision().stamp("KHẨN", "urgency").fields(), "urgency"), "KHẨN");
  EXPECT_EQ(
      value(decision().stamp("THƯỢNG KHẨN", "urgency", 0.9, below).fields(), "urgency"),
      "(absent)");
  EXPECT_EQ(value(decision().stamp("KHẨN", "urgency", 0.9, thin).fields(), "urgency"),
            "(absent)");
}

TEST(FieldsTest, SignsThatStandAloneAreNoneOfATitle) {
  const Fields fields = PageBuilder()
                            .left(300, 2500, "Nơi nhận:")
                            .left(300, 2560, "- Như trên;")
                            .left(300, 2620, "- Lưu: VT, TCKT.")
                            .centred(1800, 2500, "KT. GIÁM ĐỐC")
                            .centred(1800, 2560, ": Q. TRƯỞNG PHÒNG KẾ . HOẠCH")
                            .centred(1800, 2620, "- TÀI CHÍNH ~")
                            .centred(1800, 2900, "Nguyễn Văn An")
                            .fields();
  EXPECT_EQ(value(fields, "signer_title"), "Q. TRƯỞNG PHÒNG KẾ HOẠCH - TÀI CHÍNH");
}

TEST(FieldsTest, DirtBeforeABodyHidesItNot) {
  const Fields fields = PageBuilder()
                            .centred(700, 200, "UBND TỈNH HẢI DƯƠNG")
                            .centred(700, 260, "⁄§Ở GIÁO DỤC VÀ ĐÀO TẠO")
                            .centred(1700, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
                            .centred(1700, 260, "Độc lập - Tự do - Hạnh phúc")
                            .fields();
  EXPECT_EQ(value(fields, "parent_agency"), "UBND TỈNH HẢI DƯƠNG");
  EXPECT_EQ(value(fields, "agency"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO");
}

TEST(FieldsTest, ASignatureInTheLinesOfTheRecipientsIsFound) {
  PageBuilder page;
  page.centred(620, 200, "SỞ Y TẾ")
      .centred(1740, 200, kMotto)
      .left(300, 2500, "Nơi nhận:_TL. BỘ TRƯỞNG")
      .left(300, 2570, "- Như trên;_CHÁNH VĂN PHÒNG")
      .left(300, 2640, "- Bộ Tư pháp;")
      .left(300, 2710, "- Lưu: VT, PC._Y Ban Niê");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "recipients"), "Như trên; Bộ Tư pháp; Lưu: VT, PC");
}

TEST(FieldsTest, ANameWhoseTitleIsLostGoesToAPerson) {
  PageBuilder page;
  page.centred(620, 200, "SỞ Y TẾ")
      .centred(1740, 200, kMotto)
      .left(300, 2500, "Nơi nhận:")
      .left(300, 2570, "- Lưu: VT.")
      .centred(1800, 2900, "Giàng Thị Dợ");
  const Fields fields = page.fields();
  EXPECT_EQ(value(fields, "signer"), "Giàng Thị Dợ");
  EXPECT_LT(fields.at("signer").confidence, kAskedBelow);
}

TEST(FieldsTest, AuthoritiesAreWrittenWithAFullStopHoweverTheyWereRead) {
  for (const char* read : {"TUQ: CHỦ TỊCH", "TUỌ. CHỦ TỊCH", "TUOQ. CHỦ TỊCH"}) {
    PageBuilder page;
    page.centred(1800, 2500, read).centred(1800, 2570, "CHÁNH THANH TRA");
    EXPECT_EQ(value(page.fields(), "signer_authority"), "TUQ. CHỦ TỊCH") << read;
  }
}

TEST(FieldsTest, AFieldIsAsSureAsTheLeastSureOfItsWords) {
  PageBuilder page;
  page.centred(1740, 200, kMotto)
      .centred(1277, 560, "TỜ TRÌNH")
      .centred(1277, 630, "Về việc thanh lý tài sản");
  PageText poor = page.page();
  poor.lines.back().words[3].confidence = 0.3;
  EXPECT_GT(page.fields().at("subject").confidence, 0.9);
  EXPECT_LT(read_fields({poor}).at("subject").confidence, kAskedBelow);
}

TEST(FieldsTest, EmptyPagesHaveNoFields) {
  EXPECT_TRUE(read_fields({}).empty());
  EXPECT_TRUE(read_fields({PageText{}}).empty());
}

}  // namespace
}  // namespace tangthu::ocr
