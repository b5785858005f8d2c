// From the hot folder at a station to the reader at his desk, each a process of its own.
#include <random>

#include "tests/station/at_station.h"

namespace tangthu::station {
namespace {

class StationTest : public AtStationTest {};

TEST_F(StationTest, WhatIsPutIntoTheFolderIsFoundByReadersAndGoneFromTheStation) {
  make_samples("made",
               {"--count", "2", "--seed", "5", "--grade", "clean", "--pages", "single",
                "--format", "png", "--level", "thuong", "--plant", "Khu Rừng Cấm"});
  auto station = scand();
  int number = 0;
  for (const auto& each : fs::directory_iterator(path("made"))) {
    if (each.path().extension() == ".png")
      put(page_name(++number), test::read_file(each.path()));
  }
  ASSERT_EQ(number, 2);
  ASSERT_TRUE(all_sent(2)) << station->err();
  const auto hits =
      cli::json_lines(from_far({"--json", "search", "\"Rừng Cấm\""}, "doc").out);
  ASSERT_EQ(hits.size(), 2U) << station->err();
  const std::string id = hits[0]["id"];
  EXPECT_EQ(from_far({"get", id, "--out", path("got.pdf").string()}, "doc").exit_code, 0);
  EXPECT_TRUE(fs::exists(path("got.pdf")));

  const auto absent = from_far({"show", std::string(26, '7')}, "ngoai");
  EXPECT_EQ(absent.exit_code, 3);
  for (const char* user : {"ngoai", "an"}) {
    const auto refused = from_far({"show", id}, user);
    EXPECT_EQ(refused.exit_code, 3) << user;
    EXPECT_EQ(from_far({"get", id, "--out", path("no.pdf").string()}, user).exit_code, 3);
    EXPECT_EQ(from_far({"--json", "search", "\"Rừng Cấm\""}, user).out, "") << user;
  }
  const auto ended = end(station);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  for (const auto& each : fs::recursive_directory_iterator(path("in")))
    EXPECT_TRUE(each.is_directory()) << each.path();
}

TEST_F(StationTest, WhileTheServerIsAwayPagesAreSealedAndThenSentInTheirOrder) {
  stop();
  auto station = scand();
  put_pages(1, 12);
  ASSERT_TRUE(soon([&] { return count("outbox", ".bundle") == 12; })) << station->err();
  EXPECT_TRUE(
      soon([&] { return station->err().find("server=away") != std::string::npos; }));
  EXPECT_EQ(receipts().size(), 0U);
  serve();
  ASSERT_TRUE(all_sent(12)) << station->err();
  EXPECT_EQ(archived(), pages(1, 12));
  const auto ended = end(station);
  EXPECT_NE(ended.err.find("server=back"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find(".png"), std::string::npos) << "a name of a file in the log";
}

// Both ends are killed again and again, in the middle of a run.
TEST_F(StationTest, KilledAtAnyMomentAtBothEndsEveryPaperIsThereOnceAndInOrder) {
  constexpr int kPages = 60;
  constexpr int kKills = 24;
  std::mt19937 random(20261123);
  int put_so_far = 0;
  int at_work = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    auto station = scand();
    for (int i = 0; i < 3 && put_so_far < kPages; ++i) {
      ++put_so_far;
      put_pages(put_so_far, put_so_far);
    }
    // While something is claimed, while something waits to be sent, and anywhere.
    if (kill % 3 == 0) {
      soon([&] { return in_hand("in/.tangthu-working") > 0; }, 2s);
    } else if (kill % 3 == 1) {
      soon([&] { return count("outbox", ".bundle") > 0; }, 2s);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    if (kill % 4 == 3) {
      stop(SIGKILL);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
      serve();
    }
    at_work += in_hand() + count("outbox", ".bundle") > 0 ? 1 : 0;
    end(station, SIGKILL);
  }
  put_pages(put_so_far + 1, kPages);
  EXPECT_GE(at_work, kKills / 3) << "the kills came at idle moments";
  auto station = scand();
  ASSERT_TRUE(soon([&] {
    return receipts().size() >= kPages && count("outbox", ".bundle") == 0 &&
           in_hand() == 0;
  })) << station->err();
  EXPECT_EQ(archived(), pages(1, kPages));
  EXPECT_EQ(end(station).exit_code, 0);
  EXPECT_EQ(count("outbox/refused", ""), 0U);
}

}  // namespace
}  // namespace tangthu::station
