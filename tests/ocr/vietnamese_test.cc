#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "ocr/alternatives.h"
#include "ocr/vietnamese/channel.h"
#include "ocr/vietnamese/corrector.h"
#include "ocr/vietnamese/model.h"
#include "ocr/vietnamese/shapes.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr const char* kNoList = "/nonexistent/vi_VN.dic";

// What else a reader saw of one letter of a word.
struct Doubt {
  std::size_t letter;
  char32_t other;
  float probability;
};

Word seen(const std::string& text, const std::vector<Doubt>& doubts = {}) {
  Word word;
  word.text = to_nfc(text);
  word.confidence = 0.9;
  const std::u32string letters = to_code_points(word.text);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Step step = {{letters[i], 0.97F}};
    for (const Doubt& doubt : doubts) {
      if (doubt.letter == i)
        step = {{letters[i], 0.95F - doubt.probability},
                {doubt.other, doubt.probability}};
    }
    word.steps.push_back({{kNothingNew, 0.99F}});
    word.steps.push_back(step);
  }
  word.steps.push_back({{kNothingNew, 0.99F}});
  return word;
}

Line line_of(const std::vector<Word>& words) {
  Line line;
  int x = 100;
  for (Word word : words) {
    const int length = static_cast<int>(to_code_points(word.text).size());
    word.box = {x, 100, 20 * length, 40};
    x = word.box.right() + 15;
    line.text += (line.text.empty() ? "" : " ") + word.text;
    line.words.push_back(std::move(word));
  }
  return line;
}

// All letters seen surely.
Line sure(const std::string& text) {
  std::vector<Word> words;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    words.push_back(seen(text.substr(from, to - from)));
    from = to + 1;
  }
  return line_of(words);
}

PageText page_of(std::vector<Line> lines) {
  PageText page;
  page.lines = std::move(lines);
  return page;
}

PageText corrected(std::vector<Line> lines) {
  static const Corrector corrector;
  PageText page = page_of(std::move(lines));
  corrector.correct(page);
  return page;
}

std::string read_as(const std::string& text) {
  return corrected({sure(text)}).lines[0].text;
}

TEST(SyllableTest, RulesKnowSyllablesWithoutAnyList) {
  for (const char* word :
       {"nghiêng", "quyết", "khuỷu", "Ủy", "ĐƯỜNG", "giếng", "gì", "quý", "hoà", "hòa",
        "thuở", "yêu", "y", "ngoằn", "xuyên", "loét"})
    EXPECT_TRUE(is_syllable(to_code_points(to_nfc(word)))) << word;
}

TEST(SyllableTest, WhatOrthographyForbidsIsNoSyllable) {
  for (const char* word : {"ngiêng", "kẳ", "cệ", "ghà", "quơờ", "thồg", "đãt", "mệc",
                           "hòá", "hoaì", "UBND", "bl", "", "nghiêngg", "trưóc"})
    EXPECT_FALSE(is_syllable(to_code_points(to_nfc(word)))) << word;
}

TEST(SyllableTest, BothPlacesOfTheToneAndBothCasesAreOneKey) {
  EXPECT_EQ(syllable_key(U"HOÀ"), syllable_key(U"hòa"));
  EXPECT_EQ(syllable_key(U"Uỷ"), syllable_key(U"ủy"));
  EXPECT_NE(syllable_key(U"đã"), syllable_key(U"đả"));
}

TEST(SyllableTest, LettersComeApartAndTogether) {
  for (const char32_t c : std::u32string_view(U"ẪÊđĐýwa"))
    EXPECT_EQ(letter_from(letter_of(c)), c);
  EXPECT_EQ(bare_letter(U'Ẫ'), U'A');
  EXPECT_EQ(bare_letter(U'đ'), U'd');
}

TEST(ChannelTest, WhatWasSeenIsLikelierThanWhatWasNot) {
  const Word word = seen("phân", {{2, U'ả', 0.05F}});
  const Channel channel(word.steps);
  EXPECT_GT(channel.log_likelihood(U"phân"), channel.log_likelihood(U"phản"));
  EXPECT_GT(channel.log_likelihood(U"phản"), channel.log_likelihood(U"phẩn"));
  EXPECT_GT(channel.log_likelihood(U"phân"), channel.log_likelihood(U"phâ"));
}

