// What doctor says of a machine that is as it should be, and of one that is not.
#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

class DoctorTest : public TrialTest {
 protected:
  // No scanner, so that nobody waits for one to answer.
  void SetUp() override {
    std::filesystem::create_directory(path("sane"));
    test::write_file(path("sane/dll.conf"), as_bytes("\n"));
    surroundings_["SANE_CONFIG_DIR"] = path("sane").string();
  }
  static Json finding(const test::Ran& ran, const std::string& check) {
    for (const Json& line : json_lines(ran.out))
      if (line["check"] == check) return line;
    return {{"health", "missing"}};
  }
};

TEST_F(DoctorTest, AGoodMachineIsGoodAndEveryCheckIsNamed) {
  init();
  const auto ran = tangthu({"--json", "doctor"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  for (const char* check : {"version", "clock", "entropy", "language", "permissions"})
    EXPECT_EQ(finding(ran, check)["health"], "good") << check << ran.out;
  for (const char* check : {"disk", "memory", "swap", "scanners", "vault"})
    EXPECT_NE(finding(ran, check)["health"], "missing") << check;
}

TEST_F(DoctorTest, WhatIsWrongIsNamedWithTheRemedy) {
  init();
  std::filesystem::permissions(path("vault"), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(finding(tangthu({"--json", "doctor"}), "permissions")["health"], "note");
  auto elsewhere = environment();
  elsewhere["TANGTHU_VAULT"] = path("nothing").string();
  const auto none = test::run({"tangthu", "--json", "doctor"}, elsewhere);
  EXPECT_EQ(none.exit_code, 9);
  EXPECT_EQ(finding(none, "vault")["health"], "bad");
  EXPECT_NE(finding(none, "vault")["remedy"], "");
  auto far = environment();
  far.erase("TANGTHU_VAULT");
  far["TANGTHU_SERVER"] = "unix:" + path("no-socket").string();
  const auto unreachable = test::run({"tangthu", "--json", "doctor"}, far);
  EXPECT_EQ(unreachable.exit_code, 9);
  EXPECT_EQ(finding(unreachable, "server")["health"], "bad");
}

}  // namespace
}  // namespace tangthu::cli
