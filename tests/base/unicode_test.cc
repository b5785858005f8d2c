#include "base/unicode.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(UnicodeTest, DecomposedTextIsComposed) {
  EXPECT_EQ(to_nfc("Quye\xCC\x82\xCC\x81t"), "Quyết");
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

TEST(UnicodeTest, CodePointsComeBackAsTheSameText) {
  const std::string text = "Số: 87/QĐ-UBND – ngày 16";
  EXPECT_EQ(to_utf8(to_code_points(text)), text);
}

}  // namespace
}  // namespace tangthu
