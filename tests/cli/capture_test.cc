// `scan` when it is killed, when its driver dies and when it goes on: through the SANE
// test device, whose feeder holds ten pages.
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class CaptureTest : public TrialTest {
 protected:
  void SetUp() override { init(); }

  static std::vector<std::string> scan_words(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {
        "scan",     "--json",   "--level",      "thuong", "--device", "test:0",
        "--source", "adf",      "--resolution", "50",     "--option", "test-picture=Grid",
        "--option", "mode=Gray"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  fs::path batches() const { return path("vault") / "batches"; }
  // Pages that wait on the disk.
  std::size_t waiting() const {
    std::size_t count = 0;
    std::error_code changed;
    for (fs::recursive_directory_iterator at(batches(), changed), end;
         !changed && at != end; at.increment(changed)) {
      const std::string name = at->path().filename().string();
      count += name.starts_with("page-") && at->path().extension() != ".new" ? 1U : 0U;
    }
    return count;
  }
  // Runs `scan` until so many pages are safe, then `then`; what it printed.
  test::Ran scan_until(std::size_t pages, const std::function<void(pid_t)>& then,
                       std::vector<std::string> more) const {
    return run_until(pages, then, scan_words(std::move(more)));
  }
  test::Ran run_until(std::size_t pages, const std::function<void(pid_t)>& then,
                      std::vector<std::string> words) const {
    words.insert(words.begin(), "tangthu");
    test::Started scan(words, environment());
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (waiting() < pages && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(2ms);
    then(scan.pid());
    return scan.wait();
  }
  static void kill_it(pid_t pid) { ::kill(pid, SIGKILL); }
  // The driver runs in a process below ours.
  static void kill_driver(pid_t parent) {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      std::ifstream in(entry.path() / "stat");
      std::string pid;
      std::string name;
      std::string state;
      pid_t its_parent = 0;
      in >> pid >> name >> state >> its_parent;
      if (in && its_parent == parent && name.starts_with("(tangthu-device"))
        ::kill(std::stoi(pid), SIGKILL);
    }
  }
  std::vector<Json> documents() const {
    return json_lines(tangthu({"--json", "list"}).out);
  }

  // The feeder is slow enough to be caught at work.
  const std::vector<std::string> slow_ = {"--option", "read-delay=yes", "--option",
                                          "read-delay-duration=20000"};
};

TEST_F(CaptureTest, WhatADeadDriverLeftIsGoneOnWith) {
  auto more = slow_;
  more.insert(more.end(), {"--split", "count:2"});
  const auto broke = scan_until(3, kill_driver, more);
  EXPECT_EQ(broke.exit_code, 4) << broke.err;
  EXPECT_NE(broke.err.find("tangthu scan --resume"), std::string::npos) << broke.err;
  const auto listed = json_lines(tangthu({"--json", "batches"}).out);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_GE(listed[0]["pages"], 1);

  const auto resumed = tangthu({"scan", "--resume", "--json"});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  const auto lines = json_lines(resumed.out);
  const Json& batch = lines.back()["batch"];
  EXPECT_EQ(batch["gaps"], Json::array());
  // Some of the first feeder's pages, and all ten of the second.
  const int pages = batch["pages"];
  EXPECT_GE(pages, 13);
  EXPECT_LT(pages, 20);
  int stored = 0;
  for (const Json& document : documents())
    stored += static_cast<int>(document["pages"]);
  EXPECT_EQ(stored, pages);
  EXPECT_EQ(documents().size(), static_cast<std::size_t>((pages + 1) / 2));
  EXPECT_TRUE(json_lines(tangthu({"--json", "batches"}).out).empty());
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(CaptureTest, AKilledScanIsFinishedWithoutTheDevice) {
  const auto killed = scan_until(4, kill_it, slow_);
  EXPECT_EQ(killed.exit_code, 128 + SIGKILL);
  const std::size_t safe = waiting();
  EXPECT_GE(safe, 4U);
  const auto finished = tangthu({"batches", "finish", "--json"});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  ASSERT_EQ(documents().size(), 1U);
  EXPECT_EQ(documents()[0]["pages"], safe);
  EXPECT_NE(documents()[0]["warnings"].dump().find("scan-broke-off"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(CaptureTest, ADiscardedBatchIsGoneAndOnlyWhenItIsMeant) {
  scan_until(2, kill_it, slow_);
  EXPECT_EQ(tangthu({"batches", "discard"}).exit_code, 2);
  EXPECT_EQ(json_lines(tangthu({"--json", "batches"}).out).size(), 1U);
  EXPECT_EQ(tangthu({"batches", "discard", "--yes"}).exit_code, 0);
  EXPECT_TRUE(json_lines(tangthu({"--json", "batches"}).out).empty());
  EXPECT_EQ(tangthu({"scan", "--resume"}).exit_code, 3);
}

TEST_F(CaptureTest, AnotherUserDoesNotSeeWhatWasCaptured) {
  scan_until(2, kill_it, slow_);
  add_user("minh", "mat");
  EXPECT_EQ(tangthu({"batches", "finish"}, "minh").exit_code, 3);
  EXPECT_EQ(tangthu({"batches", "finish"}).exit_code, 0);
}

TEST_F(CaptureTest, ADamagedPageIsNamedAndTheOthersAreStored) {
  scan_until(4, kill_it, slow_);
  for (const auto& entry : fs::recursive_directory_iterator(batches())) {
    if (entry.path().filename() != "page-000002") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(5000);
    file.put('x');
  }
  const std::size_t safe = waiting();
  const auto finished = tangthu({"batches", "finish", "--json"});
  EXPECT_EQ(finished.exit_code, 9) << finished.err;
  EXPECT_NE(finished.err.find("page 2"), std::string::npos) << finished.err;
  ASSERT_EQ(documents().size(), 1U);
  EXPECT_EQ(documents()[0]["pages"], safe - 1);
}

// Nobody can be asked to turn the stack over: whoever goes on has done it.
class TwoPassTest : public CaptureTest {
 protected:
  std::vector<std::string> two_pass_words() const {
    auto words = scan_words(slow_);
    words.emplace_back("--two-pass");
    return words;
  }
  test::Ran resume() const { return tangthu({"scan", "--resume", "--json"}); }
};

TEST_F(TwoPassTest,
       KilledInTheSecondPassItGoesOnThereAndPassesThatDifferAreNotGuessedAt) {
  const auto fronts = tangthu(two_pass_words());
  EXPECT_EQ(fronts.exit_code, 2) << fronts.err;
  EXPECT_NE(fronts.err.find("Turn the whole stack over"), std::string::npos)
      << fronts.err;
  EXPECT_EQ(waiting(), 10U);

  EXPECT_EQ(run_until(13, kill_it, {"scan", "--resume"}).exit_code, 128 + SIGKILL);
  EXPECT_GE(waiting(), 13U);
  // The feeder of this device is full again: sheets too many.
  const auto differs = resume();
  EXPECT_EQ(differs.exit_code, 4) << differs.err;
  EXPECT_NE(differs.err.find("different numbers of sheets"), std::string::npos)
      << differs.err;
  EXPECT_EQ(waiting(), 20U);
  EXPECT_EQ(tangthu({"batches", "finish"}).exit_code, 4);
  EXPECT_TRUE(documents().empty());

  const auto whole = resume();
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  ASSERT_EQ(documents().size(), 1U);
  EXPECT_EQ(documents()[0]["pages"], 20);
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(TwoPassTest, KilledInTheFirstPassItIsFinishedWithTheBacksNamedAsMissing) {
  EXPECT_EQ(run_until(3, kill_it, two_pass_words()).exit_code, 128 + SIGKILL);
  const std::size_t safe = waiting();
  EXPECT_GE(safe, 3U);
  const auto finished = tangthu({"batches", "finish", "--json"});
  EXPECT_EQ(finished.exit_code, 9) << finished.err;
  EXPECT_NE(finished.err.find("a side of a sheet was not scanned"), std::string::npos)
      << finished.err;
  ASSERT_EQ(documents().size(), 1U);
  EXPECT_EQ(documents()[0]["pages"], safe);
  EXPECT_NE(documents()[0]["warnings"].dump().find("page-missing"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(batches()));
}

// Six documents of one page, as six files or as one stack.
class IngestResumeTest : public CaptureTest {
 protected:
  void SetUp() override {
    CaptureTest::SetUp();
    make_samples("in", {"--count", "6", "--seed", "11", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    for (const auto& entry : fs::directory_iterator(path("in"))) {
      if (entry.path().extension() != ".png") fs::remove(entry.path());
    }
  }
  // Killed when so many documents were printed.
  void kill_ingest(std::size_t documents, std::vector<std::string> more) const {
    std::vector<std::string> words = {
        "tangthu", "ingest",  "--json", "--jobs",
        "1",       "--level", "thuong", path("in").string()};
    words.insert(words.end(), more.begin(), more.end());
    test::Started ingest(words, environment());
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (ingest.lines_out() < documents && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(1ms);
    ingest.kill();
    ingest.wait();
  }
  std::set<std::string> files() const {
    std::set<std::string> out;
    for (const Json& document : documents())
      out.insert(document["file"]);
    return out;
  }
};

TEST_F(IngestResumeTest, AKilledRunOverFilesGoesOnWhereItWas) {
  kill_ingest(2, {});
  ASSERT_EQ(json_lines(tangthu({"--json", "batches"}).out).size(), 1U);
  const auto resumed = tangthu({"ingest", "--resume", "--json"});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(json_lines(resumed.out).size(), 6U);  // those stored before are named
  EXPECT_EQ(documents().size(), 6U);
  EXPECT_EQ(files().size(), 6U);
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(IngestResumeTest, AKilledStackIsCutAsIfItHadNeverStopped) {
  kill_ingest(1, {"--split", "count:2"});
  const auto resumed = tangthu({"ingest", "--resume", "--json"});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  const Json batch = json_lines(resumed.out).back()["batch"];
  EXPECT_EQ(batch["pages"], 6);
  EXPECT_EQ(batch["documents"], 3);
  ASSERT_EQ(documents().size(), 3U);
  for (const Json& document : documents())
    EXPECT_EQ(document["pages"], 2);
}

TEST_F(IngestResumeTest, AFolderThatHasChangedIsNotGoneOnWith) {
  kill_ingest(2, {});
  fs::remove(*fs::directory_iterator(path("in")));
  for (const auto& entry : fs::directory_iterator(path("in"))) {
    fs::rename(entry.path(), path("in") / ("x" + entry.path().filename().string()));
  }
  const auto resumed = tangthu({"ingest", "--resume"});
  EXPECT_EQ(resumed.exit_code, 4) << resumed.err;
  EXPECT_NE(resumed.err.find("have changed"), std::string::npos) << resumed.err;
  EXPECT_EQ(json_lines(tangthu({"--json", "batches"}).out).size(), 1U);
}

TEST_F(CaptureTest, AnEmptyFeederLeavesNoBatch) {
  // The driver can't open its device in this mode.
  EXPECT_NE(tangthu(scan_words({"--option", "no-such-option=1"})).exit_code, 0);
  EXPECT_TRUE(json_lines(tangthu({"--json", "batches"}).out).empty());
}

}  // namespace
}  // namespace tangthu::cli
