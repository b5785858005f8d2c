// The words of fields one by one: recipients, places, units, pairs, symbols.
#include <sstream>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "ocr/committee_words.h"
#include "ocr/fields_pairs.h"
#include "ocr/fields_parts.h"
#include "ocr/kept_words.h"
#include "ocr/places.h"
#include "ocr/recipient_words.h"
#include "ocr/unit_codes.h"

namespace tangthu::ocr {
namespace {

constexpr double kAskedBelow = 0.7;
constexpr double kSure = 0.9;

// Words of 24 pixels a letter, 16 apart; "_" in front of one makes its gap 20 wider.
std::vector<Word> words(const std::string& text, double confidence = 0.95) {
  std::vector<Word> out;
  std::istringstream in(text);
  int x = 0;
  for (std::string word; in >> word;) {
    if (word.front() == '_') {
      word.erase(0, 1);
      x += 20;
    }
    const int width = 24 * static_cast<int>(to_code_points(word).size());
    out.push_back({word, confidence, {x, 0, width, 42}});
    x += width + 16;
  }
  return out;
}

std::string text_of(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words)
    text += (text.empty() ? "" : " ") + word.text;
  return text;
}

double least(const std::vector<Word>& words) {
  double out = 1;
  for (const Word& word : words)
    out = std::min(out, word.confidence);
  return out;
}

std::string settled(const std::string& text, Echo echo = Echo::kAlone,
                    const std::vector<PageText>& pages = {}) {
  std::string out;
  for (const KnownPairs::Settled& word : KnownPairs(pages).settle(words(text), echo))
    out += (out.empty() ? "" : " ") + word.text;
  return out;
}

PageText page_saying(const std::string& text) {
  PageText page;
  page.number = 1;
  Line line;
  line.words = words(text, 0.96);
  line.text = text;
  page.lines.push_back(line);
  return page;
}

TEST(PurposeItemTest, SpecksAndALostMark) {
  EXPECT_EQ(text_of(purpose_item(words("Bộ chủ quan (để bí/c)"))),
            "Bộ chủ quản (để b/c)");
  EXPECT_EQ(text_of(purpose_item(words("Ủy ban nhân dân thành, phố Hà Nội"))),
            "Ủy ban nhân dân thành phố Hà Nội");
  EXPECT_EQ(text_of(purpose_item(words("Các phòng, ban chuyên môn"))),
            "Các phòng, ban chuyên môn");
}

TEST(RecipientWordsTest, WhatACopyIsForHasFewForms) {
  for (const char* read :
       {"Bộ Tư pháp (để b/€)", "Bộ Tư pháp (để bíc)", "Bộ Tư pháp (để b/",
        "Bộ Tư pháp (để b c)", "Bộ Tư pháp (để b/c) c)"}) {
    EXPECT_EQ(text_of(purpose_item(words(read))), "Bộ Tư pháp (để b/c)") << read;
  }
  EXPECT_EQ(text_of(purpose_item(words("Các phòng (để tíh)"))), "Các phòng (để t/h)");
}

TEST(RecipientWordsTest, APurposeInFullStays) {
  for (const char* read : {"Vụ Pháp chế (để biết)", "Vụ Pháp chế (để thẩm định)",
                           "Vụ Pháp chế (để thực hiện)", "Vụ Pháp chế (qua email)"}) {
    EXPECT_EQ(text_of(purpose_item(words(read))), read);
  }
}

TEST(RecipientWordsTest, CopiesAreCountedInTwoFigures) {
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (020)"))), "Lưu: VT, KTN (02b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (05Đ)"))), "Lưu: VT, KTN (05b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (1 Ib)"))), "Lưu: VT, KTN (11b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (05)"))), "Lưu: VT, KTN (05)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (041b)"))), "Lưu: VT, KTN (04b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (I9b!"))), "Lưu: VT, KTN (19b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN {07)"))), "Lưu: VT, KTN (07)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, KTN (3b)"))), "Lưu: VT, KTN (3b)");
}

TEST(RecipientWordsTest, ALostFigureIsAPersonsToFind) {
  EXPECT_LT(least(kept_item(words("Lưu: VT, KTN (0b)"))), kAskedBelow);
}

TEST(RecipientWordsTest, UnitsArePartedAndTheRecordsOfficeIsFirst) {
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT,KGVX"))), "Lưu: VT, KGVX");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT. PC"))), "Lưu: VT, PC");
  EXPECT_EQ(text_of(kept_item(words("Lưu: V1, PC"))), "Lưu: VT, PC");
  EXPECT_EQ(text_of(kept_item(words("Lưu: XI, PC"))), "Lưu: VT, PC");
  EXPECT_LT(least(kept_item(words("Lưu: XI, PC"))), kAskedBelow);
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, GC§"))), "Lưu: VT, GCS");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VP, PC"))), "Lưu: VP, PC");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, PCOT"))), "Lưu: VT, PCOT");
}