TEST(ChannelTest, AlternativesStandAtTheirLetter) {
  const Word word = seen("phân", {{2, U'ả', 0.05F}});
  const auto others = Channel(word.steps).alternatives(U"phân");
  ASSERT_EQ(others.size(), 4U);
  ASSERT_EQ(others[2].size(), 1U);
  EXPECT_EQ(others[2][0].character, U'ả');
  EXPECT_TRUE(others[0].empty());
}

TEST(ShapesTest, LookAlikesKeepTheirCase) {
  for (const Sight& other : look_alikes(U'Ầ')) {
    EXPECT_TRUE(is_upper_letter(other.character));
    EXPECT_EQ(bare_letter(other.character), U'A');
  }
}

TEST(CorrectorTest, ReaderAndNeighboursSettleAMark) {
  const PageText page = corrected({line_of(
      {seen("đơn"), seen("vị"), seen("phân", {{2, U'ả', 0.05F}}), seen("ánh")})});
  EXPECT_EQ(page.lines[0].text, "đơn vị phản ánh");
  ASSERT_EQ(page.corrections.size(), 1U);
  EXPECT_EQ(page.corrections[0].line, 0U);
  EXPECT_EQ(page.corrections[0].word, 2U);
  EXPECT_EQ(page.corrections[0].before, "phân");
  EXPECT_EQ(page.corrections[0].after, "phản");
  EXPECT_EQ(page.corrections[0].reason, CorrectionReason::kPair);
}

TEST(CorrectorTest, CapitalsGetTheMarksBackThatNoSyllableLacks) {
  EXPECT_EQ(read_as("PHÓ GIÁM ĐÔC"), "PHÓ GIÁM ĐỐC");
  EXPECT_EQ(read_as("BẢO HIÊM XÃ HỘI"), "BẢO HIỂM XÃ HỘI");
}

TEST(CorrectorTest, BareCapitalsBecomeTheOneKnownName) {
  const PageText page = corrected({sure("TINH QUANG NGAI")});
  EXPECT_EQ(page.lines[0].text, "TỈNH QUẢNG NGÃI");
  ASSERT_FALSE(page.corrections.empty());
}

TEST(CorrectorTest, BareCapitalsThatAreNoKnownNameStay) {
  EXPECT_EQ(read_as("THON BINH LANG"), "THON BINH LANG");
}

TEST(CorrectorTest, SmallPlacesMayBeCalledLikeLargerOnesButForAMark) {
  EXPECT_EQ(read_as("XÃ LONG THANH"), "XÃ LONG THANH");
  EXPECT_EQ(read_as("PHƯỜNG BINH THUAN"), "PHƯỜNG BINH THUAN");
  EXPECT_EQ(read_as("xã Quang Trị"), "xã Quang Trị");
}

TEST(CorrectorTest, AnotherNameWithMarksOfItsOwnStays) {
  EXPECT_EQ(read_as("XÃ BÌNH ĐÌNH"), "XÃ BÌNH ĐÌNH");
}

TEST(CorrectorTest, GoodTextStaysAsItIs) {
  for (const char* text :
       {"Thực hiện Kế hoạch công tác năm 2024 của Ủy ban nhân dân tỉnh",
        "không cho tàu vi phạm ra khơi", "tại khu vực cổng trường", "không cào bằng",
        "Hoà Bình, ngày 04 tháng 3 năm 1998", "bàn bạc, cân nhắc; tuỳ nghi xử lý",
        "Số: 582/QĐ-UBND", "Độc lập - Tự do - Hạnh phúc", "TM. ỦY BAN NHÂN DÂN"})
    EXPECT_EQ(read_as(text), to_nfc(text));
}

TEST(CorrectorTest, NumbersCodesAndDatesStay) {
  for (const char* text :
       {"số 1O/QĐ-UBND ngày 3/2/2019", "tổng số 7.4 tỷ", "mã số 0l23456",
        "Điều 11 khoản 2", "ngày 22/3/2017 của", "A1/B2-IIl"})
    EXPECT_EQ(read_as(text), to_nfc(text));
}

TEST(CorrectorTest, NamesOfPersonsStay) {
  for (const char* text : {"Ông Nguyễn Văn Chỉ Tiết", "bà Lê Thị Quân Lý",
                           "Phạm Bảo Hiểm", "NGUYỄN PHÁT TRIÊN", "Trần Đông Chí"})
    EXPECT_EQ(read_as(text), to_nfc(text));
}

TEST(CorrectorTest, ForeignWordsAndAbbreviationsStay) {
  for (const char* text : {"tệp Word và website", "phần mềm Microsoft Windows",
                           "UBND HĐND", "email online internet", "ISO TCVN"})
    EXPECT_EQ(read_as(text), to_nfc(text));
}

