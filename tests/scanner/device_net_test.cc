// A scanner in the network: a real saned on the loopback, with SANE's test device behind
// it, and what happens when the other machine goes away in the middle of a batch.
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "scanner/break_off.h"
#include "scanner/device_process.h"
#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* kSaned = "/usr/sbin/saned";
// The client asks nowhere else.
constexpr std::uint16_t kPort = 6566;

bool connects() {
  const Descriptor there(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(kPort);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(there.get(), reinterpret_cast<const sockaddr*>(&address),
                   sizeof address) == 0;
}

class DeviceNetTest : public DeviceFixture {
 protected:
  void SetUp() override {
    DeviceFixture::SetUp();
    configure("test\n");
    if (::access(kSaned, X_OK) != 0) GTEST_SKIP() << "saned is not installed";
    // Tests run side by side, and saned knows one port only.
    turn_ = open_file(std::filesystem::temp_directory_path() / "tangthu-saned.lock",
                      O_RDWR | O_CREAT);
    ASSERT_TRUE(turn_.valid());
    ASSERT_EQ(::flock(turn_.get(), LOCK_EX), 0);
    if (connects()) GTEST_SKIP() << "another saned has the port";
    saned_ = fork();
    ASSERT_GE(saned_, 0);
    if (saned_ == 0) {
      setpgid(0, 0);
      execl(kSaned, kSaned, "-l", "-b", "127.0.0.1", static_cast<char*>(nullptr));
      _exit(127);
    }
    setpgid(saned_, saned_);
    for (const auto end = Clock::now() + 10s; !connects() && Clock::now() < end;)
      std::this_thread::sleep_for(20ms);
    ASSERT_TRUE(connects());
  }
  void TearDown() override {
    if (saned_ > 0) {
      signal_saned(SIGCONT);
      signal_saned(SIGKILL);
      waitpid(saned_, nullptr, 0);
    }
    DeviceFixture::TearDown();
  }

  // It and what it does for each client.
  void signal_saned(int signal) const { killpg(saned_, signal); }

  static ScanOptions there(const std::string& device) {
    return {"net:127.0.0.1:" + device, FeedSource::kFeeder, 50, {{"mode", "Gray"}}};
  }
  static Result<std::unique_ptr<PageSource>> open(const ScanOptions& options) {
    DeviceProcess::Launch launch;
    launch.device = options.device;
    launch.limits.first_answer = launch.limits.stall = 4s;
    return open_device(launch, options);
  }

  Descriptor turn_;
  pid_t saned_ = -1;
};

TEST_F(DeviceNetTest, AStackComesOverTheNetwork) {
  auto source = open(there("test:0"));
  ASSERT_TRUE(source) << source.error().text();
  int pages = 0;
  while (auto page = (*source)->next()) {
    if (!*page) break;
    ++pages;
  }
  EXPECT_EQ(pages, 10);
}

TEST_F(DeviceNetTest, AFaultOfTheDeviceThereIsTheSameHere) {
  ScanOptions options = there("test:0");
  options.device_options.emplace_back("read-return-value", "SANE_STATUS_JAMMED");
  const auto page = (*open(options))->next();
  ASSERT_FALSE(page);
  EXPECT_EQ(break_off_of(page.error()), BreakOff::kJam);
}

TEST_F(DeviceNetTest, TheOtherMachineGoingAwayIsALostConnectionAtOnce) {
#ifdef TANGTHU_SANITIZED
  GTEST_SKIP() << "the driver's crash is the sanitizer's report and no signal";
#endif
  auto source = open(there("test:0"));
  ASSERT_TRUE(source) << source.error().text();
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE((*source)->next());
  signal_saned(SIGKILL);
  const auto start = Clock::now();
  const auto page = (*source)->next();
  ASSERT_FALSE(page);
  EXPECT_EQ(break_off_of(page.error()), BreakOff::kConnection) << page.error().text();
  EXPECT_TRUE(sheet_was_under_way(break_off_of(page.error())));
  EXPECT_LT(Clock::now() - start, 3s);
}

TEST_F(DeviceNetTest, TheOtherMachineFallingSilentIsAnErrorInTime) {
  auto source = open(there("test:0"));
  ASSERT_TRUE(source) << source.error().text();
  ASSERT_TRUE((*source)->next());
  signal_saned(SIGSTOP);
  const auto page = (*source)->next();
  ASSERT_FALSE(page);
  EXPECT_STREQ(page.error().text(), "the scanner does not answer");
}

TEST_F(DeviceNetTest, AMachineThatIsNotThereIsNamed) {
  signal_saned(SIGKILL);
  const auto source = open(there("test:0"));
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().subject(), "net:127.0.0.1:test:0");
}

}  // namespace
}  // namespace tangthu::scanner
