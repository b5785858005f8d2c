#include "ocr/surnames.h"

#include <gtest/gtest.h>

namespace tangthu::ocr {
namespace {

TEST(SurnamesTest, CommonOnesAreSurnamesToo) {
  EXPECT_TRUE(is_common_surname("nguyễn"));
  EXPECT_TRUE(is_surname("nguyễn"));
}

TEST(SurnamesTest, RareOnesAreKnownButNotCommon) {
  EXPECT_FALSE(is_common_surname("lò"));
  EXPECT_TRUE(is_surname("lò"));
}

TEST(SurnamesTest, AMisreadMarkMakesNoSurname) {
  EXPECT_FALSE(is_surname("đỉnh"));
  EXPECT_FALSE(is_surname(""));
}

TEST(SurnamesTest, LettersTellASurnameWhereTheyHaveOneOnly) {
  EXPECT_EQ(surname_of_letters("dinh"), "đinh");
  EXPECT_EQ(surname_of_letters("la"), "");  // la, lã
}

}  // namespace
}  // namespace tangthu::ocr
