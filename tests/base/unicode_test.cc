#include "base/unicode.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(UnicodeTest, DecomposedTextIsComposed) {
  EXPECT_EQ(to_nfc("Quye\xCC\x82\xCC\x81t"), "Quyết");
  EXPECT_EQ(to_nfc("\u1EB9\u0302"), "\u1EC7");
  EXPECT_EQ(to_nfc("a\u2126"), "a\u03A9");
}

TEST(UnicodeTest, FoldingDropsEveryMarkAndTheBarOfD) {
  EXPECT_EQ(fold("ĐƯỜNG Nguyễn Trãi, Ấp Bắc"), "duong nguyen trai, ap bac");
}

TEST(UnicodeTest, LowerCaseKeepsMarks) {
  EXPECT_EQ(to_lower("QUYẾT ĐỊNH"), "quyết định");
}

TEST(UnicodeTest, BytesThatAreNotUtf8BecomeReplacements) {
  EXPECT_EQ(to_nfc("a\xFF\x62"),
            "a\xEF\xBF\xBD"
            "b");
}

// to_nfc() leaves text of some blocks as it is without looking further.
TEST(UnicodeTest, CharactersThatComposeAreComposedWhateverStandsBeforeThem) {
  for (char32_t c = 1; c < 0x2100; ++c) {
    const std::string one = to_utf8(std::u32string_view(&c, 1));
    EXPECT_EQ(to_nfc(one + "\u4E00"), to_nfc(one) + "\u4E00");
    for (const char32_t mark : {U'\u0301', U'\u0323', U'\u031B', U'\u0338'}) {
      const char32_t pair[] = {c, mark};
      const std::string both = to_nfc(to_utf8(std::u32string_view(pair, 2)));
      EXPECT_EQ(to_nfc(both), both);
      // Composed with a character behind it that doesn't compose, it stays itself.
      EXPECT_EQ(to_nfc(both + "\u4E00"), both + "\u4E00");
    }
  }
}

TEST(UnicodeTest, CodePointsComeBackAsTheSameText) {
  const std::string text = "Số: 87/QĐ-UBND – ngày 16";
  EXPECT_EQ(to_utf8(to_code_points(text)), text);
}

}  // namespace
}  // namespace tangthu