// Between the letters stands what was lost.
TEST(RecipientWordsTest, AnInspectorateIsKnownByItsRoom) {
  std::vector<Word> item = words("Lưu: VT, TT.");
  EXPECT_EQ(text_of(kept_item(item)), "Lưu: VT, TT.");
  item[2].box.width = item[1].box.width * 6 / 5;
  EXPECT_EQ(text_of(kept_item(item)), "Lưu: VT, TTr.");
}

TEST(RecipientWordsTest, WhatKeepsIsFollowedByAColon) {
  EXPECT_EQ(text_of(kept_item(words("Lưu; VT, KTN"))), "Lưu: VT, KTN");
}

TEST(RecipientWordsTest, ALostPurposeGoesToAPerson) {
  EXPECT_LT(least(purpose_item(words("Bộ Tư pháp (để)"))), kAskedBelow);
}

TEST(RecipientWordsTest, APurposeIsOpenedByItsWord) {
  EXPECT_EQ(text_of(purpose_item(words("Tỉnh uỷ tđể b/c)"))), "Tỉnh uỷ (để b/c)");
  EXPECT_EQ(text_of(purpose_item(words("thành phố (đề t/h)"))), "thành phố (để t/h)");
  EXPECT_EQ(text_of(purpose_item(words("các bên (đề nghị)"))), "các bên (đề nghị)");
}

TEST(RecipientWordsTest, InsideAnItemSmallLettersFollowAComma) {
  EXPECT_EQ(text_of(purpose_item(words("thị xã; thành phố"))), "thị xã, thành phố");
  EXPECT_EQ(text_of(purpose_item(words("Sở Nội vụ; Sở Y tế"))), "Sở Nội vụ; Sở Y tế");
}

TEST(RecipientWordsTest, UnitsAreAList) {
  EXPECT_EQ(text_of(kept_item(words("Lửu; VT, VP"))), "Lưu: VT, VP");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT CCVC"))), "Lưu: VT, CCVC");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT (05b)"))), "Lưu: VT (05b)");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, VUATLĐ (Š5b)"))), "Lưu: VT, VLATLĐ (5b)");
  EXPECT_LT(least(kept_item(words("Lưu: VT, VP (Š5b)"))), kAskedBelow);
}

TEST(RecipientWordsTest, WhatFaintPrintMakesOfThem) {
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT, GDTTH"))), "Lưu: VT, GDTrH");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT.NVD"))), "Lưu: VT, NVD");
  EXPECT_EQ(text_of(kept_item(words("Lưu: VT., NVD"))), "Lưu: VT, NVD");
  EXPECT_EQ(text_of(purpose_item(words("Tỉnh uỷ (đê Ưh)"))), "Tỉnh uỷ (để t/h)");
  EXPECT_EQ(text_of(kept_item(words("Iưu: VT, NVD"))), "Lưu: VT, NVD");
  EXPECT_LT(least(kept_item(words("Lưu: VT, NVD (I1 Ib)"))), kAskedBelow);
  EXPECT_EQ(text_of(purpose_item(words("Như tên"))), "Như trên");
  EXPECT_EQ(text_of(purpose_item(words("huyện, thị xã/ thành phố"))),
            "huyện, thị xã, thành phố");
  EXPECT_EQ(text_of(purpose_item(words("Sở Y tế tnh Hà Nam"))), "Sở Y tế tỉnh Hà Nam");
}

