// Scanning as an operator does it: profiles, a jam in the middle of a stack, pages that
// are to be scanned again.
#include <filesystem>
#include <string>

#include "base/process.h"
#include "tests/cli/trial.h"
#include "tests/support/on_terminal.h"

namespace tangthu::cli {
namespace {

class ScanTest : public TrialTest {
 protected:
  void SetUp() override {
    init();
    write("sane/dll.conf", "");
    write("sane/test.conf", "number_of_devices 1\n");
    surroundings_["SANE_CONFIG_DIR"] = path("sane").string();
    surroundings_["LD_LIBRARY_PATH"] = (program_folder() / "sane").string();
    surroundings_["XDG_CONFIG_HOME"] = path("config").string();
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(path(name).parent_path());
    test::write_file(path(name), as_bytes(text));
  }
  void write_profile(const std::string& name, const std::string& text) const {
    write("config/tangthu/profiles/" + name + ".toml", text);
  }
  test::Ran scan(std::vector<std::string> more) const {
    more.insert(more.begin(), {"scan", "--json"});
    return tangthu(more);
  }
};

TEST_F(ScanTest, AProfileSaysWhatTheScannerNeeds) {
  write_profile("feeder", R"(
description = "tầng một"
device = "feeder:0"
source = "adf"
resolution = 50
mode = "gray"
page-size = "100x150"
double-feed = "on"
[options]
test-picture = "Grid"
)");
  const auto ran = scan({"--profile", "feeder", "--level", "thuong"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out).at(0)["pages"], 10);

  const auto list = json_lines(scan({"--list-profiles"}).out);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["profile"], "feeder");
  EXPECT_EQ(list[0]["device"], "feeder:0");
  EXPECT_EQ(list[0]["description"], "tầng một");

