#include "base/id.h"

#include <set>

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(DocumentIdTest, TextComesBackAsTheSameId) {
  for (int i = 0; i < 200; ++i) {
    const DocumentId id = DocumentId::random();
    const auto parsed = DocumentId::parse(id.to_string());
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(*parsed, id);
  }
}

TEST(DocumentIdTest, TextIsTwentySixDigitsOfCrockford) {
  const std::array<std::uint8_t, 16> ones{255, 255, 255, 255, 255, 255, 255, 255,
                                          255, 255, 255, 255, 255, 255, 255, 255};
  EXPECT_EQ(DocumentId::from_bytes(ones).to_string(), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
}

TEST(DocumentIdTest, LookAlikesAndCaseAreForgiven) {
  EXPECT_EQ(DocumentId::parse("0000000000000000000000001a"),
            DocumentId::parse("OOOO0000000000000000000OIA"));
}

TEST(DocumentIdTest, OtherTextIsRefused) {
  EXPECT_FALSE(DocumentId::parse(""));
  EXPECT_FALSE(DocumentId::parse("abc"));
  EXPECT_FALSE(DocumentId::parse("u0000000000000000000000000"));
  EXPECT_FALSE(DocumentId::parse("8zzzzzzzzzzzzzzzzzzzzzzzzz")) << "more than 128 bits";
}

TEST(DocumentIdTest, RandomIdsDiffer) {
  std::set<DocumentId> seen;
  for (int i = 0; i < 1000; ++i)
    seen.insert(DocumentId::random());
  EXPECT_EQ(seen.size(), 1000U);
}

}  // namespace
}  // namespace tangthu
