// Registers and reports through the command line.
#include "tests/cli/agency.h"
#include "tests/support/shell.h"

namespace tangthu::cli {
namespace {

class RegisterCommandTest : public TrialTest {
 protected:
  std::vector<std::string> papers(const std::string& level, int count, int seed) {
    const std::string folder = "in" + std::to_string(seed);
    make_samples(folder, {"--count", std::to_string(count), "--seed",
                          std::to_string(seed), "--grade", "clean", "--type", "QĐ",
                          "--pages", "single", "--format", "png", "--level", "thuong"});
    std::vector<std::string> out;
    for (const Json& each : ingest({path(folder).string()}, level))
      out.push_back(each["id"]);
    return out;
  }
  std::vector<Json> lines(std::vector<std::string> words,
                          const std::string& user = "lan") const {
    words.insert(words.begin(), "--json");
    const auto ran = tangthu(words, user);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json_lines(ran.out);
  }
};

TEST_F(RegisterCommandTest, WhatIsEnteredIsListedCorrectedAndPrinted) {
  init();
  add_user("binh", "mat");
  const auto ordinary = papers("thuong", 2, 811);
  const auto secret = papers("mat", 1, 812);
  const auto high = papers("tuyet-mat", 1, 813);
  const auto first = lines({"register", "enter", "--book", "den", "--received-on",
                            "2026-03-05", "--number-in", "7", secret[0]});
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0]["series"], "mat");
  EXPECT_EQ(first[0]["year"], 2026);
  EXPECT_EQ(first[0]["ordinal"], 1);
  EXPECT_EQ(first[0]["cells"]["received-on"], "05/03/2026");
  EXPECT_EQ(tangthu({"register", "enter", "--book", "den", secret[0]}).exit_code, 2)
      << "it stands there";
  EXPECT_EQ(
      lines({"register", "enter", "--book", "den", "--year", "2026", "--all-new"}).size(),
      3U);
  EXPECT_EQ(
      lines({"register", "enter", "--book", "den", "--year", "2026", "--all-new"}).size(),
      0U);
  EXPECT_EQ(lines({"register", "hand-over", secret[0], "--to", "Công an tỉnh", "--on",
                   "2026-03-10"})
                .at(0)["cells"]["handed-to"],
            "Công an tỉnh");
  const std::string row = first[0]["id"];
  EXPECT_EQ(tangthu({"register", "correct", row, "symbol=9/QĐ-X", "--reason", "đọc nhầm"})
                .exit_code,
            0);
  EXPECT_EQ(
      tangthu({"register", "correct", row, "colour=red", "--reason", "x"}).exit_code, 2);
  EXPECT_EQ(lines({"register", "list", "--book", "den", "--series", "mat"}).size(), 2U);
  EXPECT_EQ(lines({"register", "list"}).size(), 3U);

  const std::string file = path("so.csv").string();
  const Json printed = lines({"register", "print", "--book", "den", "--year", "2026",
                              "--series", "mat", "--out", file},
                             "binh")
                           .at(0);
  EXPECT_EQ(printed["rows"], 1);
  EXPECT_EQ(printed["hidden"], 1);
  const std::string csv = test::shell("cat '" + file + "'").output;
  EXPECT_NE(csv.find("9/QĐ-X"), std::string::npos) << csv;
  EXPECT_NE(csv.find("1 số không thuộc phạm vi được xem (số 2)"), std::string::npos);
}

TEST_F(RegisterCommandTest, WhatCanNotBeEnteredIsRefused) {
  init();
  const auto code = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "register");
    return tangthu(words).exit_code;
  };
  EXPECT_EQ(code({"enter", "--book", "den"}), 2);
  EXPECT_EQ(code({"enter", "--book", "xx", "--all-new"}), 2);
  EXPECT_EQ(code({"enter", "--book", "chuyen-giao", "--all-new"}), 2);
  EXPECT_EQ(code({"enter", "--book", "den", "--received-on", "2026-02-30", "--all-new"}),
            2);
  EXPECT_EQ(code({"enter", "--book", "den", "00000000000000000000000000"}), 3);
  EXPECT_EQ(code({"print", "--book", "den", "--year", "2026", "--out", "-"}), 3);
}

TEST_F(RegisterCommandTest, ReportsSumToWhatIsThere) {
  init();
  papers("thuong", 2, 821);
  papers("mat", 1, 822);
  const Json secrecy =
      lines({"report", "secrecy", "--year", "2030", "--out", path("bc.pdf").string()})
          .at(0);
  EXPECT_EQ(secrecy["counts"]["held"]["mat"], 1);
  EXPECT_EQ(secrecy["from"], "2029-12-15");
  EXPECT_EQ(secrecy["due"], "2030-12-20");
  const std::string text =
      test::shell("pdftotext -layout '" + path("bc.pdf").string() + "' -").output;
  EXPECT_NE(text.find("THỐNG KÊ BÍ MẬT NHÀ NƯỚC"), std::string::npos) << text;
  const Json statistics = lines({"report", "statistics"}).at(0);
  EXPECT_EQ(statistics["total"]["documents"], 3);
  EXPECT_EQ(statistics["tables"]["level"]["Thường"]["documents"], 2);
  EXPECT_EQ(tangthu({"report", "secrecy"}).exit_code, 2);
}

}  // namespace
}  // namespace tangthu::cli
