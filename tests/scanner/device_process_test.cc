// Drivers run in a process of their own, and whatever becomes of it is an error in time.
// Its story: SANE's virtual device ends a thread of its own by force, which may hold the
// lock of malloc; in one process with tangthu that hung for ever.
#include "scanner/device_process.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Process {
  pid_t id = 0;
  std::string name;
  char state = 0;
  pid_t parent = 0;
  pid_t group = 0;
};

// proc(5): "id (name) state parent group ...".
Process process_of(const std::string& line) {
  const auto open = line.find('(');
  const auto close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return {};
  Process process;
  process.id = std::stoi(line);
  process.name = line.substr(open + 1, close - open - 1);
  std::istringstream rest(line.substr(close + 1));
  rest >> process.state >> process.parent >> process.group;
  return process;
}

std::vector<Process> processes() {
  std::vector<Process> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string line;
    if (!std::getline(file, line)) continue;
    if (Process process = process_of(line); process.id > 0) all.push_back(process);
  }
  return all;
}

// The unburied ones too.
std::vector<Process> children() {
  std::vector<Process> all = processes();
  std::erase_if(all, [](const Process& p) { return p.parent != getpid(); });
  return all;
}

bool group_lives(pid_t group) {
  const auto all = processes();
  return std::any_of(all.begin(), all.end(), [&](const Process& p) {
    return p.group == group && p.state != 'Z' && p.state != 'X';
  });
}

class DeviceProcessTest : public DeviceFixture {
 protected:
  void TearDown() override {
    EXPECT_TRUE(children().empty()) << "left behind: " << children().front().name;
    DeviceFixture::TearDown();
  }

  static DeviceProcess::Launch bad(const std::string& how) {
    DeviceProcess::Launch launch;
    launch.program = helper_program("device-probe");
    launch.device = how;
    launch.limits = {1s, 1s, 2s, 500ms, 300ms};
    return launch;
  }
  static Result<std::unique_ptr<PageSource>> open_bad(const std::string& how) {
    ScanOptions options;
    options.device = how;
    return open_device(bad(how), options);
  }
  static Result<std::optional<Page>> bad_page(const std::string& how) {
    auto source = TRY(open_bad(how));
    return source->next();
  }
  // A device whose page takes minutes.
  static ScanOptions slow_device() {
    return test_device({{"mode", "Color"},
                        {"read-limit", "yes"},
                        {"read-limit-size", "100"},
                        {"read-delay", "yes"},
                        {"read-delay-duration", "200000"}},
                       300);
  }
};

TEST_F(DeviceProcessTest, NoLieOfADriverIsBelieved) {
  for (const char* lie :
       {"dies", "crashes", "unknown-frame", "unknown-fault", "endless-name", "odd-feed",
        "endless-subject", "huge-page", "endless-page", "empty-page", "odd-channels",
        "odd-resolution", "no-pages", "half-page", "closed-and-alive", "leaves-child"}) {
    const auto page = bad_page(lie);
    ASSERT_FALSE(page) << lie;
    EXPECT_EQ(page.error().code(), ErrorCode::kBadInput) << lie;
    EXPECT_STREQ(page.error().text(), "the scanner's driver failed") << lie;
    EXPECT_STREQ(
        page.error().remedy(),
        "switch the scanner off and on, lay a sheet that was under way back on the stack "
        "and scan on from it; the pages before it are kept");
  }
}

TEST_F(DeviceProcessTest, NoLieInAListIsBelieved) {
  for (const char* lie : {"dies", "unknown-frame", "huge-record", "torn-record",
                          "endless-records", "endless-name"}) {
    const auto options = list_options(bad(lie));
    ASSERT_FALSE(options) << lie;
    EXPECT_STREQ(options.error().text(), "the scanner's driver failed") << lie;
  }
}

TEST_F(DeviceProcessTest, WhatADriverStartedEndsWithIt) {
  auto source = open_bad("leaves-child");
  ASSERT_TRUE(source);
  ASSERT_EQ(children().size(), 1U);
  const pid_t group = children().front().id;
  EXPECT_TRUE(group_lives(group));
  EXPECT_FALSE((*source)->next());
  for (int i = 0; i < 100 && group_lives(group); ++i)
    std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(group_lives(group));
}

TEST_F(DeviceProcessTest, TextsOfADriverCarryNoControlCharacters) {
  const auto options = list_options(bad("control-characters"));
  ASSERT_TRUE(options) << options.error().text();
  ASSERT_EQ(options->size(), 1U);
  EXPECT_EQ(options->front().name, "a [2J   ");
}