TEST(CorrectorTest, EthBecomesDWithStroke) {
  const PageText page = corrected({sure("Quyết định số 264/QÐ-UBND")});
  EXPECT_EQ(page.lines[0].text, "Quyết định số 264/QĐ-UBND");
  ASSERT_EQ(page.corrections.size(), 1U);
  EXPECT_EQ(page.corrections[0].reason, CorrectionReason::kCode);
  EXPECT_EQ(read_as("số 264/QĐÐ ngày"), "số 264/QĐ ngày");
  EXPECT_EQ(read_as("Nghị quyết số 45⁄NQ-HĐND"), "Nghị quyết số 45/NQ-HĐND");
  EXPECT_EQ(read_as("- Lưu: VT, NV (04Ð)."), "- Lưu: VT, NV (04b).");
}

TEST(CorrectorTest, WhatStandsWhereOneWritesByHandIsNotGuessed) {
  EXPECT_EQ(read_as("Số: 7⁄3 /BVĐK"), "Số: 7⁄3 /BVĐK");
  EXPECT_EQ(read_as("Số: 7Ø /GUQ-THPT"), "Số: 7Ø /GUQ-THPT");
  EXPECT_EQ(read_as("trong Ø7 ngày"), "trong 07 ngày");
}

TEST(CorrectorTest, AnArticleHasADigit) {
  EXPECT_EQ(read_as("có tên tại Điều I chịu trách nhiệm"),
            "có tên tại Điều 1 chịu trách nhiệm");
  EXPECT_EQ(read_as("Điều ¡. Phê duyệt"), "Điều 1. Phê duyệt");
  EXPECT_EQ(read_as("Chương I Quy định chung"), "Chương I Quy định chung");
}

TEST(CorrectorTest, AStrokeBesideADigitOfADateIsAOne) {
  EXPECT_EQ(read_as("ngày l4 tháng 1] năm 2020"), "ngày 14 tháng 11 năm 2020");
  EXPECT_EQ(read_as("ngày 04 tháng II năm 2020"), "ngày 04 tháng II năm 2020");
}

TEST(CorrectorTest, AStrokeAmongDigitsIsAOneWhereTheReaderSawOne) {
  const Line line = line_of({seen("tổng"), seen("số"), seen("58I", {{2, U'1', 0.1F}})});
  EXPECT_EQ(corrected({line}).lines[0].text, "tổng số 581");
  EXPECT_EQ(read_as("tổng số 58I"), "tổng số 58I");
}

TEST(CorrectorTest, WhatACopyIsForIsWrittenInFourWays) {
  EXPECT_EQ(read_as("- Tỉnh ủy (đê bíc);"), "- Tỉnh ủy (để b/c);");
  EXPECT_EQ(read_as("- Như trên (để th);"), "- Như trên (để t/h);");
}

TEST(CorrectorTest, AListThatGoesOnWithTwoBeginsWithOne) {
  EXPECT_EQ(corrected({sure("I. Rà soát hồ sơ"), sure("2. Lập danh sách")}).lines[0].text,
            "1. Rà soát hồ sơ");
  EXPECT_EQ(corrected({sure("I. Mục đích"), sure("II. Nội dung")}).lines[0].text,
            "I. Mục đích");
  EXPECT_EQ(corrected({sure("I. MỤC ĐÍCH"), sure("2. Lập danh sách")}).lines[0].text,
            "I. MỤC ĐÍCH");
}

TEST(CorrectorTest, AFullStopBeforeASmallLetterIsAComma) {
  EXPECT_EQ(read_as("các phòng. ban chuyên môn"), "các phòng, ban chuyên môn");
  EXPECT_EQ(read_as("đã xong. Các đơn vị"), "đã xong. Các đơn vị");
}

TEST(CorrectorTest, RecipientsEndInSemicolons) {
  const PageText page = corrected({sure("Nơi nhận:"), sure("- Như trên:"),
                                   sure("- Ban Giám đốc:"), sure("- Lưu: VT. VP.")});
  EXPECT_EQ(page.lines[0].text, "Nơi nhận:");
  EXPECT_EQ(page.lines[1].text, "- Như trên;");
  EXPECT_EQ(page.lines[2].text, "- Ban Giám đốc;");
  EXPECT_EQ(page.lines[3].text, "- Lưu: VT, VP.");
}

