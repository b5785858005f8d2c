// A station that is stolen, a disk that is full, a supervisor that listens, and three
// parties who are three users of the system.
#include <iostream>

#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "tests/station/at_station.h"
#include "tests/support/traces.h"

namespace tangthu::station {
namespace {

constexpr const char* kPlanted = "Chiến Lũy Thạch Lâm Quỳnh";

class StolenTest : public AtStationTest {
 protected:
  void make_pages(int number) const {
    make_samples("made", {"--count", std::to_string(number), "--seed", "8", "--grade",
                          "clean", "--pages", "single", "--format", "png", "--level",
                          "thuong", "--plant", kPlanted});
  }
  void drop_pages() const {
    int number = 0;
    for (const auto& each : fs::directory_iterator(path("made"))) {
      if (each.path().extension() == ".png")
        put(std::string(kPlanted) + std::to_string(++number) + ".png",
            test::read_file(each.path()));
    }
  }
  // All that a thief has of the station: its folders, its keys, its log.
  void expect_nothing_at_the_station(const test::Ran& ended) const {
    test::Traces words;
    words.add_word("words on the page", kPlanted);
    words.add_word("words on the page", "Thạch Lâm Quỳnh");
    EXPECT_FALSE(words.found_below(path("made")).empty()) << "the search finds nothing";
    const std::set<std::string> nothing;
    for (const char* own :
         {"in", "outbox", "kit", "station-key", "station.toml", "station.pem", "tmp"})
      EXPECT_EQ(words.found_below(path(own)), nothing) << own;
    EXPECT_EQ(words.found_in(ended.out + ended.err), nothing);
  }
  std::unique_ptr<test::Started> scand_with_tmp() const {
    fs::create_directories(path("tmp"));
    return std::make_unique<test::Started>(
        std::vector<std::string>{"tangthu-scand", "--config",
                                 path("station.toml").string()},
        test::Environment{{"TMPDIR", path("tmp").string()}});
  }
};

TEST_F(StolenTest, WhatWaitsForTheServerOpensForNobody) {
  stop();
  make_pages(3);
  auto station = scand_with_tmp();
  drop_pages();
  ASSERT_TRUE(soon([&] { return count("outbox", ".bundle") == 3 && in_hand() == 0; }))
      << station->err();
  expect_nothing_at_the_station(end(station, SIGKILL));
  serve();
  station = scand_with_tmp();
  ASSERT_TRUE(all_sent(3)) << station->err();
  // The words were there to be found.
  EXPECT_EQ(
      cli::json_lines(from_far({"--json", "search", "\"Thạch Lâm\""}, "doc").out).size(),
      3U);
  expect_nothing_at_the_station(end(station));
  // And what it has to sign and to show with does not let it in.
  EXPECT_EQ(
      test::run({"tangthu", "--server", url(), "--server-ca", path("server.pem").string(),
                 "--client-certificate", path("station.pem").string(), "--client-key",
                 path("station.key").string(), "--user", "tram-1", "--passphrase-file",
                 path("station-key").string(), "list"})
          .exit_code,
      6);
}

TEST_F(StolenTest, KilledWhileItReadsItLeavesNoMoreThanTheScannersOwnFile) {
  make_pages(2);
  for (const int milliseconds : {200, 500, 900}) {
    auto station = scand_with_tmp();
    drop_pages();
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    const auto ended = end(station, SIGKILL);
    // The scanner's files are the scanner's, and claimed ones are they.
    std::error_code error;
    for (const auto& each : fs::recursive_directory_iterator(path("in"))) {
      if (each.path().extension() == ".png") fs::remove(each.path(), error);
    }
    fs::remove_all(path("in/.tangthu-working"));
    expect_nothing_at_the_station(ended);
  }
}

class FullOutboxTest : public AtStationTest {
 protected:
  void SetUp() override {
    AtStationTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    // Mounts of this process and its children: they go with them.
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", path("outbox").c_str(), "tmpfs", 0, "size=512k") != 0) {
      GTEST_SKIP() << "a file system of its own takes root";
    }
    mounted_ = true;
  }
  ~FullOutboxTest() override {
    if (mounted_) umount2(path("outbox").c_str(), MNT_DETACH);
  }
  bool mounted_ = false;
};

TEST_F(FullOutboxTest, FilesStayWhereTheyAreUntilThereIsRoomAndThenGoInOrder) {
  constexpr int kPages = 60;
  stop();
  auto station = scand();
  put_pages(1, kPages);
  ASSERT_TRUE(soon([&] {
    return station->err().find("the disk for bundles is full; free some space") !=
           std::string::npos;
  })) << station->err();
  const std::size_t sealed = count("outbox", ".bundle");
  EXPECT_GT(sealed, 0U);
  EXPECT_EQ(sealed + in_hand(), static_cast<std::size_t>(kPages));
  EXPECT_EQ(count("outbox", ".part"), 0U);
  serve();
  ASSERT_TRUE(soon([&] { return receipts().size() == kPages; }, 60s)) << station->err();
  EXPECT_TRUE(soon([&] { return in_hand() == 0; }));
  EXPECT_EQ(archived(), pages(1, kPages));
  end(station);
}

class SupervisedTest : public AtStationTest {
 protected:
  void listen() {
    socket_ = Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string file = path("notify").string();
    std::copy(file.begin(), file.end(), address.sun_path);
    ASSERT_EQ(
        ::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  // Whether such a word comes.
  bool hears(const std::string& word) const {
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < until) {
      pollfd waits{socket_.get(), POLLIN, 0};
      if (poll(&waits, 1, 1000) <= 0) continue;
      char text[512];
      const ssize_t size = recv(socket_.get(), text, sizeof text, 0);
      if (size > 0 && std::string(text, static_cast<std::size_t>(size)).find(word) !=
                          std::string::npos)
        return true;
    }
    return false;
  }
  Descriptor socket_;
};

TEST_F(SupervisedTest, ItSaysThatItIsReadyHowItGoesThatItLivesAndThatItEnds) {
  listen();
  auto station = std::make_unique<test::Started>(
      std::vector<std::string>{"tangthu-scand", "--config",
                               path("station.toml").string()},
      test::Environment{{"NOTIFY_SOCKET", path("notify").string()},
                        {"WATCHDOG_USEC", "5000000"}});
  EXPECT_TRUE(hears("READY=1"));
  EXPECT_TRUE(hears("WATCHDOG=1"));
  put_pages(1, 2);
  EXPECT_TRUE(hears("STATUS=sending, waiting: 0, sealed: 2, sent: 2, refused: 0"))
      << station->err();
  stop();
  put_pages(3, 3);
  EXPECT_TRUE(hears("STATUS=server away, waiting: 1, sealed: 3")) << station->err();
  station->kill(SIGHUP);  // asks nothing
  EXPECT_TRUE(hears("WATCHDOG=1"));
  station->kill(SIGTERM);
  EXPECT_TRUE(hears("STOPPING=1"));
  EXPECT_EQ(station->wait().exit_code, 0);
}

TEST_F(SupervisedTest, WhatCannotWorkIsSaidAtOnce) {
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"tangthu-scand", "--config", path("c").string()});
    return test::run(more);
  };
  test::write_file(path("c"), as_bytes(common() + folder("in") + "colour = 1\n"));
  const auto unknown = run({"--check"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find(path("c").string() + ":14: folder.in.colour: a station's "
                                                  "configuration has no such key"),
            std::string::npos)
      << unknown.err;
  test::write_file(path("c"), as_bytes(common() + folder("in")));
  const auto good = run({"--check"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  // What the station's screen says is what the vault's officers were shown.
  const std::string known =
      done_from_far({"station", "list"}, "an")["fingerprint"].get<std::string>();
  EXPECT_EQ(good.out, "tram-1  " + known + "\n");
  fs::rename(path("kit"), path("elsewhere"));
  EXPECT_EQ(run({"--check"}).exit_code, 4);
  const auto no_kit = run({});
  EXPECT_EQ(no_kit.exit_code, 4);
  EXPECT_NE(no_kit.err.find(path("kit").string()), std::string::npos) << no_kit.err;
  fs::rename(path("elsewhere"), path("kit"));
  auto station = scand();
  EXPECT_TRUE(soon([&] { return station->err().find("serving") != std::string::npos; }));
  EXPECT_EQ(run({}).exit_code, 5) << "two of them send from one outbox";
  end(station);
  EXPECT_EQ(test::run({"tangthu-scand", "--config", path("none").string()}).exit_code, 4);
}

TEST(ManualTest, ThePageHasOptionsAndKeys) {
  const auto page = test::run({"tangthu-scand", "--manual"});
  EXPECT_EQ(page.exit_code, 0);
  for (const char* part :
       {".TH TANGTHU-SCAND 8 ", ".SH NAME\ntangthu\\-scand \\- seals", "\\-\\-config",
        ".SH HOT FOLDERS\n", "\\fBstation\\-key\\fR", "\\fBdossier\\-folders\\fR"})
    EXPECT_NE(page.out.find(part), std::string::npos) << part << page.out;
  test::TemporaryFolder folder;
  test::write_file(folder.path() / "x.8", as_bytes(page.out));
  if (fs::exists("/usr/bin/man")) {
    const auto shown =
        test::run({"/usr/bin/man", "--warnings", "-l", (folder.path() / "x.8").string()});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_EQ(shown.err, "");
  }
}

}  // namespace
}  // namespace tangthu::station
