// Copies of secrets on the command line: `get`, `copy list`, `copy show`, `copy trace`.
#include "tests/cli/trial.h"
#include "tests/support/shell.h"

namespace tangthu::cli {
namespace {

class CopiesCliTest : public TrialTest {
 protected:
  void SetUp() override {
    init();
    make_samples("in", {"--count", "1", "--seed", "9301", "--pages", "single", "--format",
                        "png", "--level", "thuong", "--dpi", "200"});
    document_ = ingest({path("in").string()}, "mat").at(0)["id"];
  }

  Json copied(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {"--json", "get", document_, "--out",
                                      path("copy.pdf").string()};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json_lines(ran.out).at(0);
  }

  std::string document_;
};

TEST_F(CopiesCliTest, EachGetOfASecretIsACopyOfTheRegister) {
  EXPECT_EQ(copied({"--holder", "Ngọc Ánh"})["copy"]["number"], 1);
  const Json second = copied({"--holder", "Văn Bình", "--approval", "12/QĐ"});
  EXPECT_EQ(second["copy"]["number"], 2);
  const auto list = json_lines(tangthu({"--json", "copy", "list"}).out);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["holder"], "Ngọc Ánh");
  EXPECT_EQ(list[1]["approval"], "12/QĐ");
  EXPECT_EQ(list[1]["document"], document_);
  const auto shown = json_lines(
      tangthu({"--json", "copy", "show", second["copy"]["id"].get<std::string>()}).out);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0], list[1]);
  EXPECT_EQ(tangthu({"copy", "show", document_}).exit_code, 3);
}

TEST_F(CopiesCliTest, ACopyIsTracedFromThePdfAndFromAScanOfIt) {
  copied({"--holder", "Ngọc Ánh"});
  const auto by_file =
      json_lines(tangthu({"--json", "copy", "trace", path("copy.pdf").string()}).out);
  ASSERT_EQ(by_file.size(), 1U);
  EXPECT_EQ(by_file[0]["found_by"], "metadata");
  EXPECT_EQ(by_file[0]["holder"], "Ngọc Ánh");

  ASSERT_EQ(test::shell("pdftoppm -r 150 -gray -jpeg -singlefile " +
                        path("copy.pdf").string() + " " + path("scan").string())
                .status,
            0);
  const auto by_mark =
      json_lines(tangthu({"--json", "copy", "trace", path("scan.jpg").string()}).out);
  ASSERT_EQ(by_mark.size(), 1U);
  EXPECT_EQ(by_mark[0]["found_by"], "mark");
  EXPECT_EQ(by_mark[0]["found_on_page"], 1);
  EXPECT_EQ(by_mark[0]["holder"], "Ngọc Ánh");
}

TEST_F(CopiesCliTest, WhoIsNotClearedLearnsNothingOfACopy) {
  copied({});
  add_user("mai", "thuong");
  const auto denied = tangthu({"copy", "trace", path("copy.pdf").string()}, "mai");
  EXPECT_EQ(denied.exit_code, 3);
  EXPECT_EQ(denied.out, "");
  EXPECT_EQ(json_lines(tangthu({"--json", "copy", "list"}, "mai").out).size(), 0U);
  std::string page;
  for (const auto& each : std::filesystem::directory_iterator(path("in"))) {
    if (each.path().extension() == ".png") page = each.path().string();
  }
  EXPECT_EQ(tangthu({"copy", "trace", page}).exit_code, 3);
}

TEST_F(CopiesCliTest, WhatBearsNoMarksIsGivenOnlyForAReasonAndIsNumberedToo) {
  const std::string out = path("t.txt").string();
  EXPECT_EQ(tangthu({"get", document_, "--format", "text", "--out", out}).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_EQ(tangthu({"get", document_, "--format", "text", "--out", out, "--unmarked"})
                .exit_code,
            2);
  EXPECT_EQ(tangthu({"get", document_, "--format", "text", "--out", out, "--unmarked",
                     "--reason", "trích dẫn"})
                .exit_code,
            0);
  const auto list = json_lines(tangthu({"--json", "copy", "list"}).out);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["number"], 1);
  EXPECT_EQ(list[0]["marked"], false);
  EXPECT_EQ(list[0]["reason"], "trích dẫn");
}

}  // namespace
}  // namespace tangthu::cli
