// Nothing in the clear: words planted in a secret page are looked for on disk, also after
// the program was killed in the middle.
#include <chrono>
#include <thread>

#include "base/unicode.h"
#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

constexpr const char* kPlanted = "Chiến Lũy Thạch Lâm Quỳnh";

class LeakTest : public TrialTest {
 protected:
  void SetUp() override {
    init();
    make_samples("in",
                 {"--count", "4", "--seed", "8", "--grade", "clean", "--pages", "single",
                  "--format", "png", "--level", "tuyet-mat", "--plant", kPlanted});
    // What has files open outside the vault during the run writes them here.
    std::filesystem::create_directory(path("tmp"));
  }
  test::Environment watched() const {
    auto out = environment();
    out["TMPDIR"] = path("tmp").string();
    return out;
  }
  void expect_no_trace() const {
    for (const std::string& word :
         {std::string(kPlanted), std::string("Thạch Lâm"), fold(kPlanted),
          std::string("Quỳnh"), std::string("tuyet-mat"), std::string("mật khẩu")}) {
      for (const char* where : {"vault", "tmp"}) {
        EXPECT_EQ(test::file_with(path(where), word), "") << word;
      }
    }
    EXPECT_TRUE(std::filesystem::is_empty(path("tmp")));
  }
};

TEST_F(LeakTest, AWholeIngestLeavesNoWordOnDisk) {
  const auto ran = test::run(
      {"tangthu", "--json", "ingest", path("in").string(), "--level", "tuyet-mat"},
      watched());
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(tangthu({"--json", "search", "\"Thạch Lâm\""}).out).size(), 4U);
  expect_no_trace();
  EXPECT_EQ(ran.err.find("Lâm"), std::string::npos);
}

TEST_F(LeakTest, AKilledIngestLosesNothingThatItReportedAndLeavesNoWord) {
  std::size_t reported = 0;
  for (const int milliseconds : {300, 900, 1700, 2600, 4000}) {
    test::Started started(
        {"tangthu", "--json", "ingest", path("in").string(), "--level", "tuyet-mat"},
        watched());
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    started.kill();
    reported += json_lines(started.wait().out).size();
    expect_no_trace();
    const auto listed = json_lines(tangthu({"--json", "list"}).out).size();
    EXPECT_GE(listed, reported) << "a document that was reported is lost";
    reported = listed;  // one may have been stored and not yet reported
  }
  const auto verified = tangthu({"--json", "verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  for (const Json& document : json_lines(tangthu({"--json", "list"}).out)) {
    const std::string id = document["id"];
    EXPECT_EQ(tangthu({"get", id, "--out", path("x.pdf").string()}).exit_code, 0);
  }
}

}  // namespace
}  // namespace tangthu::cli
