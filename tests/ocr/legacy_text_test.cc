#include "ocr/vietnamese/legacy_text.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <iconv.h>

#include "base/unicode.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

// Latin-1 bytes as UTF-8.
std::string copied(std::string_view bytes) {
  std::u32string points;
  for (const char c : bytes)
    points += static_cast<unsigned char>(c);
  return to_utf8(points);
}

// Small letters in TCVN3 by the C library; nothing where it has no single byte.
std::string tcvn3_of(const std::string& text) {
  static const iconv_t converter = iconv_open("TCVN", "UTF-8");
  std::string out(text.size() * 2, '\0');
  char* from = const_cast<char*>(text.data());
  char* to = out.data();
  std::size_t left = text.size();
  std::size_t room = out.size();
  if (iconv(converter, &from, &left, &to, &room) != 0) return {};
  out.resize(out.size() - room);
  return out;
}

std::vector<std::string> lines_of_texts() {
  std::vector<std::string> lines;
  for (const auto& entry :
       std::filesystem::directory_iterator(TANGTHU_SOURCE_DIR "/samples/texts")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);)
      lines.push_back(line);
  }
  return lines;
}

TEST(LegacyTextTest, WhatFontsOfTheNinetiesWroteIsRead) {
  struct Case {
    const char* written;
    const char* meant;
    LegacyEncoding encoding;
  };
  const Case cases[] = {
      {"Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
       LegacyEncoding::kTcvn3},
      {"§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc",
       LegacyEncoding::kTcvn3},
      {"QuyÕt ®Þnh sè 12/Q§-UBND ngµy 5 th¸ng 3 n¨m 1998",
       "Quyết định số 12/QĐ-UBND ngày 5 tháng 3 năm 1998", LegacyEncoding::kTcvn3},
      {"®Çu t\u00AD x∙ héi", "đầu tư xã hội", LegacyEncoding::kTcvn3},
      {"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
       LegacyEncoding::kVni},
      {"Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc",
       LegacyEncoding::kVni},
      {"COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
       LegacyEncoding::kVni},
      {"Quyeát ñònh veà vieäc ñöôïc höôûng löông", "Quyết định về việc được hưởng lương",
       LegacyEncoding::kVni},
  };
  for (const Case& known : cases) {
    const auto read = read_legacy(known.written);
    ASSERT_TRUE(read) << known.written;
    EXPECT_EQ(read->text, known.meant);
    EXPECT_EQ(read->encoding, known.encoding);
    EXPECT_FALSE(read_legacy(read->text)) << "read twice";
  }
}

TEST(LegacyTextTest, BareBytesAreReadToo) {
  EXPECT_EQ(without_legacy("QuyÕt ®Þnh"), without_legacy("Quy\xD5t \xAE\xDEnh"));
  EXPECT_EQ(without_legacy("Quy\xD5t \xAE\xDEnh"), "Quyết định");
  EXPECT_EQ(without_legacy("Quye\xE1t \xF1\xF2nh"), "Quyết định");
}

TEST(LegacyTextTest, FontsOfCapitalsAreReadAsCapitals) {
  EXPECT_EQ(without_legacy("QUYÕT §ÞNH"), "QUYẾT ĐỊNH");
  EXPECT_EQ(without_legacy("§µ N½ng"), "Đà Nẵng");
}

TEST(LegacyTextTest, EverySmallLetterOfTcvn3IsThatOfTheStandard) {
  const std::u32string letters =
      U"ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
  for (const char32_t letter : letters) {
    // In a word that says what it is: "quyết định" beside it.
    const std::string small = to_utf8(std::u32string_view(&letter, 1));
    const std::string byte = tcvn3_of(small);
    ASSERT_EQ(byte.size(), 1U) << small;
    EXPECT_EQ(
        without_legacy(copied(tcvn3_of("quyết định việc hồ sơ của cấp tỉnh về "
                                       "chế độ tiền lương ")) +
                       copied(byte) + " ngµy"),
        "quyết định việc hồ sơ của cấp tỉnh về chế độ tiền lương " + small + " ngày");
  }
}

TEST(LegacyTextTest, TheProjectsTextsComeBackFromTcvn3) {
  std::size_t read = 0;
  for (const std::string& line : lines_of_texts()) {
    const std::string small = to_lower(line);
    const std::string bytes = tcvn3_of(small);
    if (bytes.empty() || bytes == small) continue;
    const auto back = read_legacy(copied(bytes));
    if (!back) continue;
    EXPECT_EQ(back->text, small);
    ++read;
  }
  EXPECT_GT(read, 500U);
}

TEST(LegacyTextTest, UnicodeTextIsNeverTouched) {
  std::size_t words = 0;
  for (const std::string& line : lines_of_texts()) {
    EXPECT_FALSE(read_legacy(line)) << line;
    EXPECT_FALSE(read_legacy(line, Evidence::kOneWord)) << line;
    std::istringstream in(line);
    for (std::string word; in >> word; ++words) {
      EXPECT_FALSE(read_legacy(word, Evidence::kOneWord)) << word;
      EXPECT_FALSE(read_legacy(to_lower(word), Evidence::kOneWord)) << word;
    }
  }
  EXPECT_GT(words, 10'000U);
}

// All syllables that can be written with letters of Latin-1 alone.
TEST(LegacyTextTest, SyllablesWithoutALetterOfUnicodesOwnStayToo) {
  const std::u32string vowels = U"aàáâãeèéêiìíoòóôõuùúyý";
  const char32_t heads[][4] = {U"", U"b", U"ch", U"h", U"ngh", U"qu", U"t"};
  const char32_t tails[][3] = {U"", U"i", U"o", U"n", U"ng", U"m", U"t", U"c"};
  std::size_t syllables = 0;
  for (const auto& head : heads) {
    for (const char32_t first : vowels) {
      for (const auto& tail : tails) {
        for (const char32_t second : vowels + U" ") {
          std::u32string word = std::u32string(head) + first;
          if (second != U' ') word += second;
          word += tail;
          if (!is_syllable(word)) continue;
          ++syllables;
          EXPECT_FALSE(read_legacy(to_utf8(word), Evidence::kOneWord)) << to_utf8(word);
        }
      }
    }
  }
  EXPECT_GT(syllables, 500U);
}

TEST(LegacyTextTest, OtherLanguagesStay) {
  for (const char* text :
       {"Le président de la République française a été élu, déjà",
        "Die Straße führt über die Brücke nach Köln, schöne Grüße",
        "La señora está aquí con el niño pequeño", "São João e Conceição não estão",
        "café", "Müller", "Noël", "§ 12 © 2020 ® «x» 5 µm ± 3 °C", "Ärzte und Öfen", "",
        "quyet dinh", "\xFF\xFE\xA0", "Åse Øye"}) {
    EXPECT_FALSE(read_legacy(text, Evidence::kOneWord)) << text;
    EXPECT_EQ(without_legacy(text), text);
  }
}

TEST(LegacyTextTest, OneWordIsEnoughForAQueryAlone) {
  EXPECT_EQ(without_legacy("mËt", Evidence::kOneWord), "mật");
  EXPECT_EQ(without_legacy("maät", Evidence::kOneWord), "mật");
  EXPECT_EQ(without_legacy("mËt"), "mËt");
}

}  // namespace
}  // namespace tangthu::ocr::vietnamese
