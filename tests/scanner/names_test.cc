#include "scanner/names.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace tangthu::scanner {
namespace {

TEST(NamesTest, NumbersSortAsNumbers) {
  std::vector<std::string> names = {"page10.png", "page2.png",
                                    "Page1.png",  "page02b.png",
                                    "a",          "page2a.png",
                                    "page",       "10",
                                    "9",          "page00000000000000000000003.png"};
  std::sort(names.begin(), names.end(), natural_less);
  const std::vector<std::string> expected = {
      "9",          "10",          "a",
      "page",       "Page1.png",   "page2.png",
      "page2a.png", "page02b.png", "page00000000000000000000003.png",
      "page10.png"};
  EXPECT_EQ(names, expected);
}

TEST(NamesTest, TheOrderIsStrict) {
  const std::vector<std::string> names = {"",  "0", "00", "01", "1",
                                          "a", "A", "a1", "a01"};
  for (const auto& a : names) {
    EXPECT_FALSE(natural_less(a, a)) << a;
    for (const auto& b : names) {
      EXPECT_EQ(natural_less(a, b) != natural_less(b, a), a != b) << a << " " << b;
    }
  }
}

TEST(NamesTest, AMembersNameIsOnlyAName) {
  EXPECT_EQ(member_name("../../etc/passwd"), "etc/passwd");
  EXPECT_EQ(member_name("/abs/./x.png"), "abs/x.png");
  EXPECT_EQ(member_name("C:\\scans\\..\\1.png"), "C:/scans/1.png");
  EXPECT_EQ(member_name("../.."), "unnamed");
  EXPECT_EQ(member_name("Tờ trình.pdf"), "Tờ trình.pdf");
  EXPECT_EQ(member_name(std::string(5000, 'x')).size(), 1024U);
}

TEST(NamesTest, WhatCouldFoolATerminalIsReplaced) {
  EXPECT_EQ(displayable("a\x1b[31mb\n.png"), "a\uFFFD[31mb\uFFFD.png");
  EXPECT_EQ(displayable("\xff\xfe.png"), "\uFFFD\uFFFD.png");
  EXPECT_EQ(displayable("gnp.\u202Egpj"), "gnp.\uFFFDgpj");
}

}  // namespace
}  // namespace tangthu::scanner