TEST(CommitteeTest, WhatFollowsTellsItAndTheMarkWhereTheHookIs) {
  const auto mended = [](const std::string& text) {
    std::vector<Word> list = words(text);
    mend_committee(list, 0.8);
    return text_of(list);
  };
  EXPECT_EQ(mended("LÝ BAN NHÂN DÂN TỈNH"), "UỶ BAN NHÂN DÂN TỈNH");
  EXPECT_EQ(mended("Ly bản nhân dân các huyện"), "Ủy ban nhân dân các huyện");
  EXPECT_EQ(mended("Uỷ ban nhân dân xã"), "Uỷ ban nhân dân xã");
  EXPECT_EQ(mended("LBND TỈNH"), "UBND TỈNH");
  EXPECT_EQ(mended("Công ban nhân dân"), "Công ban nhân dân");
}

TEST(UnitCodesTest, UsualUnitsAreKnownThroughOneMisreadLetter) {
  EXPECT_EQ(usual_unit("XDCO"), "XDCQ");
  EXPECT_EQ(usual_unit("KHTCC"), "KHTC");
  EXPECT_EQ(usual_unit("PTNT"), "PTNT");
}

TEST(UnitCodesTest, UnitsOfThePoliceHaveTwoFigures) {
  for (const char* read : {"PC07", "PCO7", "PC0O7", "PCƠ7"})
    EXPECT_EQ(police_unit(read), "PC07") << read;
  for (const char* other : {"PCTT", "PNV", "VP", "PGDĐT", "QLĐĐ"})
    EXPECT_EQ(police_unit(other), other);
}

TEST(PlacesTest, OneListedNameGetsItsMarksBack) {
  for (const auto& [read, name] :
       {std::pair{"Quang Ngai", "Quảng Ngãi"}, std::pair{"Biên Hoa", "Biên Hòa"},
        std::pair{"Mỹ Thọ", "Mỹ Tho"}, std::pair{"TP. Hồ Chi Minh", "TP. Hồ Chí Minh"}}) {
    const auto found = listed_place(read);
    ASSERT_TRUE(found) << read;
    EXPECT_EQ(found->name, name);
    EXPECT_TRUE(found->changed);
  }
}

TEST(PlacesTest, ALetterReadTwiceGoesWhereOneNameIsLeft) {
  EXPECT_EQ(listed_place("Hiải Dương")->name, "Hải Dương");
  EXPECT_TRUE(listed_place("Hiải Dương")->changed);
  EXPECT_FALSE(listed_place("Hoài Dương").has_value());  // syllables: a commune may be
}

TEST(PlacesTest, OldSpellingIsNoError) {
  const auto found = listed_place("Thanh Hoá");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Thanh Hoá");
  EXPECT_FALSE(found->changed);
}

// Thanh Hóa is a province, Thạnh Hóa a district.
TEST(PlacesTest, WhereSeveralNamesFitNoneIsTaken) {
  EXPECT_FALSE(listed_place("Thành Hoa"));
  EXPECT_FALSE(listed_place("Atlantis"));
  EXPECT_FALSE(listed_place(""));
}

