#include "base/level.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(LevelTest, CodesComeBackAsTheSameLevel) {
  for (const Level level : kAllLevels) {
    const auto parsed = parse_level(level_code(level));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, level);
  }
}

TEST(LevelTest, AnUnknownCodeIsAUsageErrorThatNamesIt) {
  const auto parsed = parse_level("secret");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code(), ErrorCode::kUsage);
  EXPECT_EQ(parsed.error().subject(), "secret");
}

TEST(LevelTest, ABytePastTheLastLevelIsNone) {
  EXPECT_EQ(level_from_byte(3), Level::kTuyetMat);
  EXPECT_FALSE(level_from_byte(4));
}

TEST(LabelTest, EncodingComesBackAsTheSameLabel) {
  const Label label{Level::kMat, {"nhan-su", "tai-chinh"}};
  const Bytes bytes = label.encode();
  ByteReader in(bytes);
  EXPECT_EQ(Label::decode(in), label);
  EXPECT_TRUE(in.complete());
}

TEST(LabelTest, EveryTruncationIsRefused) {
  const Bytes bytes = Label{Level::kMat, {"nhan-su", "tai-chinh"}}.encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(ByteView(bytes).first(size));
    EXPECT_FALSE(Label::decode(in)) << size;
  }
}

// Two forms of one label would have two key pairs.
TEST(LabelTest, OnlyTheCanonicalFormIsRead) {
  const auto decodes = [](std::uint8_t level, const std::vector<std::string>& names) {
    ByteWriter out;
    out.integer(level);
    out.integer(static_cast<std::uint16_t>(names.size()));
    for (const std::string& name : names)
      out.sized(name);
    const Bytes bytes = out.take();
    ByteReader in(bytes);
    return Label::decode(in).has_value();
  };
  EXPECT_TRUE(decodes(1, {"a", "b"}));
  EXPECT_TRUE(decodes(1, std::vector<std::string>(1, std::string(64, 'a'))));
  EXPECT_FALSE(decodes(4, {}));
  EXPECT_FALSE(decodes(1, {"b", "a"}));
  EXPECT_FALSE(decodes(1, {"a", "a"}));
  for (const char* name : {"", "A", "a b", "nhân", "a/"}) {
    EXPECT_FALSE(decodes(1, {name})) << name;
  }
  EXPECT_FALSE(decodes(1, std::vector<std::string>(1, std::string(65, 'a'))));
}

TEST(LabelTest, WhatCouldNotBeReadBackFailsItsCheck) {
  EXPECT_TRUE((Label{Level::kMat, {"nhan-su"}}.check()));
  EXPECT_FALSE((Label{Level::kMat, {"Nhân sự"}}.check()));
  Label label{Level::kMat, {}};
  for (int i = 0; i < 33; ++i) {
    EXPECT_TRUE(label.check());
    label.compartments.insert("c" + std::to_string(i));
  }
  EXPECT_FALSE(label.check());
}

TEST(LabelTest, CompartmentNamesAreChecked) {
  EXPECT_TRUE(parse_compartment("nhan-su-2"));
  for (const char* name : {"", "Nhan", "nhân sự", "a/b"}) {
    EXPECT_FALSE(parse_compartment(name)) << name;
  }
}

TEST(ClearanceTest, ReadsDownAndOnlyWithinItsCompartments) {
  const Clearance clearance{Level::kToiMat, {"nhan-su"}};
  EXPECT_TRUE(clearance.dominates({Level::kThuong, {}}));
  EXPECT_TRUE(clearance.dominates({Level::kToiMat, {"nhan-su"}}));
  EXPECT_FALSE(clearance.dominates({Level::kTuyetMat, {}}));
  EXPECT_FALSE(clearance.dominates({Level::kMat, {"tai-chinh"}}));
  EXPECT_FALSE(clearance.dominates({Level::kMat, {"nhan-su", "tai-chinh"}}));
}

TEST(ClearanceTest, AllCompartmentsStillStopsAtItsLevel) {
  const Clearance clearance{Level::kMat, {}, true};
  EXPECT_TRUE(clearance.dominates({Level::kMat, {"tai-chinh"}}));
  EXPECT_FALSE(clearance.dominates({Level::kToiMat, {}}));
}

}  // namespace
}  // namespace tangthu
