// From the hot folder at a station to the reader at his desk, each a process of its own.
#include <random>

#include "base/id.h"
#include "station/taker.h"
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

// It died when its bundle was sent and gone, and its file not yet.
TEST_F(StationTest, AFileWhoseBundleIsLongGoneIsNotSealedAgain) {
  auto station = scand();
  put_pages(1, 1);
  ASSERT_TRUE(all_sent(1)) << station->err();
  end(station, SIGKILL);
  const fs::path den = path("in/.tangthu-working/w-dead");
  fs::create_directories(den / "7");
  test::write_file(den / "7" / page_name(1), cli::small_page(1));
  test::write_file(den / "7.note", as_bytes("\n1 " + receipts()[0].first + "\n"));
  put_pages(2, 2);
  station = scand();
  ASSERT_TRUE(all_sent(2)) << station->err();
  EXPECT_TRUE(soon([&] { return in_hand() == 0; }));
  EXPECT_EQ(archived(), pages(1, 2));
  EXPECT_NE(end(station).err.find("before=yes"), std::string::npos);
}

TEST_F(StationTest, ABundleThatTheVaultRefusesKeepsNoOther) {
  auto station = scand();
  put_pages(1, 1);
  ASSERT_TRUE(all_sent(1)) << station->err();
  // A whole one, of another vault: as if the kit had been mixed up.
  const DocumentId foreign = DocumentId::random();
  test::write_file(path("outbox") / (foreign.to_string() + ".bundle"),
                   as_bytes("tangthu bundle1\n" + std::string(200, 'x')));
  put_pages(2, 3);
  ASSERT_TRUE(all_sent(3)) << station->err();
  EXPECT_EQ(archived(), pages(1, 3));
  const Bytes why =
      test::read_file(path("outbox/refused") / (foreign.to_string() + ".txt"));
  EXPECT_NE(as_text(why).find("not a bundle for this vault, or a damaged one"),
            std::string_view::npos)
      << as_text(why);
  EXPECT_EQ(count("outbox/refused", ".bundle"), 1U);
  end(station);
}

TEST_F(StationTest, OfAStationThatTheVaultDoesNotKnowNothingIsLost) {
  done_from_far({"station", "disable", "tram-1"}, "an");
  auto station = scand();
  put_pages(1, 2);
  ASSERT_TRUE(soon([&] {
    return station->err().find("a station that the vault does not know") !=
           std::string::npos;
  })) << station->err();
  EXPECT_TRUE(soon([&] { return count("outbox", ".bundle") == 2; }));
  EXPECT_EQ(count("outbox/refused", ".bundle"), 0U);
  end(station);
}

TEST_F(StationTest, AClerkScansIntoTheSameOutboxAndTheStationSendsIt) {
  auto station = scand();
  make_samples("made",
               {"--count", "1", "--seed", "9", "--grade", "clean", "--pages", "single",
                "--format", "pdf", "--level", "thuong", "--plant", "Suối Mơ Huyền"});
  std::string pdf;
  for (const auto& entry : fs::directory_iterator(path("made"))) {
    if (entry.path().extension() == ".pdf") pdf = entry.path().string();
  }
  ASSERT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "200", "-singlefile", pdf,
                       path("page").string()})
                .exit_code,
            0);
  const auto scanned = test::run({"tangthu", "--json", "scan", "--level", "thuong",
                                  "--device", "pnm:0", "--resolution", "200", "--option",
                                  "filename=" + path("page.ppm").string(), "--bundles",
                                  path("outbox").string(), "--kit", path("kit").string(),
                                  "--station-key", path("station-key").string()});
  ASSERT_EQ(scanned.exit_code, 0) << scanned.err;
  ASSERT_TRUE(all_sent(1)) << station->err();
  EXPECT_EQ(
      cli::json_lines(from_far({"--json", "search", "\"Suối Mơ\""}, "doc").out).size(),
      1U);
  end(station);
}

TEST_F(StationTest, FoldersHaveSettingsOfTheirOwnAndOneInTroubleKeepsNoOther) {
  for (const char* name : {"two", "three"})
    fs::create_directory(path(name));
  test::write_file(
      path("station.toml"),
      as_bytes(common() + folder("missing") + folder("two", "dossier = \"H01.2026\"\n") +
               folder("three", "taken = \"keep\"\n")));
  auto station = scand();
  put(page_name(1), cli::small_page(1), "two");
  put(page_name(2), cli::small_page(2), "three");
  put("bad.png", as_bytes("no page\n"), "three");
  ASSERT_TRUE(all_sent(2)) << station->err();
  EXPECT_TRUE(soon([&] { return fs::exists(path("three/failed/bad.png.txt")); }));
  EXPECT_TRUE(soon([&] { return fs::exists(path("three/done") / page_name(2)); }));
  EXPECT_FALSE(fs::exists(path("two/done")));
  const auto in_dossier =
      cli::json_lines(from_far({"--json", "list", "--dossier", "H01.2026"}, "doc").out);
  EXPECT_EQ(in_dossier.size(), 1U);
  fs::create_directory(path("missing"));
  put(page_name(3), cli::small_page(3), "missing");
  EXPECT_TRUE(all_sent(3)) << station->err();
  const auto ended = end(station);
  for (const char* said :
       {"waits folder=missing", "goes-on folder=missing", "failed folder=three"})
    EXPECT_NE(ended.err.find(said), std::string::npos) << said << '\n' << ended.err;
  EXPECT_EQ(ended.err.find("bad.png"), std::string::npos);
}

TEST_F(StationTest, AFolderThatStaysBusyGivesWayToOthers) {
  constexpr int kMany = 150;
  fs::create_directory(path("other"));
  test::write_file(path("station.toml"),
                   as_bytes(common() + folder("in") + folder("other")));
  const auto config = load_config(path("station.toml"));
  ASSERT_TRUE(config);
  put_pages(1, kMany);
  Tally tally([] {});
  const auto taker = Taker::open(*config, tally, 50ms);
  ASSERT_TRUE(taker);
  std::thread running([&] { (*taker)->run(); });
  EXPECT_TRUE(soon([&] { return tally.sealed() > 0; }));
  put(page_name(1), cli::small_page(1), "other");
  EXPECT_TRUE(soon([&] { return in_hand("other") == 0; }));
  EXPECT_GT(in_hand("in"), 0U) << "it waited for all of the other folder";
  (*taker)->stop();
  running.join();
  EXPECT_EQ(tally.sealed() + in_hand(), kMany + 1U) << "what was not taken went back";
}

}  // namespace
}  // namespace tangthu::station