TEST(KnownPairsTest, ALostMarkComesBackWhereOneListedNameFits) {
  EXPECT_EQ(settled("CỤC THI HANH ÁN DÂN SỰ"), "CỤC THI HÀNH ÁN DÂN SỰ");
  EXPECT_EQ(settled("BAN DÂN TỘC TỈNH QUANG TRỊ"), "BAN DÂN TỘC TỈNH QUẢNG TRỊ");
  EXPECT_EQ(settled("SỐ GIÁO DỤC VÀ ĐÀO TẠO"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO");
}

TEST(KnownPairsTest, OldSpellingStays) {
  EXPECT_EQ(settled("TỈNH HOÀ BÌNH"), "TỈNH HOÀ BÌNH");
  EXPECT_EQ(settled("Uỷ ban nhân dân"), "Uỷ ban nhân dân");
}

// A commune may be called as a district is but for a mark.
TEST(KnownPairsTest, NamesOfCommunesAreNotTakenFromTheLists) {
  EXPECT_EQ(settled("UBND HUYỆN LÂM HA"), "UBND HUYỆN LÂM HÀ");
  EXPECT_EQ(settled("UBND XÃ LÂM HA"), "UBND XÃ LÂM HA");
}

TEST(KnownPairsTest, TheTextTellsTheNameOfACommune) {
  const PageText text =
      page_saying("xã Đăk Bút nay là xã Đăk Bút mới của xã Đăk Bút này");
  EXPECT_EQ(settled("ỦY BAN NHÂN DÂN XÃ ĐĂK BUT", Echo::kAlone, {text}),
            "ỦY BAN NHÂN DÂN XÃ ĐĂK BÚT");
}

// What is misread in the text as well is no witness against the lists.
TEST(KnownPairsTest, TheListsOutweighTheText) {
  const PageText text = page_saying("tỉnh Lâm Đông và Lâm Đông với Lâm Đông");
  EXPECT_EQ(settled("TỈNH LÂM ĐÔNG", Echo::kAlone, {text}), "TỈNH LÂM ĐỒNG");
}

// A phrase that the lists have counts where the document says it too.
TEST(KnownPairsTest, TheTextAndAPhraseTogetherTellAMark) {
  const PageText text = page_saying("về việc tinh giản biên chế năm nay");
  EXPECT_EQ(settled("tỉnh giản biên chế", Echo::kInText, {text}), "tinh giản biên chế");
  EXPECT_EQ(settled("tỉnh giản biên chế", Echo::kInText), "tỉnh giản biên chế");
}

TEST(KnownPairsTest, SpendingIsToldFromTelling) {
  EXPECT_EQ(settled("quyết toán chỉ phí đào tạo", Echo::kInText),
            "quyết toán chi phí đào tạo");
  EXPECT_EQ(settled("giao chỉ tiêu biên chế", Echo::kInText), "giao chỉ tiêu biên chế");
}

TEST(KnownPairsTest, ACommaComesBackWhereItsGapIs) {
  EXPECT_EQ(settled("SỞ VĂN HÓA _THỂ THAO VÀ DU LỊCH"),
            "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH");
  EXPECT_EQ(settled("SỞ VĂN HÓA THỂ THAO VÀ DU LỊCH"), "SỞ VĂN HÓA THỂ THAO VÀ DU LỊCH");
}

TEST(KnownPairsTest, ALetterReadTwiceGoes) {
  EXPECT_EQ(settled("TỈNH QUẢẲNG NGÃI"), "TỈNH QUẢNG NGÃI");
}

TEST(KnownPairsTest, WhatWasChangedIsNotSure) {
  const auto changed = KnownPairs({}).settle(words("TỈNH QUANG TRỊ"), Echo::kAlone);
  ASSERT_EQ(changed[1].text, "QUẢNG");
  EXPECT_LT(changed[1].confidence, kSure);
}

Fields fields_with(const std::string& symbol, const std::string& agency,
                   const std::string& type, double confidence) {
  Fields fields;
  fields["symbol"] = {symbol, confidence, 1, {}};
  fields["agency"] = {agency, 0.95, 1, {}};
  fields["type"] = {type, 0.95, 1, {}};
  return fields;
}

TEST(SymbolTest, TypeAndBodyMakeItSurer) {
  Fields agreed = fields_with("KL-TTTP", "THANH TRA THÀNH PHỐ", "Kế hoạch", 0.8);
  agreed["symbol"].value = "KH-TTTP";
  weigh_symbol({}, agreed);
  EXPECT_GT(agreed["symbol"].confidence, kSure);
  Fields other = fields_with("KH-XYZ", "THANH TRA THÀNH PHỐ", "Báo cáo", 0.8);
  weigh_symbol({}, other);
  EXPECT_LE(other["symbol"].confidence, 0.8);
}

TEST(SymbolTest, InitialsTellOneMisreadLetterAndAPersonLooks) {
  Fields fields = fields_with("BC-SKHCM", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Báo cáo", 0.8);
  weigh_symbol({}, fields);
  EXPECT_EQ(fields["symbol"].value, "BC-SKHCN");
  EXPECT_EQ(fields["symbol"].read, "BC-SKHCM");
  EXPECT_LT(fields["symbol"].confidence, kAskedBelow);
}

TEST(SymbolTest, LettersThatLookAlikeAreThoseOfTheBody) {
  Fields fields =
      fields_with("QĐ-VTUTNN", "CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC", "Quyết định", 0.8);
  weigh_symbol({}, fields);
  EXPECT_EQ(fields["symbol"].value, "QĐ-VTLTNN");
}

TEST(SymbolTest, ABodyThatWasMisreadTellsNothing) {
  Fields fields =
      fields_with("QĐ-SLĐTBXH", "SỞ LAO ĐỘNG - XNUWE BINH VÀ XÃ HỘI", "Quyết định", 0.8);
  fields["agency"].confidence = 0.1;
  weigh_symbol({}, fields);
  EXPECT_EQ(fields["symbol"].value, "QĐ-SLĐTBXH");
}

TEST(SymbolTest, ABodyThatEndsBeforeItsInitialsIsDoubtful) {
  Fields fields = fields_with("QĐ-TTYTDP", "TRUNG TÂM Y", "Quyết định", 0.9);
  weigh_symbol({}, fields);
  EXPECT_LT(fields["agency"].confidence, kAskedBelow);
}

TEST(PlaceTest, MarksComeBackButNotForACommune) {
  Fields province = fields_with("QĐ-UBND", "UBND TỈNH LÂM ĐỒNG", "Quyết định", 0.9);
  province["place"] = {"Lâm Đông", 0.96, 1, {}};
  weigh_place(province);
  EXPECT_EQ(province["place"].value, "Lâm Đồng");
  EXPECT_EQ(province["place"].read, "Lâm Đông");
  EXPECT_LT(province["place"].confidence, kSure);

  Fields commune = fields_with("QĐ-UBND", "UBND XÃ ĐÔNG TRIỀU", "Quyết định", 0.9);
  commune["place"] = {"Đông Triêu", 0.96, 1, {}};
  weigh_place(commune);
  EXPECT_EQ(commune["place"].value, "Đông Triêu");
  EXPECT_LT(commune["place"].confidence, kAskedBelow);
}

TEST(PlaceTest, ALineThatLostItsBeginningNamesNoPlace) {
  Fields fields = fields_with("QĐ-SNV", "SỞ NỘI VỤ TỈNH SƠN LA", "Quyết định", 0.9);
  fields["place"] = {"La", 0.98, 1, {}};
  weigh_place(fields);
  EXPECT_LT(fields["place"].confidence, kSure);
}

TEST(PlaceTest, ACommitteeThatSignsElsewhereHasLostALine) {
  Fields fields = fields_with("QĐ-UBND", "UBND HUYỆN BÌNH LỤC", "Quyết định", 0.9);
  fields["place"] = {"Trung Lương", 0.96, 1, {}};
  weigh_place(fields);
  EXPECT_LT(fields["agency"].confidence, kAskedBelow);
}

}  // namespace
}  // namespace tangthu::ocr