TEST(CorrectorTest, AColonStaysWhereNoSemicolonWasSeen) {
  EXPECT_EQ(read_as("với các nội dung sau:"), "với các nội dung sau:");
  Line line = line_of({seen("học"), seen("sinh"), seen("giỏi:", {{4, U';', 0.2F}})});
  EXPECT_EQ(corrected({line}).lines[0].text, "học sinh giỏi;");
}

// Twenty words and more, so that the page tells what it is printed with.
std::vector<Line> motto(int dash_width, int narrow) {
  std::vector<Line> lines;
  for (int i = 0; i < 6; ++i) {
    lines.push_back(sure("các đơn vị nghiêm túc thực hiện"));
    int x = 100;
    for (Word& word : lines.back().words) {
      const int length = static_cast<int>(to_code_points(word.text).size());
      // Proportional letters: short words are narrower than their length says.
      word.box.x = x;
      word.box.width = 20 * length - (length < 4 ? narrow : 0);
      x = word.box.right() + (narrow > 0 ? 10 : 20);
    }
  }
  Line line = sure("Độc lập - Tự do - Hạnh phúc");
  for (Word& word : line.words) {
    if (word.text == "-") word.box = {word.box.x, 118, dash_width, 4};
  }
  lines.push_back(line);
  return lines;
}

TEST(CorrectorTest, AWideDashIsAnEnDash) {
  EXPECT_EQ(corrected(motto(20, 12)).lines.back().text, "Độc lập – Tự do – Hạnh phúc");
  EXPECT_EQ(corrected(motto(11, 12)).lines.back().text, "Độc lập - Tự do - Hạnh phúc");
}

TEST(CorrectorTest, ATypewritersHyphenIsAsWide) {
  EXPECT_EQ(corrected(motto(20, 0)).lines.back().text, "Độc lập - Tự do - Hạnh phúc");
}

TEST(CorrectorTest, WithoutTheWordListLessIsCorrectedAndThePageSaysSo) {
  const Corrector without(kNoList);
  EXPECT_FALSE(without.has_word_list());
  PageText page = page_of({sure("PHÓ GIÁM ĐÔC")});
  without.correct(page);
  EXPECT_EQ(page.lines[0].text, "PHÓ GIÁM ĐỐC");
  // In no list of ours, and as like to a word that is in one.
  PageText rare = page_of({line_of({seen("đơn"), seen("khuôn", {{3, U'ô', 0.2F}})})});
  without.correct(rare);
  EXPECT_EQ(rare.lines[0].text, "đơn khuôn");
  EXPECT_EQ(page.corrected, CorrectionState::kWithoutWordList);
  EXPECT_EQ(corrected({sure("như trên")}).corrected, CorrectionState::kFull);
}

TEST(CorrectorTest, ColumnsAreLetGo) {
  const PageText page = corrected({sure("như trên")});
  EXPECT_TRUE(page.lines[0].words[0].steps.empty());
}

// Every letter of the change was seen or looks alike.
void expect_founded(const Word& word, const Correction& change) {
  const std::u32string was = to_code_points(change.before);
  const std::u32string is = to_code_points(change.after);
  ASSERT_EQ(was.size(), is.size());
  for (std::size_t i = 0; i < is.size(); ++i) {
    std::vector<Sight> known = look_alikes(was[i]);
    for (const Step& step : word.steps)
      known.insert(known.end(), step.begin(), step.end());
    EXPECT_TRUE(is[i] == was[i] ||
                std::any_of(known.begin(), known.end(),
                            [&](const Sight& sight) { return sight.character == is[i]; }))
        << change.before << " " << change.after;
  }
}

// Texts that mean nothing, with doubts everywhere: whatever is changed must be noted, be
// attested, and take every letter from what was seen or looks alike.
TEST(CorrectorTest, NothingIsMadeUpAndEveryChangeIsNoted) {
  std::mt19937 random(5);
  const std::vector<std::string> words = {
      "phân", "ánh",   "GIAM", "ĐÔC", "chỉ",   "tiết", "Sỏ",  "Nội",   "vụ.",
      "ban",  "dịnh:", "số",   "I.",  "12/QÐ", "thể",  "bạn", "ngành", "TĨNH"};
  const std::u32string others = U"ảâạăđdoôơưu;,1lẩấ";
  const auto pick = [&](std::size_t n) { return random() % n; };
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<Word> row;
    for (int i = 0; i < 8; ++i) {
      const std::string& word = words[pick(words.size())];
      const std::size_t letter = pick(to_code_points(word).size());
      row.push_back(seen(word, {{letter, others[pick(others.size())], 0.3F}}));
    }
    const Line before = line_of(row);
    const PageText page = corrected({before});
    std::vector<std::string> text;
    for (const Word& word : before.words)
      text.push_back(word.text);
    for (const Correction& change : page.corrections) {
      EXPECT_EQ(text[change.word], change.before);
      text[change.word] = change.after;
      const bool syllable = change.reason == CorrectionReason::kPair ||
                            change.reason == CorrectionReason::kSyllable;
      if (syllable) expect_founded(before.words[change.word], change);
    }
    for (std::size_t i = 0; i < text.size(); ++i)
      EXPECT_EQ(page.lines[0].words[i].text, text[i]);
  }
}