TEST_F(DeviceProcessTest, ASilentDriverIsNotWaitedForLongerThanAllowed) {
  for (const char* how : {"silent", "stalls", "works-for-ever"}) {
    const auto before = Clock::now();
    const auto page = bad_page(how);
    ASSERT_FALSE(page) << how;
    EXPECT_EQ(page.error().code(), ErrorCode::kBadInput);
    EXPECT_STREQ(page.error().text(), "the scanner does not answer");
    EXPECT_STREQ(page.error().remedy(),
                 "check its cable and power, switch it off and on, lay a sheet that was "
                 "under way back "
                 "on the stack and scan on from it; the pages before it are kept");
    EXPECT_LT(Clock::now() - before, 10s) << how;
  }
}

TEST_F(DeviceProcessTest, AMissingServiceAndAMissingProgramAreErrorsOfTheInstallation) {
  const auto unloaded = bad_page("not-loaded");
  ASSERT_FALSE(unloaded);
  EXPECT_EQ(unloaded.error().code(), ErrorCode::kUnexpected);
  EXPECT_STREQ(unloaded.error().text(), "the scanner service SANE can't start");
  DeviceProcess::Launch launch;
  launch.program = "/nonexistent/tangthu-device";
  const auto devices = list_devices(launch);
  ASSERT_FALSE(devices);
  EXPECT_EQ(devices.error().code(), ErrorCode::kUnexpected);
}

TEST_F(DeviceProcessTest, PagesHandedOutStayGoodWhateverComesThen) {
  auto source = open_bad("page-then-silence");
  ASSERT_TRUE(source);
  const auto page = (*source)->next();
  ASSERT_TRUE(page && *page);
  EXPECT_FALSE((*source)->next());
  EXPECT_FALSE((*source)->next().value().has_value());
  source->reset();
  EXPECT_EQ((*page)->row(0)[0], 'x');
  EXPECT_EQ((*page)->row(0)[1], 'y');
}

TEST_F(DeviceProcessTest, AKilledDriverIsAnErrorAndNotAWait) {
  auto source = open_device(slow_device());
  ASSERT_TRUE(source);
  const auto before = Clock::now();
  std::thread killer([] {
    std::this_thread::sleep_for(300ms);
    for (const Process& child : children())
      kill(child.id, SIGKILL);
  });
  const auto page = (*source)->next();
  killer.join();
  ASSERT_FALSE(page);
  EXPECT_STREQ(page.error().text(), "the scanner's driver failed");
  EXPECT_EQ(page.error().subject(), "test:0");
  EXPECT_LT(Clock::now() - before, 5s);
}

TEST_F(DeviceProcessTest, AnInterruptionEndsTheWaitForThePage) {
  std::atomic<bool> interrupted = false;
  ScanOptions options = slow_device();
  options.interrupted = &interrupted;
  auto source = open_device(options);
  ASSERT_TRUE(source);
  const auto before = Clock::now();
  std::thread person([&] {
    std::this_thread::sleep_for(300ms);
    interrupted = true;
  });
  const auto page = (*source)->next();
  person.join();
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), ErrorCode::kInterrupted);
  EXPECT_LT(Clock::now() - before, 5s);
}

TEST_F(DeviceProcessTest, LeavingABatchInTheMiddleTakesNoLongerThanItsGrace) {
  auto deaf = open_bad("page-then-silence");
  ASSERT_TRUE(deaf && (*deaf)->next());
  auto before = Clock::now();
  deaf->reset();
  EXPECT_LT(Clock::now() - before, 2s);

  ScanOptions options = test_device({});
  options.source = FeedSource::kFeeder;
  auto honest = open_device(options);
  ASSERT_TRUE(honest && (*honest)->next());
  before = Clock::now();
  honest->reset();
  EXPECT_LT(Clock::now() - before, 2s);
}

TEST_F(DeviceProcessTest, LetGoTheProcessEndsByItself) {
  const auto before = Clock::now();
  {
    DeviceProcess::Launch launch;
    launch.limits.grace = 30s;  // nobody kills it
    const auto idle = DeviceProcess::start(launch);
    ASSERT_TRUE(idle);
  }
  EXPECT_LT(Clock::now() - before, 10s);
}

}  // namespace
}  // namespace tangthu::scanner