  // What the command line says wins.
  const auto flatbed = scan({"--profile", "feeder", "--source", "flatbed",
                             "--double-feed", "auto", "--level", "thuong"});
  ASSERT_EQ(flatbed.exit_code, 0) << flatbed.err;
  EXPECT_EQ(json_lines(flatbed.out).at(0)["pages"], 1);
}

TEST_F(ScanTest, AMistakeInAProfileIsNamedBeforeASheetMoves) {
  write_profile("bad", "source = 'adf'\nresolution = \"300\"\n");
  const auto ran = scan({"--profile", "bad", "--level", "thuong"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("bad.toml:2: resolution: this is no resolution; give a whole "
                         "number"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(scan({"--list-profiles"}).exit_code, 9);
  EXPECT_EQ(scan({"--profile", "absent", "--level", "thuong"}).exit_code, 2);
  EXPECT_EQ(scan({"--page-size", "A44", "--level", "thuong"}).exit_code, 2);
}

TEST_F(ScanTest, AJamInTheMiddleKeepsThePagesBeforeAndSaysWhatToDo) {
  surroundings_["SANE_FEEDER"] = "4:SANE_STATUS_JAMMED";
  const auto ran = scan({"--device", "feeder:0", "--source", "adf", "--resolution", "50",
                         "--mode", "gray", "--level", "thuong"});
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_NE(ran.err.find("the paper is jammed in the feeder; open the cover, take the "
                         "sheet out"),
            std::string::npos)
      << ran.err;
  EXPECT_NE(ran.err.find("from sheet 4 on"), std::string::npos) << ran.err;
  // Mended: the batch goes on, by the profile and options that it was begun with.
  surroundings_.erase("SANE_FEEDER");
  const auto more = scan({"--resume"});
  ASSERT_EQ(more.exit_code, 0) << more.err;
  EXPECT_EQ(json_lines(more.out).at(0)["pages"], 13);
}

TEST_F(ScanTest, ABatchThatIsFinishedIsJudgedByTheLimitsItBeganWith) {
  write_profile("strict", R"(
device = "feeder:0"
source = "adf"
resolution = 50
mode = "gray"
[options]
test-picture = "Solid white"
[quality]
blank = "fault"
)");
  surroundings_["SANE_FEEDER"] = "3:SANE_STATUS_JAMMED";
  EXPECT_EQ(scan({"--profile", "strict", "--level", "thuong"}).exit_code, 4);
  std::filesystem::remove_all(path("config"));
  const auto finished = tangthu({"--json", "batches", "finish"});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  const Json rescan = json_lines(finished.out).at(0)["rescan"];
  ASSERT_EQ(rescan.size(), 2U);
  EXPECT_EQ(rescan[0]["reason"], "blank");
}

TEST_F(ScanTest, ADoubleFeedIsToldFromAJam) {
  surroundings_["SANE_FEEDER"] = "2:double-feed";
  surroundings_["LC_ALL"] = "vi_VN.UTF-8";
  const auto ran = scan({"--device", "feeder:0", "--source", "adf", "--resolution", "50",
                         "--mode", "gray", "--level", "thuong"});
  EXPECT_NE(ran.err.find("hai tờ giấy đã đi cùng lúc qua khay nạp"), std::string::npos)
      << ran.err;
}

TEST_F(ScanTest, APageThatIsNotGoodEnoughIsMarkedForScanningAgain) {
  // Rows of bars, as text is, on A4 at 100 dpi.
  std::string page = "P5\n827 1169\n255\n";
  for (int y = 0; y < 1169; ++y) {
    for (int x = 0; x < 827; ++x) {
      const bool inside = x > 90 && x < 740 && y > 90 && y < 1050;
      const bool ink = inside && y % 24 < 9 && (x * 7 / 23 + y / 24) % 3 != 0;
      page += ink ? '\x14' : '\xF0';
    }
  }
  write("page.pnm", page);
  const auto once = [&](std::vector<std::string> more) {
    more.insert(more.end(),
                {"--device", "pnm:0", "--resolution", "100", "--level", "thuong",
                 "--option", "filename=" + path("page.pnm").string()});
    return scan(more);
  };
  const auto ran = once({});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const Json document = json_lines(ran.out).at(0);
  const Json& rescan = document["rescan"];
  ASSERT_GE(rescan.size(), 1U) << document;
  EXPECT_EQ(rescan[0]["page"], 1);
  EXPECT_EQ(rescan[0]["reason"], "low-resolution");
  EXPECT_EQ(rescan[0]["measured"], 100);
  EXPECT_EQ(rescan[0]["limit"], 200);
  EXPECT_NE(ran.err.find("page 1: its resolution is too low"), std::string::npos)
      << ran.err;
  // Kept, and still marked when it is shown.
  const auto shown = json_lines(tangthu({"--json", "show", document["id"]}).out);
  EXPECT_EQ(shown.at(0)["rescan"], rescan);

  write_profile("coarse", R"(
[quality]
least-dpi = 100
least-letter-dots = 0
most-blur-mm = 1
)");
  const Json coarse = json_lines(once({"--profile", "coarse"}).out).at(0);
  EXPECT_TRUE(coarse["rescan"].empty()) << coarse;
}

TEST_F(ScanTest, TwoPassesAskForTheStackToBeTurnedAndGoOnAfterAJam) {
  surroundings_["SANE_FEEDER"] = "4:SANE_STATUS_JAMMED";
  test::OnTerminal ran({"tangthu", "scan", "--json", "--device", "feeder:0", "--source",
                        "adf", "--two-pass", "--resolution", "50", "--mode", "gray",
                        "--option", "test-picture=Grid", "--level", "thuong"},
                       environment());
  ASSERT_TRUE(ran.shows("first pass: 3 pages came before; press Enter")) << ran.screen();
  ran.signal(SIGINT);
  EXPECT_EQ(ran.ends(), 130) << ran.screen();
}

TEST_F(ScanTest, TwoPassesGoOnInTheRightPassAtTheRightSheet) {
  surroundings_["SANE_FEEDER"] = "4:SANE_STATUS_JAMMED";
  const auto jam = scan({"--device", "feeder:0", "--source", "adf", "--two-pass",
                         "--resolution", "50", "--mode", "gray", "--level", "thuong"});
  EXPECT_EQ(jam.exit_code, 4);
  EXPECT_NE(jam.err.find("back into the feeder, from sheet 4 on"), std::string::npos)
      << jam.err;
  surroundings_.erase("SANE_FEEDER");
  const auto fronts = scan({"--resume"});
  EXPECT_EQ(fronts.exit_code, 2) << fronts.err;
  EXPECT_NE(fronts.err.find("13 pages are safe"), std::string::npos) << fronts.err;

  surroundings_["SANE_FEEDER"] = "4:SANE_STATUS_JAMMED";
  const auto again = scan({"--resume"});
  EXPECT_EQ(again.exit_code, 4);
  EXPECT_NE(again.err.find("turned stack back into the feeder, from its sheet 4 on"),
            std::string::npos)
      << again.err;
  surroundings_.erase("SANE_FEEDER");
  const auto whole = scan({"--resume"});
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_EQ(json_lines(whole.out).at(0)["pages"], 26);
}

TEST_F(ScanTest, TwoPassesGiveEverySheetBothItsSides) {
  test::OnTerminal ran({"tangthu", "scan", "--json", "--device", "feeder:0", "--source",
                        "adf", "--two-pass", "--resolution", "50", "--mode", "gray",
                        "--option", "test-picture=Grid", "--level", "thuong"},
                       environment());
  ASSERT_TRUE(ran.shows("press Enter")) << ran.screen();
  ran.type("\n");
  ASSERT_TRUE(ran.shows("\"pages\":20")) << ran.screen();
  EXPECT_EQ(ran.ends(), 0) << ran.screen();
  EXPECT_EQ(scan({"--source", "flatbed", "--two-pass", "--level", "thuong"}).exit_code,
            2);
}

TEST_F(ScanTest, OptionsAreShownInPlainWords) {
  const auto english = tangthu({"scan", "--list-options", "--device", "feeder:0"});
  ASSERT_EQ(english.exit_code, 0) << english.err;
  EXPECT_NE(english.out.find(" dpi]  dots per inch"), std::string::npos) << english.out;
  surroundings_["LC_ALL"] = "vi_VN.UTF-8";
  const auto lines = json_lines(scan({"--list-options", "--device", "feeder:0"}).out);
  const auto words = [&](const std::string& name) -> Json {
    for (const Json& line : lines) {
      if (line["name"] == name) return line["words"];
    }
    return nullptr;
  };
  EXPECT_EQ(words("df-thickness"), "giấy dính đôi: phát hiện theo độ dày");
  EXPECT_EQ(words("page-width"), "chiều rộng giấy");
  // What we have no words for keeps the driver's.
  EXPECT_EQ(words("test-picture"), "Select the test picture");
}

}  // namespace
}  // namespace tangthu::cli
