// A scanner that begins by itself when there is paper in its feeder.
#include "base/process.h"
#include "tests/station/at_station.h"

namespace tangthu::station {
namespace {

class FeederTest : public AtStationTest {
 protected:
  void SetUp() override {
    AtStationTest::SetUp();
    test::write_file(path("desk.toml"),
                     as_bytes("device = \"feeder:0\"\nsource = \"adf\"\nresolution = "
                              "50\nmode = \"gray\"\n[options]\ntest-picture = "
                              "\"Grid\"\n"));
    set_up("");
    lay(0);
  }
  void set_up(const std::string& more) const {
    test::write_file(
        path("station.toml"),
        as_bytes(common() + "[device.desk]\nprofile = \"" + path("desk.toml").string() +
                 "\"\nlevel = \"thuong\"\nlook = 0.1\n" + more));
  }
  // So many sheets into the feeder.
  void lay(std::size_t sheets) const {
    test::write_file(path("stack"), as_bytes(std::string(sheets, '.')));
  }
  bool is_empty() const { return fs::file_size(path("stack")) == 0; }
  test::Environment scanner() const {
    return {{"LD_LIBRARY_PATH", (program_folder() / "sane").string()},
            {"SANE_FEEDER_STACK", path("stack").string()}};
  }
  std::unique_ptr<test::Started> feeding(const std::string& fault = {}) const {
    auto environment = scanner();
    if (!fault.empty()) environment["SANE_FEEDER"] = fault;
    return std::make_unique<test::Started>(
        std::vector<std::string>{"tangthu-scand", "--config",
                                 path("station.toml").string()},
        environment);
  }
  test::Ran at_the_station(std::vector<std::string> words) const {
    words.insert(words.begin(), "tangthu");
    words.insert(words.end(),
                 {"--bundles", path("outbox").string(), "--kit", path("kit").string(),
                  "--station-key", path("station-key").string()});
    return test::run(words, scanner());
  }
  // Pages of the archive's documents, in the order of the log.
  std::vector<int> pages_of_documents() const {
    std::map<std::string, int> pages;
    for (const Json& each : cli::json_lines(from_far({"--json", "list"}, "doc").out))
      pages[each["id"]] = each["pages"];
    std::vector<std::pair<int, int>> sorted;
    for (const auto& [id, index] : receipts())
      sorted.emplace_back(index, pages[id]);
    std::sort(sorted.begin(), sorted.end());
    std::vector<int> out;
    for (const auto& [index, number] : sorted)
      out.push_back(number);
    return out;
  }
};

TEST_F(FeederTest, AStackIsTakenWhenItLiesThereAndAnEmptyFeederIsNoTrouble) {
  auto station = feeding();
  std::this_thread::sleep_for(1s);
  EXPECT_EQ(station->err().find("device=desk"), std::string::npos) << station->err();
  lay(5);
  ASSERT_TRUE(all_sent(1)) << station->err();
  lay(3);
  ASSERT_TRUE(all_sent(2)) << station->err();
  EXPECT_EQ(pages_of_documents(), (std::vector<int>{5, 3}));
  const auto ended = end(station);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_NE(ended.err.find("stack device=desk pages=5 documents=1 failed=0 whole=yes"),
            std::string::npos)
      << ended.err;
}

TEST_F(FeederTest, AStackThatBrokeOffWaitsForAPersonAndNothingElseIsTakenMeanwhile) {
  lay(6);
  auto station = feeding("4:SANE_STATUS_JAMMED");
  ASSERT_TRUE(soon([&] {
    return station->err().find("waits device=desk batch=") != std::string::npos;
  })) << station->err();
  EXPECT_NE(
      station->err().find("broke-off device=desk pages=3 reason=\"the paper is jammed"),
      std::string::npos)
      << station->err();
  // Two sheets are left; the fourth is laid back. Nobody touches them.
  lay(3);
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(fs::file_size(path("stack")), 3U);
  const auto resumed = at_the_station({"scan", "--resume"});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  ASSERT_TRUE(all_sent(1)) << station->err();
  end(station);
  // Mended, and on it goes.
  station = feeding();
  lay(2);
  ASSERT_TRUE(all_sent(2)) << station->err();
  EXPECT_EQ(pages_of_documents(), (std::vector<int>{6, 2}));
  end(station);
}

TEST_F(FeederTest, KilledAfterTheLastSheetItGoesOnByItselfAndEveryPageIsThereOnce) {
  set_up("split = \"count:1\"\n");
  constexpr std::size_t kSheets = 9;
  std::size_t sheets = 0;
  int at_work = 0;
  for (int round = 0; round < 4; ++round) {
    lay(kSheets);
    sheets += kSheets;
    auto station = feeding();
    // The last sheet is safe when the batch says that it has ended.
    ASSERT_TRUE(soon([&] {
      std::error_code error;
      for (fs::recursive_directory_iterator at(path("outbox/batches"), error), none;
           !error && at != none; at.increment(error)) {
        if (at->path().filename() == "note-999999") return true;
      }
      return is_empty() && receipts().size() == sheets;
    })) << station->err();
    std::this_thread::sleep_for(std::chrono::milliseconds(round * 40));
    at_work += receipts().size() + count("outbox", ".bundle") < sheets ? 1 : 0;
    end(station, SIGKILL);
    station = feeding();
    ASSERT_TRUE(
        soon([&] { return station->err().find("serving") != std::string::npos; }));
    ASSERT_TRUE(all_sent(sheets)) << station->err();
    EXPECT_EQ(end(station).exit_code, 0);
  }
  EXPECT_GE(at_work, 1) << "the kills came too late";
  EXPECT_EQ(pages_of_documents(), std::vector<int>(sheets, 1));
  EXPECT_TRUE(soon([&] { return fs::is_empty(path("outbox/batches")); }));
}

TEST_F(FeederTest, AProfileWithoutAFeederIsRefusedAtOnce) {
  test::write_file(path("desk.toml"), as_bytes("device = \"feeder:0\"\n"));
  auto station = feeding();
  const auto ran = station->wait();
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("desk.toml: a scanner that begins by itself needs a feeder"),
            std::string::npos)
      << ran.err;
}

}  // namespace
}  // namespace tangthu::station
