// The units that the service is installed with, and what its timers run.
#include "tests/server/served.h"

namespace tangthu::server {
namespace {

std::string unit(const std::string& name) {
  return std::string(TANGTHU_UNITS) + "/" + name;
}

TEST(UnitsTest, EveryServiceIsAsConfinedAsItCanBe) {
  for (const char* name :
       {"tangthud.service", "tangthu-scand.service", "tangthu-verify.service",
        "tangthu-checkpoint.service", "tangthu-backup.service"}) {
    // Tenths: the exposure that systemd counts is at most 1.5.
    const auto ran = test::run({"/usr/bin/systemd-analyze", "security", "--offline=true",
                                "--threshold=15", unit(name)});
    EXPECT_EQ(ran.exit_code, 0) << name << '\n' << ran.out << ran.err;
  }
}

class MaintenanceTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    start();
  }
  // As the timers call it.
  test::Ran maintain(const std::vector<std::string>& words) const {
    const auto tangthu =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "tangthu";
    std::filesystem::create_directories(path("credentials"));
    test::write_file(path("credentials/passphrase"), test::read_file(path("an.pass")));
    std::vector<std::string> line = {unit("tangthu-maintain")};
    line.insert(line.end(), words.begin(), words.end());
    return test::run(line, {{"TANGTHU_VAULT", path("vault").string()},
                            {"TANGTHU_PROGRAM", tangthu.string()},
                            {"TANGTHU_USER", "an"},
                            {"TANGTHU_SERVER", "unix:" + path("socket").string()},
                            {"CREDENTIALS_DIRECTORY", path("credentials").string()}});
  }
};

TEST_F(MaintenanceTest, WhatTimersRunGoesOnBesideTheServerAndSaysNothing) {
  std::filesystem::create_directory(path("checkpoints"));
  const std::vector<std::vector<std::string>> jobs = {
      {"verify", "3"},
      {"checkpoint", path("checkpoints").string()},
      {"backup", path("backup").string()}};
  for (const auto& job : jobs) {
    const auto ran = maintain(job);
    EXPECT_EQ(ran.exit_code, 0) << job[0] << ran.err;
    EXPECT_EQ(ran.out + ran.err, "") << job[0];
  }
  EXPECT_FALSE(std::filesystem::is_empty(path("checkpoints")));
  EXPECT_EQ(test::run({"tangthu", "verify", "--backup", path("backup").string()},
                      environment("an"))
                .exit_code,
            0);
  EXPECT_EQ(maintain({}).exit_code, 2);
}

TEST_F(MaintenanceTest, DamageEndsTheJobWithItsExitCode) {
  stop();
  for (const auto& entry : std::filesystem::directory_iterator(path("vault/store"))) {
    if (entry.path().extension() != ".sst") continue;
    Bytes bytes = test::read_file(entry.path());
    bytes[bytes.size() / 2] ^= 1;
    test::write_file(entry.path(), bytes);
  }
  int worst = 0;
  for (const char* day : {"1", "2", "3", "4", "5", "6", "7"})
    worst = std::max(worst, maintain({"verify", day}).exit_code);
  EXPECT_EQ(worst, 7);
}

}  // namespace
}  // namespace tangthu::server