TEST(AlternativesTest, OfDoubtfulWordsTheLikeliestThreeLeaveWithTheirPage) {
  Word doubtful =
      seen("tĩnh", {{0, U'l', 0.04F}, {1, U'ỉ', 0.4F}, {2, U'm', 0.2F}, {3, U'n', 0.1F}});
  doubtful.confidence = 0.6;
  Word certain = seen("tĩnh", {{1, U'ỉ', 0.4F}});
  certain.confidence = kAlternativesBelow;
  PageText page;
  page.lines = {line_of({doubtful, certain})};
  keep_alternatives(page);
  DocumentText document;
  document.pages.push_back(page);
  const Json words = to_json(document)["pages"][0]["lines"][0]["words"];
  EXPECT_EQ(words[0]["alternatives"],
            Json::array({{{"text", "tỉnh"}, {"probability", 0.4}},
                         {{"text", "tĩmh"}, {"probability", 0.2}},
                         {{"text", "tĩnn"}, {"probability", 0.1}}}));
  EXPECT_FALSE(words[1].contains("alternatives"));
}

TEST(CorrectionsJsonTest, ChangesLeaveWithTheirPage) {
  DocumentText document;
  document.pages.push_back(corrected({sure("như trên"), sure("PHÓ GIÁM ĐÔC")}));
  const Json page = to_json(document)["pages"][0];
  EXPECT_EQ(page["corrected"], "full");
  ASSERT_EQ(page["corrections"].size(), 1U);
  EXPECT_EQ(page["corrections"][0], Json({{"line", 1},
                                          {"word", 2},
                                          {"before", "ĐÔC"},
                                          {"after", "ĐỐC"},
                                          {"why", "syllable"}}));
}

TEST(SpellingTest, PutBackMarksStandWhereThePageHasThem) {
  const Corrector corrector(kNoList);
  PageText page;
  page.lines = {sure("Thường trực Tỉnh uỷ và thành uỷ họp tại Hòa Bình"),
                sure("Ban Tổ chức Tỉnh ủy")};
  for (Word& word : page.lines[0].words)
    word.confidence = 0.97;
  page.lines[1].words.back().confidence = 0.7;
  corrector.correct(page);
  EXPECT_EQ(page.lines[1].text, "Ban Tổ chức Tỉnh uỷ");
  EXPECT_EQ(page.lines[0].text, "Thường trực Tỉnh uỷ và thành uỷ họp tại Hòa Bình");
  ASSERT_FALSE(page.corrections.empty());
  EXPECT_EQ(correction_code(page.corrections.back().reason), "spelling");
}

TEST(SpellingTest, WhatWasReadWellStaysAndSoDoesAPageWithBoth) {
  const Corrector corrector(kNoList);
  PageText page;
  page.lines = {sure("Tỉnh uỷ"), sure("Thành ủy"), sure("Huyện ủy")};
  for (Line& line : page.lines)
    line.words.back().confidence = 0.97;
  page.lines[2].words.back().confidence = 0.7;
  corrector.correct(page);
  EXPECT_EQ(page.lines[1].text, "Thành ủy");
  EXPECT_EQ(page.lines[2].text, "Huyện ủy");
}

TEST(SpellingTest, ANameIsNoWitness) {
  const Corrector corrector(kNoList);
  PageText page;
  page.lines = {sure("Kiều Ngọc Thủy"), sure("Tỉnh uỷ")};
  page.lines[0].words.back().confidence = 0.97;
  page.lines[1].words.back().confidence = 0.7;
  corrector.correct(page);
  EXPECT_EQ(page.lines[1].text, "Tỉnh uỷ");
}

}  // namespace
}  // namespace tangthu::ocr::vietnamese
